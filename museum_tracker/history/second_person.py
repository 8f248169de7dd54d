"""Nobody confirms their own work: the one rule of two persons, and what a museum with few people may do instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import Setting
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.recording import record

KEY = "small_museum"
ENTITY = "second_person"


class Duty(StrEnum):
    """What one person proposes or makes and another confirms."""

    CLASSIFICATION = "classification"
    MEDIA = "media"
    REMOVAL = "removal"
    REPORT = "report"


DUTY_LABELS: dict[Duty, str] = {
    Duty.CLASSIFICATION: N_("Confirming a classification"),
    Duty.MEDIA: N_("Approving a picture or model"),
    Duty.REMOVAL: N_("Deciding a removal"),
    Duty.REPORT: N_("Checking a report"),
}


class OwnWork(Refusal):
    """Somebody was about to confirm what they proposed or made themselves."""

    msgid = N_(
        "Nobody confirms their own work: another person decides. Only a museum with few people, by the director's "
        "decision, lets the same person do so, with the reason or with a named witness from outside."
    )
    status = 403


class DecisionMissing(Refusal):
    """The decision on a small museum has a number and a date."""

    msgid = N_("The decision needs its number and its date, and the date has come.")


@dataclass(frozen=True)
class SmallMuseum:
    """The director's decision by which duties may be joined; one carried over from before has no number yet."""

    number: str = ""
    on: str = ""

    @property
    def day(self) -> dt.date | None:
        """The day of the decision."""
        return dt.date.fromisoformat(self.on) if self.on else None


def small_museum(session: Session) -> SmallMuseum | None:
    """The decision in force, or None: then two persons are always two."""
    kept = session.get(Setting, KEY)
    return SmallMuseum(**kept.value) if kept and kept.value else None


def decide_small_museum(session: Session, number: str, on: dt.date | None, *, deed: ChangeSet) -> None:
    """Let duties be joined by a numbered and dated decision.

    Raises:
        DecisionMissing
    """
    if not number.strip() or on is None or on > clock.local(deed.at).date():
        raise DecisionMissing(field="number" if not number.strip() else "on")
    _put(session, {"number": number.strip()[:100], "on": on.isoformat()}, deed)


def end_small_museum(session: Session, *, deed: ChangeSet) -> None:
    """Say that two persons are two again."""
    _put(session, {}, deed)


def _put(session: Session, value: dict[str, str], deed: ChangeSet) -> None:
    kept = session.get(Setting, KEY)
    before = dict(kept.value) if kept else {}
    if kept is None:
        session.add(Setting(key=KEY, value=value))
    else:
        kept.value = value
    session.flush()
    after = {name: value.get(name, "") for name in ("number", "on")}
    record(session, deed, entity=KEY, entity_id=1, before={name: before.get(name, "") for name in after}, after=after)


def require_second_person(
    session: Session,
    authors: Collection[int],
    *,
    duty: Duty,
    thing: str,
    deed: ChangeSet,
    reason: str = "",
    witness: str = "",
) -> bool:
    """Refuse that somebody confirms their own work; answers whether a small museum's exception was used, and notes it.

    Raises:
        OwnWork: the person is one of the authors, and no decision lets them, or neither reason nor witness is given.
    """
    if deed.user_id not in authors:
        return False
    decision = small_museum(session)
    if decision is None or not (reason.strip() or witness.strip()):
        raise OwnWork
    said = {"duty": duty.value, "thing": thing, "reason": reason.strip(), "witness": witness.strip()}
    record(
        session, deed, entity=ENTITY, entity_id=deed.user_id, before=None, after={**said, "decision": decision.number}
    )
    return True


def uses(first: dt.datetime, after: dt.datetime) -> sa.Select[ChangeItem]:
    """The uses of the exception between two moments, oldest first."""
    found = sa.select(ChangeItem).join(ChangeItem.change_set).where(ChangeItem.entity == ENTITY)
    return found.where(ChangeSet.at >= first, ChangeSet.at < after).order_by(ChangeItem.id)


def latest_uses(session: Session, *, limit: int = 50) -> Sequence[ChangeItem]:
    """The latest uses of the exception."""
    query = sa.select(ChangeItem).where(ChangeItem.entity == ENTITY).order_by(ChangeItem.id.desc()).limit(limit)
    return session.scalars(query.options(joinedload(ChangeItem.change_set).joinedload(ChangeSet.by))).all()
