"""Writing plans and values: loading a plan, entering, correcting and taking back what was reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.targets.models import IndicatorValue, Plan, Target
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_file import PlanData, TargetData, read_plan

SHIPPED = Path(__file__).parent / "data" / "plan_74.toml"
VALUE_FIELDS = ("target_code", "year", "value", "done", "on", "source", "note", "evidence_name", "evidence_sha256",
                "evidence_size")  # fmt: skip


class PlanKnown(Conflict):
    """A plan with the same code was loaded before."""

    msgid = N_("Plan %(number)s has been loaded before. Its targets are revised one by one.")


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

    msgid = N_("This target is computed from the catalogue; no value is entered by hand.")


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


def install_shipped_plan(session: Session) -> None:
    """Put Plan 74 with its fifty targets into a database that has no plan yet."""
    if session.scalar(sa.select(sa.func.count()).select_from(Plan)) == 0:
        plan, targets = read_plan(SHIPPED.read_text(encoding="utf-8"))
        _store(session, plan, targets)


def load_plan(session: Session, text: str, *, deed: ChangeSet) -> Plan:
    """Load a plan from a TOML file, all of it or nothing.

    Raises:
        PlanUnreadable, PlanWrong, BandUpsideDown, TargetTwice: the file is wrong; the refusal names the place.
        PlanKnown: the plan is there already.
    """
    data, targets = read_plan(text)
    if session.scalar(sa.select(Plan.id).where(Plan.code == data.code)) is not None:
        raise PlanKnown(number=data.number)
    plan = _store(session, data, targets)
    after = {"number": data.number, "issued": data.issued.isoformat(), "targets": len(targets)}
    record(session, deed, entity="plan", entity_id=plan.id, after=after)
    return plan


def _store(session: Session, data: PlanData, targets: list[TargetData]) -> Plan:
    plan = Plan(**vars(data))
    plan.targets = [
        Target(position=place, valid_from=data.issued, **vars(target)) for place, target in enumerate(targets, 1)
    ]
    session.add(plan)
    session.flush()
    return plan


def end_target(session: Session, target: Target, *, reason: str, on: dt.date, deed: ChangeSet) -> None:
    """Say that a target no longer applies, and why; an empty reason puts it in force again."""
    before = _ending(target)
    target.ended_reason = reason.strip()
    target.valid_to = on if target.ended_reason else None
    session.flush()
    record(session, deed, entity="target", entity_id=target.id, before=before, after=_ending(target))


def _ending(target: Target) -> dict[str, Any]:
    return {"ended_reason": target.ended_reason, "valid_to": target.valid_to and target.valid_to.isoformat()}


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
    _judge(target, entered, today)
    value = IndicatorValue(target_code=target.code, user_id=deed.by.id, recorded_at=clock.now())
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
    evidence: Evidence | None = None,
) -> None:
    """Correct a value; the history keeps what stood before, who changed it and when. No evidence keeps the old file.

    Raises:
        Refusal: as for `enter_value`.
    """
    _judge(target, entered, today)
    before = value_state(value)
    _fill(value, entered, evidence)
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, before=before, after=value_state(value))


def void_value(session: Session, value: IndicatorValue, *, deed: ChangeSet) -> None:
    """Take a value back: it no longer counts, its row and history stay."""
    value.voided_at = clock.now()
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, before=value_state(value), after=None)


def restore_value(session: Session, value: IndicatorValue, values: dict[str, Any], *, deed: ChangeSet) -> None:
    """Give a value the state that history kept (undo)."""
    before = value_state(value)
    for name, kept in values.items():
        setattr(value, name, dt.date.fromisoformat(kept) if name == "on" else kept)
    value.voided_at = None
    session.flush()
    record(session, deed, entity="indicator_value", entity_id=value.id, before=before, after=value_state(value))


def value_state(value: IndicatorValue) -> dict[str, Any]:
    """A value as history keeps it."""
    return {name: getattr(value, name) for name in VALUE_FIELDS} | {"on": value.on.isoformat()}


def _fill(value: IndicatorValue, entered: Entered, evidence: Evidence | None) -> None:
    for name in ("year", "on", "value", "done", "source", "note"):
        setattr(value, name, getattr(entered, name))
    if evidence is not None:
        value.evidence_sha256, value.evidence_name, value.evidence_size = evidence.sha256, evidence.name, evidence.size


def _judge(target: Target, entered: Entered, today: dt.date) -> None:
    if target.is_computed:
        raise TargetComputed(field="value")
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
