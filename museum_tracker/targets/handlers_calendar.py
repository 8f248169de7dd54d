"""What history needs to know about the working calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity, RowEntity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.targets import calendars
from museum_tracker.targets.models import CalendarDay
from museum_tracker.targets.rules.working_days import DAY_NAMES

PAGE = "/chi-tieu/lich-lam-viec"


class DayHistory(RowEntity):
    """Days that the museum put into its calendar."""

    model = CalendarDay
    state = staticmethod(calendars.day_state)
    restore = staticmethod(calendars.restore_day)
    take_back = staticmethod(calendars.void_day)
    kind = N_("Calendar day")
    needs = Permission.EDIT_CALENDAR
    fields = {  # noqa: RUF012 - read only
        "on": N_("Day"),
        "works": N_("Working day"),
        "name": N_("Reason"),
        "document": N_("Deciding document"),
    }

    def name(self, session: Session, row: Any) -> str:
        """The day and its name."""
        del session
        return f"{show_date(row.on, 'vi')} · {row.name}"

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
