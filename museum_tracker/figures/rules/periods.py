"""Reporting periods: 15 December to 14 December by Decree 09/2019, or the calendar year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.days import Span, day_of


class PeriodRule(StrEnum):
    """Where a reporting year begins and ends."""

    DECREE = "decree"
    CALENDAR = "calendar"


PERIOD_LABELS = {
    PeriodRule.DECREE: N_("15 December to 14 December (Decree 09/2019)"),
    PeriodRule.CALENDAR: N_("Calendar year"),
}


@dataclass(frozen=True)
class Period:
    """A reporting year: the year it is named after, and its first and last day."""

    year: int
    start: dt.date
    end: dt.date

    def holds(self, span: Span) -> bool:
        """Whether something that happened in the span counts in this period: both ends must fall inside."""
        return span.known and span.inside(day_of(self.start), day_of(self.end))

    def contains(self, date: dt.date) -> bool:
        """Whether a day belongs to the period."""
        return self.start <= date <= self.end


def period_of_year(rule: PeriodRule, year: int) -> Period:
    """The reporting period that bears a year's name."""
    if rule is PeriodRule.CALENDAR:
        return Period(year, dt.date(year, 1, 1), dt.date(year, 12, 31))
    return Period(year, dt.date(year - 1, 12, 15), dt.date(year, 12, 14))


def period_on(rule: PeriodRule, date: dt.date) -> Period:
    """The reporting period that a day belongs to."""
    period = period_of_year(rule, date.year)
    return period if period.contains(date) else period_of_year(rule, date.year + 1)


def period_of(rule: PeriodRule, span: Span) -> Period | None:
    """The reporting period that something counts in; None is "không rõ ngày": no date, or one across two periods."""
    if not span.known:
        return None
    first = dt.date(span.first // 10_000, span.first // 100 % 100, span.first % 100)
    period = period_on(rule, first)
    return period if period.holds(span) else None
