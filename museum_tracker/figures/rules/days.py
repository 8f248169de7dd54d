"""Days as whole numbers (20261122), so that both engines compare, group and index them alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from museum_tracker.core.periods import ReportingYears

UNKNOWN = 0
FOREVER = 99991231


class Span(NamedTuple):
    """The days between which something happened: one day twice, both ends of "2001", or 0 where an end is not known.

    A stock counts it from `last` on ("by then at the latest"); a period counts it only if both ends fall inside.
    """

    first: int
    last: int

    @property
    def known(self) -> bool:
        """Whether there is a date at all."""
        return self.first != UNKNOWN

    def inside(self, start: int, end: int) -> bool:
        """Whether both ends fall between two days."""
        return start <= self.first and self.last <= end


def day_of(date: dt.date) -> int:
    """A date as a number: 22/11/2026 is 20261122."""
    return date.year * 10_000 + date.month * 100 + date.day


def date_of(day: int) -> dt.date | None:
    """The date of a day number; None for "not known"."""
    return None if day in {UNKNOWN, FOREVER} else dt.date(day // 10_000, day // 100 % 100, day % 100)


def month_of(day: int) -> int:
    """The month of a day: 20261122 is in 202611."""
    return day // 100


def span_of(earliest: dt.date | None, latest: dt.date | None) -> Span:
    """The span of a date known exactly (one end), roughly (two ends), only "by then" (a latest end), or not at all."""
    if earliest is None:
        return Span(UNKNOWN, UNKNOWN if latest is None else day_of(latest))
    return Span(day_of(earliest), day_of(latest if latest is not None else earliest))


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a figure is about, as numbers: a stock is counted at `until`, a flow from `start` to `until`.

    With `no_year` it is about what lies in none of these reporting years: no day at all, or one across two years.
    """

    start: int = UNKNOWN
    until: int = FOREVER
    no_year: ReportingYears | None = None

    def reached(self, span: Span) -> bool:
        """Whether something had happened at the window's end, by then at the latest."""
        return span.last <= self.until

    def holds(self, span: Span) -> bool:
        """Whether something happened within the window: both ends must fall inside."""
        if self.no_year is not None:
            return self.reached(span) and year_of(self.no_year, span) is None
        return span.inside(self.start, self.until)


def year_of(years: ReportingYears, span: Span) -> int | None:
    """The reporting year that something counts in; None is "không rõ năm": no day, or one across two years."""
    if not span.known:
        return None
    first, last = (years.year_of(day // 10_000, day % 10_000) for day in span)
    return first if first == last else None
