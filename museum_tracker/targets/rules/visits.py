"""Visits as museums write them down: a day, a month or some days, and how many people came."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from museum_tracker.core.dates import read_date
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.measures import read_number
from museum_tracker.core.text import clean, fold

MOST = 100_000_000
_BETWEEN = re.compile(r"\s*(?:–|—|\bđến\b|\bto\b|\s-\s)\s*", re.IGNORECASE)
_HEADS = {
    "span": ("thoi gian", "ngay", "thang", "date", "day", "month", "period"),
    "visitors": ("luot", "khach", "so luong", "visit", "count", "tong so"),
    "source": ("nguon", "source"),
    "note": ("ghi chu", "note", "remark"),
}
HEAD_ROWS = 20


class SpanUnclear(Refusal):
    """The time typed is neither a day, nor a month, nor two days."""

    msgid = N_("“%(text)s” is not a day, a month or two days; write 05/11/2026, 11/2026 or 01/12/2026 – 14/12/2026.")


class VisitorsUnclear(Refusal):
    """The number of visits typed is not one."""

    msgid = N_("“%(text)s” is not a number of visits.")


@dataclass(frozen=True)
class Span:
    """Two days of the calendar, both included."""

    first: dt.date
    last: dt.date

    @property
    def is_month(self) -> bool:
        """Whether it is a whole month."""
        return self.first.day == 1 and self.last == _month_end(self.first)

    @property
    def message(self) -> Message:
        """The span as people write it: a day, a month, or two days."""
        if self.first == self.last:
            return Message("%(day)s", {"day": self.first})
        if self.is_month:
            return Message(N_("month %(month)s"), {"month": f"{self.first:%m/%Y}"})
        return Message("%(first)s – %(last)s", {"first": self.first, "last": self.last})


@dataclass(frozen=True, kw_only=True)
class Visits:
    """What one line says: so many visits in a span, where the number comes from."""

    span: Span
    visitors: int
    source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a sheet: its number there, and what it says or why it cannot be read."""

    number: int
    visits: Visits | None = None
    problem: Message | None = None


def read_span(text: str) -> Span:
    """The days that a text names.

    Raises:
        SpanUnclear: it is neither a day, nor a month, nor two days in order.
    """
    whole = read_date(text)
    if whole.earliest and whole.latest and (whole.latest - whole.earliest).days <= 31:
        return Span(whole.earliest, whole.latest)
    parts = [read_date(part) for part in _BETWEEN.split(text.strip())]
    if len(parts) == 2:
        first, last = parts[0].earliest, parts[1].latest
        if first and last and first <= last:
            return Span(first, last)
    raise SpanUnclear(field="span", text=text)


def read_visitors(text: str) -> int:
    """A number of visits.

    Raises:
        VisitorsUnclear: it is no whole number from 0 up.
    """
    value = read_number(text).value
    if value is None or value != int(value) or not 0 <= value < MOST:
        raise VisitorsUnclear(field="visitors", text=text)
    return int(value)


def read_lines(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """The lines of a sheet under its heading; without a heading the first two columns are time and number.

    Empty lines and sums ("Tổng cộng") are passed over; a line that cannot be read says why.
    """
    start, columns = _heading(rows)
    for number, row in enumerate(rows[start:], start + 1):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        if not any(cell.strip() for cell in row) or fold(cells["span"]).startswith(("tong", "cong", "total", "sum")):
            continue
        try:
            visits = Visits(
                span=read_span(cells["span"]),
                visitors=read_visitors(cells["visitors"]),
                source=clean(cells.get("source", ""))[:500],
                note=clean(cells.get("note", ""))[:5000],
            )
        except Refusal as refusal:
            yield Line(number=number, problem=refusal.message)
        else:
            yield Line(number=number, visits=visits)


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(rows[:HEAD_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            folded = fold(cell)
            name = next((name for name, words in _HEADS.items() if any(word in folded for word in words)), "")
            if name and name not in found and not any(letter.isdigit() for letter in folded):
                found[name] = column
        if {"span", "visitors"} <= found.keys():
            return place + 1, found
    return 0, {"span": 0, "visitors": 1}


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
