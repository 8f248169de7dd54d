"""What history needs to know about targets and their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.entities import Entity, RowEntity
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


class ValueHistory(RowEntity):
    """Values entered by hand: read back, restored, taken back."""

    model = IndicatorValue
    state = staticmethod(services.value_state)
    restore = staticmethod(services.restore_value)
    take_back = staticmethod(services.void_value)
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

    def name(self, session: Session, row: Any) -> str:
        """The target's name and the year."""
        return f"{_name(session, row.target_code)} · {row.year}"

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


class TargetHistory(RowEntity):
    """Targets that were revised, ended or put in force again."""

    model = Target
    state = staticmethod(planning.target_state)
    restore = staticmethod(planning.restore_target)
    take_back = staticmethod(planning.void_target)
    kind = N_("Target")
    needs = Permission.EDIT_TARGETS
    fields = FIELD_LABELS

    def name(self, session: Session, row: Any) -> str:
        """The target's name."""
        del session
        return str(row.name_vi)

    def url(self, entity_id: int) -> str:
        """The target's page."""
        return f"/chi-tieu/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """Words of a plan by their names, years without grouping."""
        return show_field(field, value, locale) or super().show_value(session, field, value, locale)


class VisitorHistory(RowEntity):
    """Visits by day or month: read back, restored, taken back."""

    model = VisitorCount
    state = staticmethod(visitors.visits_state)
    restore = staticmethod(visitors.restore_visits)
    take_back = staticmethod(visitors.void_visits)
    kind = N_("Visits")
    needs = Permission.ENTER_TARGET_VALUES
    fields = {  # noqa: RUF012 - read only
        "first": N_("First day"),
        "last": N_("Last day"),
        "visitors": N_("Visits"),
        "source": N_("Source of the figure"),
        "note": N_("Note"),
    }

    def name(self, session: Session, row: Any) -> str:
        """The days."""
        del session
        return Span(row.first, row.last).message.text("vi")

    def url(self, entity_id: int) -> str:
        """The page of visits."""
        del entity_id
        return "/chi-tieu/khach-tham-quan"


class ScenarioHistory(RowEntity):
    """What-ifs that were kept and taken away."""

    model = Scenario
    state = staticmethod(scenarios.scenario_state)
    take_back = staticmethod(scenarios.void_scenario)
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

    def name(self, session: Session, row: Any) -> str:
        """What it was called."""
        del session
        return str(row.name)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Bring back a scenario that was taken away."""
        del values
        scenarios.revive_scenario(session, session.get_one(Scenario, entity_id), deed=deed)

    def url(self, entity_id: int) -> str:
        """The page that draws it."""
        return f"/phuong-an?phuong-an={entity_id}"
