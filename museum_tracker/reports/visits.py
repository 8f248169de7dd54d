"""Visits of a period beside those of the same days a year before, as far as both were entered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.dates import a_year_after, a_year_before
from museum_tracker.reports.rules.periods import ReportPeriod, SpanKind
from museum_tracker.targets.counters import VISITORS
from museum_tracker.targets.models import VisitorCount
from museum_tracker.targets.queries import all_values, list_targets
from museum_tracker.targets.rules.bands import YEARLY
from museum_tracker.targets.visitors import sum_visitors


@dataclass(frozen=True, kw_only=True)
class Visits:
    """How many people came until a day; `compared` of them in the days up to `cut`, `before` in the same days earlier.

    `whole_before` is what is known of the whole year before where its days are not.
    """

    visitors: int
    until: dt.date
    compared: int | None = None
    before: int | None = None
    cut: dt.date | None = None
    whole_before: int | None = None


def visits_of(session: Session, period: ReportPeriod, earlier: ReportPeriod, as_of: dt.date) -> Visits | None:
    """The visits of a period up to a day, and those of a year before; None where none were entered.

    A year before runs to the same day. Where the entries of either year end earlier, or one of them crosses that day,
    both are compared up to the last day that both hold whole.
    """
    yearly = period.kind is SpanKind.YEAR
    counted = sum_visitors(session, period.start, as_of)
    if counted is None:
        return _entered(session, period.year, as_of) if yearly else None
    until = _last_entered(session, period.start, as_of)
    whole = as_of >= period.end
    end = earlier.end if whole else _whole_days(session, a_year_before(until))
    before = sum_visitors(session, earlier.start, end)
    if before is None:
        told = _value_of(session, earlier.year, as_of) if yearly else None
        if whole:
            return Visits(visitors=counted, until=period.end, compared=counted, before=told)
        return Visits(visitors=counted, until=until, whole_before=told)
    if whole:
        return Visits(visitors=counted, until=period.end, compared=counted, before=before)
    cut = min(until, a_year_after(_whole_days(session, a_year_before(until))))
    compared = sum_visitors(session, period.start, cut)
    return Visits(visitors=counted, until=until, compared=compared, before=before, cut=cut)


def _entered(session: Session, year: int, as_of: dt.date) -> Visits | None:
    """Visits of a year that was entered as one number."""
    value = _value_of(session, year, as_of)
    if value is None:
        return None
    return Visits(visitors=value, until=as_of, compared=value, before=_value_of(session, year - 1, as_of))


def _value_of(session: Session, year: int, on: dt.date) -> int | None:
    """The number entered for a year's target of visits."""
    codes = {one.code for one in list_targets(session, on) if one.counter == VISITORS.code and one.kind in YEARLY}
    values = all_values(session)
    found = [
        value.value
        for code in codes
        for value in values.get(code, ())
        if value.year == year and value.on <= on and value.value is not None
    ]
    return round(found[-1]) if found else None


def _last_entered(session: Session, start: dt.date, end: dt.date) -> dt.date:
    """The last day of a period for which visits were entered."""
    query = sa.select(sa.func.max(VisitorCount.last))
    query = query.where(VisitorCount.voided_at.is_(None), VisitorCount.first >= start, VisitorCount.last <= end)
    return session.scalar(query) or end


def _whole_days(session: Session, day: dt.date) -> dt.date:
    """The last day up to a day that no entry crosses."""
    query = sa.select(sa.func.min(VisitorCount.first))
    query = query.where(VisitorCount.voided_at.is_(None), VisitorCount.first <= day, VisitorCount.last > day)
    crossing = session.scalar(query)
    return crossing - dt.timedelta(days=1) if crossing else day
