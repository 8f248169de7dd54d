"""By what an object is entered in the register, and on which day it may be: asked at every door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.models import CouncilBatch, CouncilItem
from museum_tracker.acquisitions.rules import HOLDING_AFTER, BatchState, before_collected
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import RegisterBasis
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile

NUMBER_AND_DAY = "số %(number)s ngày %(date)s"  # as the register writes it, whatever the reader's language


class BasisMissing(Refusal):
    """A register line names by what it is entered."""

    msgid = N_(
        "“%(label)s”: say by what it is entered in the register: council minutes, a decision or stocktake minutes, "
        "with number and day."
    )


class NotAccepted(Conflict):
    """No minutes of the council accept the object."""

    msgid = N_(
        "The council has not accepted “%(label)s”: put it before a meeting first, or name the decision by which it is "
        "entered."
    )


class CouncilDecides(Refusal):
    """Where there is a council, the director alone enters nothing."""

    msgid = N_(
        "This museum has a council: a director's decision alone enters nothing in the register. A museum without one "
        "says so in its profile."
    )


class EarlyRegistration(Refusal):
    """The register line is older than the object's coming."""

    msgid = N_(
        "“%(label)s” would be registered on %(registered)s, before it was collected on %(collected)s: correct one of "
        "the days, or give the reason."
    )


@dataclass(frozen=True, kw_only=True)
class Basis:
    """By what an object is entered in the register; `batch_id` is the council's meeting whose minutes accept it."""

    kind: RegisterBasis
    document: str = ""
    batch_id: int | None = None

    @property
    def values(self) -> dict[str, object]:
        """What the fact of the register line keeps."""
        batch = {"batch_id": self.batch_id} if self.batch_id else {}
        return {"basis": self.kind.value, "basis_document": self.document, **batch}

    @property
    def columns(self) -> dict[str, object]:
        """What the record keeps."""
        return {"register_basis": self.kind.value, "register_basis_text": self.document}


def written(number: str, on: dt.date | None) -> str:
    """A document by its number and day; empty while one of them is missing."""
    return NUMBER_AND_DAY % {"number": number.strip(), "date": date(on, "vi")} if number.strip() and on else ""


def acceptance(session: Session, artifact_id: int) -> CouncilItem | None:
    """The last decision of a council that accepts an object."""
    query = (
        sa.select(CouncilItem)
        .join(CouncilBatch)
        .where(
            CouncilItem.artifact_id == artifact_id,
            CouncilBatch.state == BatchState.DECIDED,
            CouncilItem.decision.in_(HOLDING_AFTER),
        )
    )
    return session.scalar(query.order_by(CouncilItem.id.desc()).limit(1))


def settle_basis(session: Session, artifact: Artifact, wanted: Basis | None) -> Basis:
    """The basis of a register line: the one named, else the council's minutes that accept the object.

    Raises:
        BasisMissing: none is named, or its document is not.
        NotAccepted: no minutes accept the object.
        CouncilDecides: the museum has a council, and only the director has decided.
    """
    accepted = acceptance(session, artifact.id)
    named = wanted.kind if wanted else RegisterBasis.NONE
    if named is RegisterBasis.COUNCIL or (named is RegisterBasis.NONE and accepted):
        if accepted is None:
            raise NotAccepted(field="basis", label=artifact.label)
        document = written(accepted.batch.minutes_number, accepted.batch.met_on)
        return Basis(kind=RegisterBasis.COUNCIL, document=document, batch_id=accepted.batch_id)
    if wanted is None or named is RegisterBasis.NONE or not wanted.document.strip():
        raise BasisMissing(field="basis", label=artifact.label)
    require_allowed(session, named)
    return wanted


def require_allowed(session: Session, kind: RegisterBasis) -> None:
    """Refuse a director's decision as the basis where the museum has a council.

    Raises:
        CouncilDecides
    """
    if kind is RegisterBasis.DIRECTOR and not get_profile(session).without_council:
        raise CouncilDecides(field="basis")


def refuse_early(artifact: Artifact, registered: dt.date | None, *, reason: str = "") -> None:
    """Refuse a register line from before the object came, unless the reason is given; opening evidence is not asked.

    Raises:
        EarlyRegistration
    """
    collected = artifact.collected_earliest
    if before_collected(registered, collected) and not reason.strip():
        raise EarlyRegistration(field="on", label=artifact.label, registered=registered, collected=collected)
