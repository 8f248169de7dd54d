"""What history needs to know about targets and their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.entities import Entity, UndoableEntity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.targets import planning, scenarios, services, visitors
from museum_tracker.targets.differences import FIELD_LABELS, show_field
from museum_tracker.targets.models import IndicatorValue, Plan, Scenario, Target, VisitorCount
from museum_tracker.targets.rules.visits import Span


def _name(session: Session, code: str) -> str:
    found = session.scalar(
        sa.select(Target.name_vi).where(Target.code == code).order_by(Target.version.desc()).limit(1)
    )
    return found or code


class ValueHistory(UndoableEntity):
    """Values entered by hand: read back, restored, taken back."""

    kind = N_("Target value")
    needs = Permission.ENTER_TARGET_VALUES
    fields = {  # noqa: RUF012 - read only
        "target_code": N_("Target"),
        "year": N_("Year"),
        "value": N_("Value"),
        "done": N_("Done"),
        "on": N_("Date"),
        "source": N_("Source of the figure"),
        "note": N_("Note"),
        "reported": N_("Reported figure"),
        "evidence_name": N_("Evidence"),
    }
    private = frozenset({"evidence_sha256", "evidence_size"})

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The value as it stands; None once it was taken back."""
        value = session.get(IndicatorValue, entity_id)
        return None if value is None or value.voided_at else services.value_state(value)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the value an earlier state again."""
        services.restore_value(session, session.get_one(IndicatorValue, entity_id), dict(values), deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take the value back."""
        services.void_value(session, session.get_one(IndicatorValue, entity_id), deed=deed)

    def label(self, session: Session, entity_id: int) -> str:
        """The target's name and the year."""
        value = session.get(IndicatorValue, entity_id)
        return f"{_name(session, value.target_code)} · {value.year}" if value else str(entity_id)

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A target by its name, a year without grouping."""
        if field == "target_code":
            return _name(session, str(value))
        return str(value) if field == "year" else super().show_value(session, field, value, locale)


class PlanHistory(Entity):
    """Plans loaded from a file, and plans that another one replaced."""

    kind = N_("Plan")
    needs = Permission.EDIT_TARGETS
    fields = {  # noqa: RUF012 - read only
        "number": N_("Number"),
        "issued": N_("Date"),
        "targets": N_("Targets"),
        "ended_on": N_("Until"),
        "ended_reason": N_("Why it no longer applies"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The plan's particulars."""
        plan = session.get(Plan, entity_id)
        if plan is None:
            return None
        told = {"number": plan.number, "issued": plan.issued.isoformat(), "targets": len(plan.targets)}
        return told | planning.plan_state(plan)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Put the plan back on the board, or take it off again."""
        planning.restore_plan(session, session.get_one(Plan, entity_id), dict(values), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A plan that was loaded stays; another one may take its place."""
        del session
        if item.before is None:
            return Message(N_("A plan that was loaded stays: take it off the board instead."))
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The plan's number."""
        plan = session.get(Plan, entity_id)
        return plan.number if plan else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The plans."""
        del entity_id
        return "/chi-tieu/ke-hoach"


class TargetHistory(UndoableEntity):
    """Targets that were revised, ended or put in force again."""

    kind = N_("Target")
    needs = Permission.EDIT_TARGETS
    fields = FIELD_LABELS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """What this version of the target promises; None once it was taken back."""
        target = session.get(Target, entity_id)
        return None if target is None or target.voided_at else planning.target_state(target)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give this version an earlier state again."""
        planning.restore_target(session, session.get_one(Target, entity_id), dict(values), deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take a revision back."""
        planning.void_target(session, session.get_one(Target, entity_id), deed=deed)

    def label(self, session: Session, entity_id: int) -> str:
        """The target's name."""
        target = session.get(Target, entity_id)
        return target.name_vi if target else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The target's page."""
        return f"/chi-tieu/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """Words of a plan by their names, years without grouping."""
        return show_field(field, value, locale) or super().show_value(session, field, value, locale)


class VisitorHistory(UndoableEntity):
    """Visits by day or month: read back, restored, taken back."""

    kind = N_("Visits")
    needs = Permission.ENTER_TARGET_VALUES
    fields = {  # noqa: RUF012 - read only
        "first": N_("First day"),
        "last": N_("Last day"),
        "visitors": N_("Visits"),
        "source": N_("Source of the figure"),
        "note": N_("Note"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The entry as it stands; None once it was taken back."""
        count = session.get(VisitorCount, entity_id)
        return None if count is None or count.voided_at else visitors.visits_state(count)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the entry an earlier state again."""
        visitors.restore_visits(session, session.get_one(VisitorCount, entity_id), values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take the entry back."""
        visitors.void_visits(session, session.get_one(VisitorCount, entity_id), deed=deed)

    def label(self, session: Session, entity_id: int) -> str:
        """The days."""
        count = session.get(VisitorCount, entity_id)
        return Span(count.first, count.last).message.text("vi") if count else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The page of visits."""
        del entity_id
        return "/chi-tieu/khach-tham-quan"


class ScenarioHistory(UndoableEntity):
    """What-ifs that were kept and taken away."""

    kind = N_("Scenario")
    needs = Permission.SAVE_SCENARIOS
    fields = {  # noqa: RUF012 - read only
        "name": N_("Name of the scenario"),
        "population": N_("Population"),
        "measure": N_("Level"),
        "share": N_("Goal"),
        "due": N_("Due"),
        "pace": N_("Digitized a year"),
        "growth": N_("Collected a year"),
        "note": N_("Note"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The scenario; None once it was taken away."""
        found = session.get(Scenario, entity_id)
        return None if found is None or found.voided_at else scenarios.scenario_state(found)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take the scenario away."""
        scenarios.void_scenario(session, session.get_one(Scenario, entity_id), deed=deed)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Bring back a scenario that was taken away."""
        del values
        scenarios.revive_scenario(session, session.get_one(Scenario, entity_id), deed=deed)

    def label(self, session: Session, entity_id: int) -> str:
        """Its name."""
        found = session.get(Scenario, entity_id)
        return found.name if found else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The page that draws it."""
        return f"/phuong-an?phuong-an={entity_id}"
