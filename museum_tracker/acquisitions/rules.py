"""From the door to the register and out of it: which steps there are, and what each needs."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from museum_tracker.catalogue.rules import Custody, Holding, RegisterBasis
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import fold
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.vocabularies.meanings import Meanings

STEPS: dict[Custody, frozenset[Custody]] = {
    Custody.RECEIVED: frozenset({Custody.UNDER_REVIEW, Custody.ACCESSIONED, Custody.RETURNED}),
    Custody.UNDER_REVIEW: frozenset({Custody.ACCESSIONED, Custody.RETURNED, Custody.RECEIVED}),
    Custody.ACCESSIONED: frozenset({Custody.DEACCESSION_PROPOSED}),
    Custody.DEACCESSION_PROPOSED: frozenset({Custody.DEACCESSIONED, Custody.ACCESSIONED}),
    Custody.DEACCESSIONED: frozenset({Custody.ACCESSIONED}),
    Custody.RETURNED: frozenset(),
}
NOT_OWNED = frozenset({Holding.DEPOSIT, Holding.COPY, Holding.LOAN_IN})  # kept here, and never collected


def arrival_of(
    meanings: Meanings,
    holding: Holding,
    method_id: int | None,
    *,
    on: dt.date | None,
    decision_says_so: bool = False,
) -> FactKind:
    """As what an object came on a day: collected, by a merger of museums, or merely received.

    Only the museum's own is collected or merged, come in a way that means so on that day.
    """
    if holding in NOT_OWNED:
        return FactKind.RECEIVED
    if meanings.collected(method_id, decision_says_so=decision_says_so, on=on):
        return FactKind.COLLECTED
    return FactKind.MERGED if meanings.by_merger(method_id, on) else FactKind.RECEIVED


_BASES = (  # the first of these words that a text holds names the basis; its accents are folded
    (RegisterBasis.STOCKTAKE, ("kiem ke", "stocktake")),
    (
        RegisterBasis.SUPERIOR,
        ("dieu chuyen", "sap nhap", "hop nhat", "so van hoa", "so vhttdl", "ubnd", "transfer", "merger"),
    ),
    (RegisterBasis.COUNCIL, ("hoi dong", "council", "bbhd", "bb-hd", "hdkh", "bien ban hop")),
    (RegisterBasis.DIRECTOR, ("quyet dinh", "giam doc", "director", "qd-bt")),
)


def basis_named(text: str) -> RegisterBasis:
    """The kind of basis that a document named in a table is; none where its words do not say."""
    words = fold(text)
    return next((kind for kind, known in _BASES if any(word in words for word in known)), RegisterBasis.NONE)


def before_collected(registered: dt.date | None, collected: dt.date | None) -> bool:
    """Whether the last possible day of a register line lies before the first possible day of collecting."""
    return registered is not None and collected is not None and registered < collected


def may_step(now: Custody, to: Custody) -> bool:
    """Whether an object may go from one state of custody to another."""
    return to in STEPS[now]


class BatchState(StrEnum):
    """Where a meeting of the council stands."""

    OPEN = "open"
    DECIDED = "decided"


class Decision(StrEnum):
    """What the council says about one object."""

    BASE = "base"
    REFERENCE = "reference"
    RETURN = "return"
    LATER = "later"


class RemovalState(StrEnum):
    """Where the removal of an object stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DROPPED = "dropped"


DECISION_LABELS: dict[Decision, str] = {
    Decision.BASE: N_("Accept into the base store"),
    Decision.REFERENCE: N_("Accept into the reference store"),
    Decision.RETURN: N_("Return"),
    Decision.LATER: N_("Decide later"),
}
CUSTODY_AFTER: dict[Decision, Custody] = {
    Decision.BASE: Custody.ACCESSIONED,
    Decision.REFERENCE: Custody.ACCESSIONED,
    Decision.RETURN: Custody.RETURNED,
    Decision.LATER: Custody.RECEIVED,
}
HOLDING_AFTER: dict[Decision, Holding] = {Decision.BASE: Holding.BASE, Decision.REFERENCE: Holding.REFERENCE}
NEEDS_REASON = frozenset({Decision.RETURN})


def custody_proved(shown: Custody, stocks: int, flows: int) -> Custody:
    """Where the facts prove that an object stands; a step they know nothing of (before the council) stays as shown."""
    if flows & BIT[Measure.REMOVED]:
        return Custody.DEACCESSIONED
    if flows & BIT[Measure.RETURNED]:
        return Custody.RETURNED
    waits = shown in {Custody.RECEIVED, Custody.UNDER_REVIEW}
    return Custody.ACCESSIONED if stocks & BIT[Measure.REGISTERED] and waits else shown
