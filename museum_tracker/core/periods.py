"""Reporting years: 15 December to 14 December by Decree 09/2019, or the calendar year, as the museum chose for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from museum_tracker.core.i18n import N_

FIRST_YEAR = 1
Rules = tuple[tuple[int, str], ...]


class PeriodRule(StrEnum):
    """Where a reporting year begins and ends."""

    DECREE = "decree"
    CALENDAR = "calendar"


PERIOD_LABELS = {
    PeriodRule.DECREE: N_("15 December to 14 December (Decree 09/2019)"),
    PeriodRule.CALENDAR: N_("Calendar year"),
}
# The last month and day of a year; the next one begins on the day after.
LAST_DAYS = {PeriodRule.DECREE: (12, 14), PeriodRule.CALENDAR: (12, 31)}


@dataclass(frozen=True)
class Period:
    """A reporting year: the year it is named after, and its first and last day."""

    year: int
    start: dt.date
    end: dt.date

    def contains(self, date: dt.date) -> bool:
        """Whether a day belongs to the period."""
        return self.start <= date <= self.end


@dataclass(frozen=True)
class ReportingYears:
    """All reporting years of a museum: `rules` lists (first year, rule), the earliest first.

    Every day belongs to one year: where the rule changes, a year begins on the day after the one before.
    """

    rules: Rules = ((FIRST_YEAR, PeriodRule.DECREE.value),)

    def rule_of(self, year: int) -> PeriodRule:
        """The rule under which a reporting year runs."""
        return PeriodRule([rule for first, rule in self.rules if first <= year][-1])

    def last_day(self, year: int) -> dt.date:
        """The last day of a reporting year."""
        return dt.date(year, *LAST_DAYS[self.rule_of(year)])

    def span(self, year: int) -> tuple[dt.date, dt.date]:
        """First and last day of a reporting year."""
        if year <= FIRST_YEAR:
            return dt.date(year, 1, 1), self.last_day(year)
        return self.last_day(year - 1) + dt.timedelta(days=1), self.last_day(year)

    def period(self, year: int) -> Period:
        """A reporting year with its days."""
        return Period(year, *self.span(year))

    def year_on(self, day: dt.date) -> int:
        """The reporting year that a day belongs to."""
        return self.year_of(day.year, day.month * 100 + day.day)

    def year_of(self, year: int, day: int) -> int:
        """The reporting year of a day given as calendar year and month-and-day (1231)."""
        month, last = LAST_DAYS[self.rule_of(year)]
        return year + (day > month * 100 + last)

    def turns(self) -> Iterator[tuple[int, int]]:
        """From which calendar year on, after which month-and-day, a day belongs to the year that follows."""
        for first, rule in self.rules:
            month, last = LAST_DAYS[PeriodRule(rule)]
            yield first, month * 100 + last

    def changed(self, rule: str, today: dt.date) -> ReportingYears:
        """Another rule from the first year that has not begun; years begun keep theirs."""
        following = self.year_on(today) + 1
        kept = tuple((first, old) for first, old in self.rules if first < following)
        return ReportingYears(kept if kept[-1][1] == rule else (*kept, (following, rule)))

    def text(self) -> str:
        """The rules as one word of an address: "1decree-2027calendar"."""
        return "-".join(f"{first}{rule}" for first, rule in self.rules)


def read_years(text: str) -> ReportingYears:
    """The reporting years behind a word of an address.

    Raises:
        ValueError: the word names no years.
    """
    rules = []
    for word in text.split("-"):
        rule = word.lstrip("0123456789")
        rules.append((int(word.removesuffix(rule)), PeriodRule(rule).value))
    begun = [first for first, _ in rules]
    if begun[0] != FIRST_YEAR or begun != sorted(set(begun)) or begun[-1] > dt.MAXYEAR:
        raise ValueError(text)
    return ReportingYears(tuple(rules))
