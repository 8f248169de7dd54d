"""The page of the working calendar: weekly days off, public holidays, the museum's own days."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.web import web_deed
from museum_tracker.targets import calendars
from museum_tracker.targets.forms import CalendarDayForm
from museum_tracker.targets.rules.working_days import (
    AT_WORK,
    DAY_KIND_LABELS,
    DAY_NAMES,
    WEEK,
    Calendar,
    lunar_known,
    noticed,
    shipped_years,
)
from museum_tracker.targets.views import bp, today
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

FIRST_YEAR, LAST_YEAR = 1990, 2100


@bp.get("/chi-tieu/lich-lam-viec")
@guard(Permission.VIEW)
def calendar() -> str:
    """The working days of a year, and every day that differs from the others of its week."""
    return _page(CalendarDayForm())


@bp.post("/chi-tieu/lich-lam-viec")
@guard(Permission.EDIT_CALENDAR)
def set_calendar_day() -> Any:
    """Put a day into the calendar, off or worked."""
    session, form = current_session(), CalendarDayForm()
    if form.validate_on_submit():
        try:
            on, works = form.on.data, form.works.data == "yes"
            action = N_("Made %(date)s a working day") if works else N_("Made %(date)s a day off")
            said = {"name": form.name.data or "", "document": form.document.data or ""}
            calendars.set_day(session, on, works=works, deed=web_deed(action, date=on), **said)
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("targets.calendar", nam=on.year), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(form), 422


@bp.post("/chi-tieu/lich-lam-viec/<int:day_id>/rut-lai")
@guard(Permission.EDIT_CALENDAR)
def void_calendar_day(day_id: int) -> Any:
    """Take a day out of the calendar; the history can bring it back."""
    session, day = current_session(), calendars.get_day(current_session(), day_id)
    calendars.void_day(session, day, deed=web_deed(N_("Took %(date)s out of the calendar"), date=day.on))
    session.commit()
    flash(_("The entry was taken back."), "success")
    return redirect(url_for("targets.calendar", nam=day.on.year), 303)


@bp.post("/chi-tieu/lich-lam-viec/tuan")
@guard(Permission.EDIT_CALENDAR)
def set_week() -> Any:
    """Choose the weekly days off."""
    session = current_session()
    chosen = [day for day in request.form.getlist("days", type=int) if 0 <= day < WEEK]
    try:
        calendars.set_weekend(session, chosen, deed=web_deed(N_("Chose the weekly days off")))
        session.commit()
        flash(_("Saved."), "success")
    except Refusal as refusal:
        session.rollback()
        flash(_(refusal.msgid), "error")
    return redirect(url_for("targets.calendar"), 303)


def _page(form: CalendarDayForm) -> str:
    session, on = current_session(), today()
    year = min(max(request.args.get("nam", type=int) or on.year, FIRST_YEAR), LAST_YEAR)
    kept = calendars.get_calendar(session)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return render_template(
        "targets/calendar.html",
        year=year,
        years=(FIRST_YEAR, LAST_YEAR),
        months=_months(kept, year),
        total=kept.working_days(first, last),
        days=[(day, _(DAY_NAMES[day.on.weekday()])) for day in kept.special_days(first, last)],
        kinds=DAY_KIND_LABELS,
        at_work=AT_WORK,
        week=[(place, _(name), place in kept.weekend) for place, name in enumerate(DAY_NAMES)],
        lunar=lunar_known(year),
        noticed=noticed(year),
        shipped=shipped_years(),
        divisor=get_profile(session).working_days,
        form=form,
        past=entity_history_html(session, calendars.WEEK_SETTING, calendars.WEEK_ID, limit=10),
    )


def _months(kept: Calendar, year: int) -> list[tuple[str, int]]:
    """Each month with its working days."""
    spans = [(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])) for month in range(1, 13)]
    return [(f"{first:%m/%Y}", kept.working_days(first, last)) for first, last in spans]
