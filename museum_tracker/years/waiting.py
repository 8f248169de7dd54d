"""The ended years whose figures are not closed: the director's first work, unless the museum never closes years."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile, profile_values, put_profile
from museum_tracker.core.periods import Period
from museum_tracker.core.work import Work, add_work
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.years.models import ReportingYear, YearClose

MOST = 30
PROFILE_ID = 1


def waiting_years(session: Session, on: dt.date) -> list[Period]:
    """The years that are over and not closed, the latest first.

    They begin after the last year that was closed, or with the year in which the museum began to work here.
    """
    profile = get_profile(session)
    if not profile.closes_years:
        return []
    running = profile.year_on(on)
    last = session.scalar(sa.select(sa.func.max(YearClose.year)))
    first = last + 1 if last is not None else _begun(session, running)
    kept = {row.year: row for row in session.scalars(sa.select(ReportingYear).where(ReportingYear.year >= first))}
    found = []
    for year in range(running - 1, max(first, running - MOST) - 1, -1):
        span = (kept[year].start, kept[year].end) if year in kept else profile.year_span(year)
        if span[1] < on:
            found.append(Period(year, *span))
    return found


def register() -> None:
    """Put the years to close first among the work that waits."""
    add_work(
        Work(
            name="years_to_close",
            label=N_("Years to close"),
            count=lambda session, _user: len(waiting_years(session, clock.today())),
            detail=lambda session, _user: _named(waiting_years(session, clock.today())),
            url="/nam",
            permission=Permission.CLOSE_YEAR.value,
            order=-100,
            icon="lock",
        )
    )


def choose_closing(session: Session, *, closes: bool, deed: ChangeSet) -> None:
    """Say whether the museum closes its years at all; the history keeps who said so, and takes it back."""
    before = get_profile(session)
    after = replace(before, closes_years=closes)
    put_profile(session, after)
    old, new = profile_values(before), profile_values(after)
    record(session, deed, entity="museum", entity_id=PROFILE_ID, before=old, after=new)


def _begun(session: Session, running: int) -> int:
    """The reporting year in which the first change was made here."""
    first = session.scalar(sa.select(ChangeSet.at).order_by(ChangeSet.id).limit(1))
    return running if first is None else get_profile(session).year_on(clock.local(first).date())


def _named(years: list[Period]) -> Message | None:
    if not years:
        return None
    named: dict[str, Any] = {"years": ", ".join(str(year.year) for year in years), "date": years[0].end}
    return Message(N_("%(years)s; the latest ended on %(date)s"), named)
