"""What history needs to know about targets and their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.targets import services
from museum_tracker.targets.models import IndicatorValue, Plan, Target


def _name(session: Session, code: str) -> str:
    found = session.scalar(
        sa.select(Target.name_vi).where(Target.code == code).order_by(Target.version.desc()).limit(1)
    )
    return found or code


class ValueHistory(Entity):
    """Values entered by hand: read back, restored, taken back."""

    kind = N_("Target value")
    needs = Permission.ENTER_TARGET_VALUES
    fields = {  # noqa: RUF012 - read only
        "target_code": N_("Target"),
        "year": N_("Year"),
        "value": N_("Value"),
        "done": N_("Done"),
        "on": N_("Date"),
        "source": N_("Source"),
        "note": N_("Note"),
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

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Count a value again that was taken back."""
        self.apply(session, entity_id, values, deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Values may always be undone: nothing cites them until a year is closed."""
        del session, item
        return None

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
    """Plans loaded from a file."""

    kind = N_("Plan")
    fields = {"number": N_("Number"), "issued": N_("Date"), "targets": N_("Targets")}  # noqa: RUF012 - read only

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The plan's particulars."""
        plan = session.get(Plan, entity_id)
        if plan is None:
            return None
        return {"number": plan.number, "issued": plan.issued.isoformat(), "targets": len(plan.targets)}

    def label(self, session: Session, entity_id: int) -> str:
        """The plan's number."""
        plan = session.get(Plan, entity_id)
        return plan.number if plan else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The board of targets."""
        del entity_id
        return "/chi-tieu"


class TargetHistory(Entity):
    """Targets that were ended or put in force again."""

    kind = N_("Target")
    fields = {"ended_reason": N_("Why it no longer applies"), "valid_to": N_("Until")}  # noqa: RUF012 - read only

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """How the target ends."""
        target = session.get(Target, entity_id)
        if target is None:
            return None
        return {"ended_reason": target.ended_reason, "valid_to": target.valid_to and target.valid_to.isoformat()}

    def label(self, session: Session, entity_id: int) -> str:
        """The target's name."""
        target = session.get(Target, entity_id)
        return target.name_vi if target else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The target's page."""
        return f"/chi-tieu/{entity_id}"
