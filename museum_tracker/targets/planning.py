"""Writing plans and targets: loading and trying a plan, revising a target, saying that one no longer applies."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.queries import list_populations
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.targets.counters import COUNTERS
from museum_tracker.targets.models import Plan, Target
from museum_tracker.targets.queries import list_plans, versions_of
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_check import Known, target_faults
from museum_tracker.targets.rules.plan_data import Fault, PlanData, TargetData, fault
from museum_tracker.targets.rules.plan_export import write_plan
from museum_tracker.targets.rules.plan_file import Examined, PlanRefused, examine
from museum_tracker.targets.rules.plan_words import Computed, Scope

SHIPPED = Path(__file__).parent / "data" / "plan_74.toml"
TARGET_FIELDS = tuple(field.name for field in fields(TargetData))
ENUMS = {"scope": Scope, "kind": TargetKind, "computed": Computed}
DAYS = frozenset({"valid_from", "valid_to"})


class DocumentMissing(Refusal):
    """A target was revised without naming the paper that decides it."""

    msgid = N_("Name the document that decides the revised target.")


class RevisionEarly(Refusal):
    """A revision that would begin before the version it revises."""

    msgid = N_("The revision must begin after %(start)s, the day from which the present version applies.")


class TargetRevised(Conflict):
    """Somebody revised the target in the meantime."""

    msgid = N_("Version %(version)s of this target was made in the meantime. Look at it before revising again.")


class NothingRevised(Refusal):
    """A revision that changes nothing."""

    msgid = N_("Nothing differs from the present version: no revision was made.")


class ReasonMissing(Refusal):
    """A target or plan was ended without a reason."""

    msgid = N_("Say why it no longer applies.")


def install_shipped_plan(session: Session) -> None:
    """Put Plan 74 with its fifty targets into a database that has no plan yet."""
    if session.scalar(sa.select(sa.func.count()).select_from(Plan)) == 0:
        found = examine(SHIPPED.read_text(encoding="utf-8"))
        if found.plan is None or found.faults:
            raise PlanRefused(found.faults)
        _store(session, found.plan, found.targets)


def try_plan(session: Session, text: str, *, instead: bool = False) -> Examined:
    """Read a plan's file and say everything that is wrong with it for this museum; nothing is stored.

    `instead` judges it as taking the place of the plans that are in force now.

    Raises:
        PlanUnreadable: the file is no plan at all.
    """
    found = examine(text, known_here(session))
    if found.plan is None:
        return found
    faults = [*found.faults, *_clashes(session, found.plan, found.targets, instead=instead)]
    return Examined(plan=found.plan, targets=found.targets, faults=tuple(faults), remarks=found.remarks)


def load_plan(session: Session, text: str, *, deed: ChangeSet, instead: bool = False, reason: str = "") -> Plan:
    """Load a plan from a TOML file, all of it or nothing; `instead` ends the plans now in force, with a reason.

    Raises:
        PlanUnreadable: the file is no plan at all.
        PlanRefused: something in it is impossible here; each fault names its target and field.
    """
    found = try_plan(session, text, instead=instead)
    if found.faults or found.plan is None:
        raise PlanRefused(found.faults)
    for old in list_plans(session) if instead else ():
        if old.ended_on is None:
            end_plan(session, old, reason=reason or found.plan.number, on=found.plan.issued, deed=deed)
    plan = _store(session, found.plan, found.targets)
    after = {"number": plan.number, "issued": plan.issued.isoformat(), "targets": len(plan.targets)}
    record(session, deed, entity="plan", entity_id=plan.id, after=after)
    return plan


def known_here(session: Session) -> Known:
    """The populations and counters that a target may name in this museum."""
    return Known(populations={one.code for one in list_populations(session)}, counters=set(COUNTERS))


def _clashes(session: Session, plan: PlanData, targets: tuple[TargetData, ...], *, instead: bool) -> list[Fault]:
    found = []
    taken: dict[str, str] = {}
    for old in list_plans(session):
        if old.code == plan.code:
            msgid = N_(
                "%(place)s: a plan with this %(field)s was loaded before (%(number)s); revise its targets one by one."
            )
            found.append(fault("", "id", msgid, number=old.number))
        elif old.ended_on is None and not instead:
            taken |= {target.code: old.number for target in old.targets}
    msgid = N_("%(place)s: plan %(number)s, which is in force, has a target with the same %(field)s.")
    codes = dict.fromkeys(target.code for target in targets if target.code in taken)
    return found + [fault(code, "id", msgid, number=taken[code]) for code in codes]


def _store(session: Session, data: PlanData, targets: tuple[TargetData, ...]) -> Plan:
    plan = Plan(**vars(data))
    plan.targets = [
        Target(position=place, **vars(target) | {"valid_from": target.valid_from or data.issued})
        for place, target in enumerate(targets, 1)
    ]
    session.add(plan)
    session.flush()
    return plan


def export_plan(plan: Plan) -> str:
    """The plan with every version of its targets as a TOML file that loads again as the same plan."""
    data = PlanData(**{field.name: getattr(plan, field.name) for field in fields(PlanData)})
    standing = [target for target in plan.targets if target.voided_at is None]
    standing.sort(key=lambda target: (target.position, target.version))
    return write_plan(data, [target_data(target) for target in standing])


def target_data(target: Target) -> TargetData:
    """A version of a target as values."""
    return TargetData(**{name: getattr(target, name) for name in TARGET_FIELDS})


def revise_target(session: Session, target: Target, data: TargetData, *, deed: ChangeSet) -> Target:
    """Make the next version of a target from `data.valid_from` on, with the document that decides it.

    The version before ends the day before; its values and the years it judged stay as they were.

    Raises:
        Refusal: the document or first day is missing or too early, nothing differs, somebody revised it meanwhile.
        PlanRefused: the numbers are impossible.
    """
    newest = versions_of(session, target)[0]
    if newest.id != target.id:
        raise TargetRevised(version=str(newest.version))
    if not data.document.strip():
        raise DocumentMissing(field="document")
    start = target.valid_from or target.plan.issued
    if data.valid_from is None or data.valid_from <= start:
        raise RevisionEarly(field="valid_from", start=start)
    if _promised(data) == _promised(target_data(target)):
        raise NothingRevised
    faults = target_faults(data, known_here(session))
    if faults:
        raise PlanRefused(faults)
    before = {"valid_to": _day(target.valid_to)}
    target.valid_to = data.valid_from - dt.timedelta(days=1)
    record(
        session, deed, entity="target", entity_id=target.id, before=before, after={"valid_to": _day(target.valid_to)}
    )
    values = vars(data) | {"version": _next_version(session, target), "code": target.code}
    made = Target(plan_id=target.plan_id, position=target.position, **values)
    session.add(made)
    session.flush()
    record(session, deed, entity="target", entity_id=made.id, after=target_state(made))
    return made


def _next_version(session: Session, target: Target) -> int:
    # Versions taken back keep their number, so it is counted over all of them.
    query = sa.select(sa.func.max(Target.version)).where(Target.plan_id == target.plan_id, Target.code == target.code)
    return (session.scalar(query) or 0) + 1


def _promised(data: TargetData) -> dict[str, Any]:
    """What a target promises, without what only says when and by which paper."""
    left_out = {"version", "document", "valid_from", "valid_to", "ended_reason"}
    return {name: value for name, value in vars(data).items() if name not in left_out}


def end_target(session: Session, target: Target, *, reason: str, on: dt.date, deed: ChangeSet) -> None:
    """Say that a target no longer applies, and why; an empty reason puts it in force again."""
    before = _ending(target)
    target.ended_reason = reason.strip()
    target.valid_to = on if target.ended_reason else None
    session.flush()
    record(session, deed, entity="target", entity_id=target.id, before=before, after=_ending(target))


def _ending(target: Target) -> dict[str, Any]:
    return {"ended_reason": target.ended_reason, "valid_to": _day(target.valid_to)}


def end_plan(session: Session, plan: Plan, *, reason: str, on: dt.date, deed: ChangeSet) -> None:
    """Take a plan off the board from a day on, with the reason; an empty reason puts it back."""
    before = plan_state(plan)
    plan.ended_reason = reason.strip()
    plan.ended_on = on if plan.ended_reason else None
    session.flush()
    record(session, deed, entity="plan", entity_id=plan.id, before=before, after=plan_state(plan))


def plan_state(plan: Plan) -> dict[str, Any]:
    """How a plan ends, as history keeps it."""
    return {"ended_on": _day(plan.ended_on), "ended_reason": plan.ended_reason}


def restore_plan(session: Session, plan: Plan, values: dict[str, Any], *, deed: ChangeSet) -> None:
    """Give a plan the ending that history kept (undo)."""
    kept = values.get("ended_on")
    on = dt.date.fromisoformat(kept) if kept else clock.now().date()
    end_plan(session, plan, reason=str(values.get("ended_reason") or ""), on=on, deed=deed)


def target_state(target: Target) -> dict[str, Any]:
    """A version of a target as history keeps it."""
    values = {name: getattr(target, name) for name in TARGET_FIELDS}
    return {name: _day(value) if isinstance(value, dt.date) else value for name, value in values.items()}


def restore_target(session: Session, target: Target, values: dict[str, Any], *, deed: ChangeSet) -> None:
    """Give a version of a target the state that history kept (undo)."""
    before = {name: target_state(target)[name] for name in values}
    for name, kept in values.items():
        day = dt.date.fromisoformat(kept) if name in DAYS and kept else None
        setattr(target, name, day if name in DAYS else ENUMS.get(name, lambda word: word)(kept))
    target.voided_at = None
    session.flush()
    record(session, deed, entity="target", entity_id=target.id, before=before, after=values)


def void_target(session: Session, target: Target, *, deed: ChangeSet) -> None:
    """Take a revision back: the version is hidden and counts no more (undo)."""
    target.voided_at = clock.now()
    session.flush()
    record(session, deed, entity="target", entity_id=target.id, before=target_state(target), after=None)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
