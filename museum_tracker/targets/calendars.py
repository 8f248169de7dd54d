"""The museum's working calendar as it is kept: read for figures, and changed by deeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import Setting
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.targets.models import CalendarDay
from museum_tracker.targets.rules.working_days import WEEK, WEEKEND, Calendar, DayKind, SpecialDay

WEEK_SETTING = "working_week"
WEEK_ID = 1


class DayTaken(Refusal):
    """A day that the museum entered already."""

    msgid = N_("%(date)s stands in the calendar already (%(name)s): take it back first.")


class NoWorkingDay(Refusal):
    """A week without a working day."""

    msgid = N_("A week needs at least one working day.")


def get_calendar(session: Session) -> Calendar:
    """The days on which the museum works."""
    own = session.scalars(sa.select(CalendarDay).where(CalendarDay.voided_at.is_(None)))
    return Calendar(weekend=weekend(session), own={day.on: _special(day) for day in own})


def weekend(session: Session) -> frozenset[int]:
    """The weekly days off, Monday being 0; Saturday and Sunday until the museum chose others."""
    kept = session.get(Setting, WEEK_SETTING)
    return frozenset(int(day) for day in kept.value) if kept is not None else WEEKEND


def set_weekend(session: Session, days: Collection[int], *, deed: ChangeSet) -> None:
    """Choose the weekly days off.

    Raises:
        NoWorkingDay: no day of the week would be left.
    """
    chosen = sorted(set(days) & set(range(WEEK)))
    if len(chosen) >= WEEK:
        raise NoWorkingDay(field="days")
    before = sorted(weekend(session))
    kept = session.get(Setting, WEEK_SETTING)
    if kept is None:
        session.add(Setting(key=WEEK_SETTING, value=chosen))
    else:
        kept.value = chosen
    session.flush()
    record(session, deed, entity=WEEK_SETTING, entity_id=WEEK_ID, before={"off": before}, after={"off": chosen})


def set_day(
    session: Session, on: dt.date, *, works: bool, name: str, document: str = "", deed: ChangeSet
) -> CalendarDay:
    """Put a day into the calendar: off or worked, whatever its week and the public holidays say.

    Raises:
        DayTaken: the museum entered that day already.
    """
    _require_free(session, on)
    day = CalendarDay(
        on=on, works=works, name=name.strip(), document=document.strip(), user_id=deed.by.id, recorded_at=clock.now()
    )
    session.add(day)
    session.flush()
    record(session, deed, entity="calendar_day", entity_id=day.id, after=day_state(day))
    return day


def void_day(session: Session, day: CalendarDay, *, deed: ChangeSet) -> None:
    """Take a day out of the calendar: its week and the public holidays hold again."""
    before = day_state(day)
    day.voided_at = clock.now()
    session.flush()
    record(session, deed, entity="calendar_day", entity_id=day.id, before=before, after=None)


def restore_day(session: Session, day: CalendarDay, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give a day the values that history kept.

    Raises:
        DayTaken: meanwhile the same day was entered anew.
    """
    before = day_state(day) if day.voided_at is None else None
    on = dt.date.fromisoformat(values["on"]) if "on" in values else day.on
    _require_free(session, on, but=day.id)
    for name in ("works", "name", "document"):
        setattr(day, name, values.get(name, getattr(day, name)))
    day.on, day.voided_at = on, None
    session.flush()
    record(session, deed, entity="calendar_day", entity_id=day.id, before=before, after=day_state(day))


def get_day(session: Session, day_id: int) -> CalendarDay:
    """A day that the museum entered, by its id.

    Raises:
        NotFound: there is none, or it was taken back.
    """
    found = session.get(CalendarDay, day_id)
    if found is None or found.voided_at is not None:
        raise NotFound(what=Message(N_("calendar day %(id)s"), {"id": str(day_id)}))
    return found


def day_state(day: CalendarDay) -> dict[str, Any]:
    """A day as history keeps it."""
    return {"on": day.on.isoformat(), "works": day.works, "name": day.name, "document": day.document}


def _special(day: CalendarDay) -> SpecialDay:
    kind = DayKind.WORKED if day.works else DayKind.OFF
    return SpecialDay(
        on=day.on, kind=kind, name=Message("%(name)s", {"name": day.name}), id=day.id, document=day.document
    )


def _require_free(session: Session, on: dt.date, *, but: int = 0) -> None:
    query = sa.select(CalendarDay).where(CalendarDay.voided_at.is_(None), CalendarDay.on == on, CalendarDay.id != but)
    other = session.scalar(query.limit(1))
    if other is not None:
        raise DayTaken(field="on", date=on, name=other.name)
