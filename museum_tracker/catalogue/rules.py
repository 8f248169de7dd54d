"""The closed lists of words of an object record, with their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from museum_tracker.core.dimension_groups import DIMENSION_LABELS
from museum_tracker.core.i18n import N_, translate


class ArtifactKind(StrEnum):
    """What kind of thing a register line stands for."""

    OBJECT = "object"
    DOCUMENT = "document"
    PHOTOGRAPH = "photograph"
    SPECIMEN = "specimen"


class LegalClass(StrEnum):
    """Class under the law on cultural heritage."""

    OBJECT = "object"
    RELIC = "relic"
    ANTIQUITY = "antiquity"
    NATIONAL_TREASURE = "national_treasure"


class DocumentaryHeritage(StrEnum):
    """Where an object stands as documentary heritage, beside its legal class: on a list, or inscribed at a level."""

    NONE = "none"
    LISTED = "listed"
    NATIONAL = "inscribed_national"
    REGIONAL = "inscribed_regional"
    WORLD = "inscribed_world"


class Holding(StrEnum):
    """Under which title the museum keeps an object."""

    UNDECIDED = "undecided"
    BASE = "base"
    REFERENCE = "reference"
    DEPOSIT = "deposit"
    COPY = "copy"
    LOAN_IN = "loan_in"


class RegisterBasis(StrEnum):
    """By what an object was entered in the register; opening lines cite their book instead."""

    NONE = "none"
    COUNCIL = "council"
    DIRECTOR = "director"
    SUPERIOR = "superior"
    STOCKTAKE = "stocktake"


class Custody(StrEnum):
    """Where an object stands between the door and the register."""

    RECEIVED = "received"
    UNDER_REVIEW = "under_review"
    ACCESSIONED = "accessioned"
    RETURNED = "returned"
    DEACCESSION_PROPOSED = "deaccession_proposed"
    DEACCESSIONED = "deaccessioned"


class InventoryState(StrEnum):
    """The highest step of registration and documentation reached without a gap."""

    NONE = "none"
    REGISTERED = "registered"
    MARKED = "marked"
    CLASSIFIED = "classified"
    COMPLETE = "complete"


class ClassificationState(StrEnum):
    """Where an object stands on the way into a classification book."""

    NONE = "none"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    CONTESTED = "contested"


class NumberKind(StrEnum):
    """Which book or hand gave a number."""

    REGISTRATION = "registration"
    CLASSIFICATION = "classification"
    ENTRY = "entry"
    OLD = "old"
    FIELD = "field"
    OTHER = "other"


class NumberState(StrEnum):
    """Whether a number stands."""

    CURRENT = "current"
    PROPOSED = "proposed"
    DUPLICATE = "duplicate"
    FORMER = "former"


STANDING_NUMBERS = (NumberState.CURRENT, NumberState.PROPOSED, NumberState.DUPLICATE)


_LABELS: tuple[tuple[StrEnum, str], ...] = (
    (ArtifactKind.OBJECT, N_("Object")),
    (ArtifactKind.DOCUMENT, N_("Document")),
    (ArtifactKind.PHOTOGRAPH, N_("Photograph")),
    (ArtifactKind.SPECIMEN, N_("Natural specimen")),
    (LegalClass.OBJECT, N_("Object without class")),
    (LegalClass.RELIC, N_("Relic")),
    (LegalClass.ANTIQUITY, N_("Antiquity")),
    (LegalClass.NATIONAL_TREASURE, N_("National treasure")),
    (DocumentaryHeritage.NONE, N_("Not documentary heritage")),
    (DocumentaryHeritage.LISTED, N_("Listed as documentary heritage")),
    (DocumentaryHeritage.NATIONAL, N_("Inscribed documentary heritage, national")),
    (DocumentaryHeritage.REGIONAL, N_("Inscribed documentary heritage, Asia-Pacific")),
    (DocumentaryHeritage.WORLD, N_("Inscribed documentary heritage, world")),
    (Holding.UNDECIDED, N_("Not yet decided")),
    (Holding.BASE, N_("Base store")),
    (Holding.REFERENCE, N_("Reference store")),
    (Holding.DEPOSIT, N_("Deposit")),
    (Holding.COPY, N_("Copy")),
    (Holding.LOAN_IN, N_("Loan in")),
    (RegisterBasis.NONE, N_("Basis not written")),
    (RegisterBasis.COUNCIL, N_("Council minutes")),
    (RegisterBasis.DIRECTOR, N_("Director's decision")),
    (RegisterBasis.SUPERIOR, N_("Transfer or merger decision of a superior body")),
    (RegisterBasis.STOCKTAKE, N_("Stocktake minutes")),
    (Custody.RECEIVED, N_("Received")),
    (Custody.UNDER_REVIEW, N_("Waiting for the council")),
    (Custody.ACCESSIONED, N_("Accessioned")),
    (Custody.RETURNED, N_("Returned")),
    (Custody.DEACCESSION_PROPOSED, N_("Removal proposed")),
    (Custody.DEACCESSIONED, N_("Removed from the register")),
    (InventoryState.NONE, N_("Not yet registered")),
    (InventoryState.REGISTERED, N_("Registered")),
    (InventoryState.MARKED, N_("Number marked")),
    (InventoryState.CLASSIFIED, N_("Classified")),
    (InventoryState.COMPLETE, N_("Dossier complete")),
    (ClassificationState.NONE, N_("Not yet classified")),
    (ClassificationState.PROPOSED, N_("Classification proposed")),
    (ClassificationState.CONFIRMED, N_("Classification confirmed")),
    (ClassificationState.SENT_BACK, N_("Classification sent back")),
    (ClassificationState.CONTESTED, N_("Classification contested")),
    (NumberKind.REGISTRATION, N_("Registration number")),
    (NumberKind.CLASSIFICATION, N_("Classification number")),
    (NumberKind.ENTRY, N_("Entry number")),
    (NumberKind.OLD, N_("Old number")),
    (NumberKind.FIELD, N_("Field number")),
    (NumberKind.OTHER, N_("Other number")),
    (NumberState.CURRENT, N_("In force")),
    (NumberState.PROPOSED, N_("Proposed")),
    (NumberState.DUPLICATE, N_("Repeated number – to be resolved")),
    (NumberState.FORMER, N_("Former")),
)


class _Labels:
    """The label of each word. Words of two lists may be spelled alike and then compare equal: the list decides too."""

    def __init__(self, labels: Iterable[tuple[StrEnum, str]]) -> None:
        self._labels = {(type(word), word.value): text for word, text in labels}

    def __getitem__(self, word: StrEnum) -> str:
        return self._labels[type(word), word.value]


ENUM_LABELS = _Labels((*_LABELS, *DIMENSION_LABELS.items()))

DIGITIZATION_LEVELS = {
    0: N_("Level 0: not digitized (register line only)"),
    1: N_("Level 1: record and identification picture"),
    2: N_("Level 2: pictures or scans to standard"),
    3: N_("Level 3: 3D model to standard"),
}


def label(word: StrEnum, locale: str) -> str:
    """A state, kind or class in the reader's language."""
    return translate(ENUM_LABELS[word], locale)


_ENTRY_NUMBER = re.compile(r"\s*[Tt]\s*\d{4}\s*[./-]\s*\d+\s*")


def kind_of_number(text: str) -> NumberKind:
    """Which kind of number a text is: 'T2026.11' was given at the door, anything else stands in the register."""
    return NumberKind.ENTRY if _ENTRY_NUMBER.fullmatch(text) else NumberKind.REGISTRATION
