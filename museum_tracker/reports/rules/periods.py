"""The stretches of time that are reported on: a year, its quarters, its months (Decree 09/2019, or the calendar)."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from museum_tracker.core.dates import a_year_before
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import Period, PeriodRule
from museum_tracker.reports.rules.numbering import roman

MONTHS, QUARTERS = 12, 4


class SpanKind(StrEnum):
    """How long a report looks back."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


SPAN_LABELS = {
    SpanKind.YEAR: N_("Yearly report"),
    SpanKind.QUARTER: N_("Quarterly report"),
    SpanKind.MONTH: N_("Monthly report"),
}


@dataclass(frozen=True, kw_only=True)
class ReportPeriod:
    """What a report covers: first and last day, and the reporting year it belongs to; `part` is 0 for a year."""

    kind: SpanKind
    year: int
    part: int
    start: dt.date
    end: dt.date
    reporting_year: Period

    @property
    def code(self) -> str:
        """A name for files and commands: 2026, 2026-q3, 2026-m07."""
        if self.kind is SpanKind.YEAR:
            return str(self.year)
        return f"{self.year}-q{self.part}" if self.kind is SpanKind.QUARTER else f"{self.year}-m{self.part:02}"

    @property
    def name(self) -> Message:
        """The period in words, as it stands inside a sentence."""
        return _name(self.kind, self.year, self.part)

    @property
    def next_name(self) -> Message:
        """The period that follows, in words: whose tasks this report sets."""
        if self.kind is SpanKind.YEAR:
            return _name(self.kind, self.year + 1, 0)
        last = QUARTERS if self.kind is SpanKind.QUARTER else MONTHS
        return _name(self.kind, *((self.year + 1, 1) if self.part == last else (self.year, self.part + 1)))

    @property
    def title(self) -> Message:
        """The report's own name."""
        year = str(self.year)
        if self.kind is SpanKind.YEAR:
            return Message(N_("Report on the year %(year)s"), {"year": year})
        if self.kind is SpanKind.QUARTER:
            return Message(N_("Report on quarter %(part)s of %(year)s"), {"part": roman(self.part), "year": year})
        return Message(N_("Report on month %(part)s of %(year)s"), {"part": str(self.part), "year": year})

    @property
    def mark(self) -> str:
        """The period in a list of its kind: a year, I–IV, 1–12."""
        if self.kind is SpanKind.QUARTER:
            return roman(self.part)
        return str(self.part or self.year)

    @property
    def path(self) -> str:
        """The address of the period's page."""
        word = {SpanKind.YEAR: "", SpanKind.QUARTER: f"/quy/{self.part}", SpanKind.MONTH: f"/thang/{self.part}"}
        return f"/bao-cao/{self.year}{word[self.kind]}"


def period_of(profile: MuseumProfile, year: int, kind: SpanKind = SpanKind.YEAR, part: int = 0) -> ReportPeriod:
    """The reporting period of a year, of one of its quarters (1–4) or of its months (1–12).

    Raises:
        ValueError: there is no such part of a year.
    """
    start, end = profile.year_span(year)
    whole = Period(year, start, end)
    if kind is SpanKind.YEAR:
        return ReportPeriod(kind=kind, year=year, part=0, start=start, end=end, reporting_year=whole)
    length, most = (3, QUARTERS) if kind is SpanKind.QUARTER else (1, MONTHS)
    if not 1 <= part <= most:
        raise ValueError(part)
    first, last = (part - 1) * length + 1, part * length
    return ReportPeriod(
        kind=kind,
        year=year,
        part=part,
        start=start if first == 1 else _month_end(profile, year, first - 1) + dt.timedelta(days=1),
        end=end if last == MONTHS else _month_end(profile, year, last),
        reporting_year=whole,
    )


def read_period(profile: MuseumProfile, year: int, text: str) -> ReportPeriod:
    """A period from a word of the command line: year, q1–q4, m1–m12.

    Raises:
        ValueError: the word names no period.
    """
    word = text.strip().casefold()
    if word in {"", "year", "nam", "năm"}:
        return period_of(profile, year)
    kinds = {"q": SpanKind.QUARTER, "m": SpanKind.MONTH, "t": SpanKind.MONTH}
    if word[0] not in kinds or not word[1:].isdecimal():
        raise ValueError(text)
    return period_of(profile, year, kinds[word[0]], int(word[1:]))


def before(profile: MuseumProfile, period: ReportPeriod) -> ReportPeriod:
    """The same period of the year before."""
    return period_of(profile, period.year - 1, period.kind, period.part)


def same_days(profile: MuseumProfile, period: ReportPeriod, on: dt.date) -> ReportPeriod:
    """The same period of the year before, up to the day that a running period has come to.

    A period that is over is compared with the whole of it; 29 February with the 28th.
    """
    earlier = before(profile, period)
    if on >= period.end:
        return earlier
    return replace(earlier, end=min(a_year_before(on), earlier.end))


def _name(kind: SpanKind, year: int, part: int) -> Message:
    if kind is SpanKind.YEAR:
        return Message(N_("the year %(year)s"), {"year": str(year)})
    if kind is SpanKind.QUARTER:
        return Message(N_("quarter %(part)s of %(year)s"), {"part": roman(part), "year": str(year)})
    return Message(N_("month %(part)s of %(year)s"), {"part": str(part), "year": str(year)})


def _month_end(profile: MuseumProfile, year: int, month: int) -> dt.date:
    if profile.reporting_years.rule_of(year) is PeriodRule.CALENDAR:
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, 14)
