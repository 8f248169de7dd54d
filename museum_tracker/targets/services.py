"""Writing values: entering, correcting and taking back what was reached, and what was reported for earlier years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import record
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.queries import reported_values
from museum_tracker.targets.rules.bands import TargetKind

VALUE_FIELDS = ("target_code", "year", "value", "done", "on", "source", "note", "reported", "evidence_name",
                "evidence_sha256", "evidence_size")  # fmt: skip
TYPED = ("year", "on", "value", "done", "source", "note")


class ValueMissing(Refusal):
    """Neither a number nor "done" was given."""

    msgid = N_("Enter what was reached.")


class ValueImpossible(Refusal):
    """A value that the target's unit cannot have."""

    msgid = N_("%(value)s is not possible for this target.")


class DayAhead(Refusal):
    """A value dated in the future."""

    msgid = N_("The date %(on)s lies in the future.")


class TargetComputed(Refusal):
    """A value was entered for a target that the catalogue computes."""

    msgid = N_(
        "This target is computed from the catalogue; only figures reported for earlier years are entered by hand."
    )


class YearCounted(Refusal):
    """A reported figure for a year that the museum counts itself."""

    msgid = N_("The year %(year)s is counted here; figures are reported for years before %(first)s only.")


class ReportedTwice(Conflict):
    """A second reported figure for the same year."""

    msgid = N_("A figure for %(year)s is entered already: correct it instead.")


class FileMissing(Refusal):
    """A reported figure without the paper that reported it."""

    msgid = N_("Add the report that the figure was taken from.")


class ValueChanged(Conflict):
    """Somebody else corrected the value in the meantime: what stood before, what they saved, what was typed here."""

    msgid = N_("Somebody else corrected this value in the meantime. Choose which version stands.")

    def __init__(self, *, before: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any], version: int) -> None:
        self.before, self.theirs, self.mine, self.version = before, theirs, mine, version
        super().__init__()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The file that proves a value, already kept under its hash."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What a person says was reached."""

    year: int
    on: dt.date
    value: float | None = None
    done: bool | None = None
    source: str = ""
    note: str = ""


def enter_value(
    session: Session,
    target: Target,
    entered: Entered,
    *,
    deed: ChangeSet,
    today: dt.date,
    evidence: Evidence | None = None,
) -> IndicatorValue:
    """Record what was reached for a target by a day, with its source and evidence.

    Raises:
        Refusal: the value is missing, impossible or dated ahead, or the catalogue computes this target.
    """
    if target.is_computed:
        raise TargetComputed(field="value")
    _judge(target, entered, today)
    return _enter(session, target, entered, evidence, deed, reported=False)


def enter_reported(
    session: Session,
    target: Target,
    entered: Entered,
    *,
    deed: ChangeSet,
    today: dt.date,
    first_counted: int | None,
    evidence: Evidence | None = None,
) -> IndicatorValue:
    """Record what was reported for a year before the museum counted here (`first_counted` is its first own year).

    Raises:
        Refusal: the value is missing or impossible, the year is counted here or entered already, the file is missing.
    """
    _judge(target, entered, today)
    if first_counted is not None and entered.year >= first_counted:
        raise YearCounted(field="year", year=str(entered.year), first=str(first_counted))
    if evidence is None:
        raise FileMissing(field="evidence")
    if (target.code, entered.year) in reported_values(session):
        raise ReportedTwice(field="year", year=str(entered.year))
    return _enter(session, target, entered, evidence, deed, reported=True)


def _enter(
    session: Session, target: Target, entered: Entered, evidence: Evidence | None, deed: ChangeSet, *, reported: bool
) -> IndicatorValue:
    value = IndicatorValue(
        target_code=target.code, user_id=deed.by.id, recorded_at=clock.now(), reported=reported, version=1
    )
    _fill(value, entered, evidence)
    session.add(value)
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, after=value_state(value))
    return value


def correct_value(
    session: Session,
    value: IndicatorValue,
    target: Target,
    entered: Entered,
    *,
    deed: ChangeSet,
    today: dt.date,
    version: int | None = None,
    evidence: Evidence | None = None,
) -> None:
    """Correct a value; the history keeps what stood before, who changed it and when. No evidence keeps the old file.

    Raises:
        ValueChanged: somebody corrected it since `version` was read.
        Refusal: as for `enter_value`.
    """
    if target.is_computed and not value.reported:
        raise TargetComputed(field="value")
    _judge(target, entered, today)
    before = value_state(value)
    if version is not None and version != value.version:
        mine = before | {name: getattr(entered, name) for name in TYPED} | {"on": entered.on.isoformat()}
        stood = _state_at(session, value, version)
        raise ValueChanged(before=stood, theirs=before, mine=mine, version=value.version)
    _fill(value, entered, evidence)
    value.version += 1
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, before=before, after=value_state(value))


def _state_at(session: Session, value: IndicatorValue, version: int) -> dict[str, Any]:
    """The value as it stood in an earlier version: the history's changes since, taken back one by one."""
    state = value_state(value)
    items = sa.select(ChangeItem).where(ChangeItem.entity == "indicator_value", ChangeItem.entity_id == value.id)
    since = session.scalars(items.order_by(ChangeItem.id.desc()).limit(max(value.version - version, 0)))
    for item in since:
        state |= item.before or {}
    return state


def void_value(session: Session, value: IndicatorValue, *, deed: ChangeSet) -> None:
    """Take a value back: it no longer counts, its row and history stay."""
    value.voided_at, value.version = clock.now(), value.version + 1
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, before=value_state(value), after=None)


def restore_value(session: Session, value: IndicatorValue, values: dict[str, Any], *, deed: ChangeSet) -> None:
    """Give a value the state that history kept (undo)."""
    before = value_state(value)
    for name, kept in values.items():
        setattr(value, name, dt.date.fromisoformat(kept) if name == "on" else kept)
    value.voided_at, value.version = None, value.version + 1
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, before=before, after=value_state(value))


def value_state(value: IndicatorValue) -> dict[str, Any]:
    """A value as history keeps it."""
    return {name: getattr(value, name) for name in VALUE_FIELDS} | {"on": value.on.isoformat()}


def _fill(value: IndicatorValue, entered: Entered, evidence: Evidence | None) -> None:
    for name in TYPED:
        setattr(value, name, getattr(entered, name))
    if evidence is not None:
        value.evidence_sha256, value.evidence_name, value.evidence_size = evidence.sha256, evidence.name, evidence.size


def _judge(target: Target, entered: Entered, today: dt.date) -> None:
    if entered.on > today:
        raise DayAhead(field="on", on=entered.on)
    if target.kind is TargetKind.MILESTONE:
        if entered.done is None:
            raise ValueMissing(field="done")
        return
    if entered.value is None:
        raise ValueMissing(field="value")
    if not 0 <= entered.value < 1e12 or (target.unit_vi == "%" and entered.value > 100):
        raise ValueImpossible(field="value", value=entered.value)
