"""What history needs to know about the working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity, UndoableEntity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.targets import calendars
from museum_tracker.targets.models import CalendarDay
from museum_tracker.targets.rules.working_days import DAY_NAMES

PAGE = "/chi-tieu/lich-lam-viec"


class DayHistory(UndoableEntity):
    """Days that the museum put into its calendar."""

    kind = N_("Calendar day")
    needs = Permission.EDIT_CALENDAR
    fields = {  # noqa: RUF012 - read only
        "on": N_("Day"),
        "works": N_("Working day"),
        "name": N_("Reason"),
        "document": N_("Deciding document"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The day as it stands; None once it was taken back."""
        day = session.get(CalendarDay, entity_id)
        return None if day is None or day.voided_at else calendars.day_state(day)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the day an earlier state again."""
        calendars.restore_day(session, session.get_one(CalendarDay, entity_id), values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take the day back."""
        calendars.void_day(session, session.get_one(CalendarDay, entity_id), deed=deed)

    def label(self, session: Session, entity_id: int) -> str:
        """The day and its name."""
        day = session.get(CalendarDay, entity_id)
        return f"{show_date(day.on, 'vi')} · {day.name}" if day else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The calendar."""
        del entity_id
        return PAGE


class WeekHistory(Entity):
    """The weekly days off."""

    kind = N_("Weekly days off")
    needs = Permission.EDIT_CALENDAR
    fields = {"off": N_("Weekly days off")}  # noqa: RUF012 - read only

    def current(self, session: Session, entity_id: int) -> dict[str, Any]:
        """The days off as they stand."""
        del entity_id
        return {"off": sorted(calendars.weekend(session))}

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Choose earlier days off again."""
        del entity_id
        calendars.set_weekend(session, values["off"], deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Nothing stands in the way."""
        del session, item
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """It has no other name."""
        del session, entity_id
        return translate(self.kind, "vi")

    def url(self, entity_id: int) -> str:
        """The calendar."""
        del entity_id
        return PAGE

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """Days of the week by their names."""
        del session, field
        return ", ".join(translate(DAY_NAMES[day], locale) for day in value or ())
