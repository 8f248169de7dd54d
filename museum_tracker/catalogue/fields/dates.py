"""Fields that hold time: when it was made, and the days on which something happened to it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from museum_tracker.catalogue.fields.base import Field, FieldKind, Lookup, Parsed, Values
from museum_tracker.core import formats
from museum_tracker.core.dates import ReadDate, read_date
from museum_tracker.core.dating import Dating, read_dating
from museum_tracker.core.i18n import N_, Message, translate

_YEAR = re.compile(r"([-−–]?\d{1,6})(?:-\d\d?-\d\d?.*)?")
_dating = lru_cache(maxsize=20_000)(read_dating)
_date = lru_cache(maxsize=20_000)(read_date)

DATE_NOT_READ = N_("Kept as written; not read as a date: write it as 22/11/2026, 11/2026 or 2026.")
DATING_NOT_READ = N_("Kept as written; no years were read: add the first and the last year.")


@dataclass(frozen=True, kw_only=True)
class DatingField(Field):
    """The date of making as curators write it, with its first and last year."""

    kind = FieldKind.DATING

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The text as written and the years it means."""
        del lookup
        found: Dating = _dating(text)
        words, earliest, latest = self.columns
        values = {words: text, earliest: found.earliest, latest: found.latest}
        if found.problem is not None or not (found.known or found.unknown):
            return Parsed(values, self.gap(text, found.problem or Message(DATING_NOT_READ)))
        return Parsed(values)

    def empty(self) -> dict[str, Any]:
        """No words and no years."""
        return dict(zip(self.columns, ("", None, None), strict=True))

    def show(self, values: Values, lookup: Lookup, locale: str) -> str:
        """The words as written, or the years where there are none."""
        del lookup
        words, earliest, latest = self.columns
        return values.get(words) or show_years(values.get(earliest), values.get(latest), locale)


@dataclass(frozen=True, kw_only=True)
class YearField(Field):
    """A year; before our era it is negative."""

    kind = FieldKind.YEAR

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The year itself, of a day its year, of words such as “300 TCN” the year they mean."""
        del lookup
        if number := _YEAR.fullmatch(text):
            return Parsed({self.columns[0]: int(re.sub("[−–]", "-", number[1]))})
        found = _dating(text)
        if found.earliest is not None and found.earliest == found.latest:
            return Parsed({self.columns[0]: found.earliest})
        return self.refuse(text, Message(N_("“%(value)s” is not a year: write it as 1783, or -300."), {"value": text}))

    def empty(self) -> dict[str, Any]:
        """No year."""
        return {self.columns[0]: None}

    def show(self, values: Values, lookup: Lookup, locale: str) -> str:
        """The year with its era."""
        del lookup
        return show_years(values.get(self.columns[0]), values.get(self.columns[0]), locale)


@dataclass(frozen=True, kw_only=True)
class DateField(Field):
    """A calendar date, perhaps only a month or a year, kept as written with the first and last day it can mean."""

    kind = FieldKind.DATE

    def parse(self, value: object, lookup: Lookup) -> Parsed:
        """Read a text, or a day or serial number of a spreadsheet."""
        if isinstance(value, dt.date | float | int) and not isinstance(value, bool):
            return self._parsed(read_date(value))
        return super().parse(value, lookup)

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The text as written and the days it can mean."""
        del lookup
        return self._parsed(_date(text))

    def _parsed(self, found: ReadDate) -> Parsed:
        words, earliest, latest = self.columns
        values = {words: found.text, earliest: _iso(found.earliest), latest: _iso(found.latest)}
        if found.problem is not None or not (found.known or found.unknown or not found.text):
            return Parsed(values, self.gap(found.text, found.problem or Message(DATE_NOT_READ)))
        return Parsed(values)

    def empty(self) -> dict[str, Any]:
        """No date."""
        return dict(zip(self.columns, ("", None, None), strict=True))

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The date as written, or the days where there are no words."""
        del lookup
        words, earliest, latest = self.columns
        return values.get(words) or show_days(values.get(earliest), values.get(latest), locale)

    def show(self, values: Values, lookup: Lookup, locale: str) -> str:
        """The day as dd/MM/yyyy where it is one day; else as written."""
        _words, earliest, latest = self.columns
        if values.get(earliest) and values.get(earliest) == values.get(latest):
            return show_days(values.get(earliest), values.get(latest), locale)
        return self.text(values, lookup, locale)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def show_days(earliest: str | dt.date | None, latest: str | dt.date | None, locale: str) -> str:
    """A day, a month or a year where the two ends are exactly that; else both ends."""
    if not earliest or not latest:
        return ""
    first, last = _day(earliest), _day(latest)
    if first == last:
        return formats.date(first, locale)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04}–{last.year:04}"
    whole_month = first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if (first, last) == whole_month:
        return f"{first.month:02}/{first.year:04}"
    return f"{formats.date(first, locale)} – {formats.date(last, locale)}"


def show_years(earliest: int | None, latest: int | None, locale: str) -> str:
    """A span of years with its era: '300–100 TCN', '700 TCN – 100', 'từ 1802'."""
    if earliest is None and latest is None:
        return ""
    if earliest is None or latest is None:
        msgid = N_("from %(year)s") if latest is None else N_("until %(year)s")
        return translate(msgid, locale, year=_year(earliest if latest is None else latest, locale))
    if earliest == latest:
        return _year(earliest, locale)
    if earliest < 0 and latest < 0:
        return f"{-earliest}–{_year(latest, locale)}"
    if earliest < 0:
        return f"{_year(earliest, locale)} – {latest}"
    return f"{earliest}–{latest}"


def _year(year: int | None, locale: str) -> str:
    if year is None or year >= 0:
        return str(year)
    return translate(N_("%(year)s BCE"), locale, year=str(-year))
