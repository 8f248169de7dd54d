"""Calendar dates as curators write them: a day, a month or a year, kept as the first and last day it can mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean, tone_key

SERIAL_ZERO = dt.date(1899, 12, 30)  # day 0 of spreadsheets, for every day since March 1900
FIRST_SERIAL, LAST_SERIAL = 3_000, 109_574  # 1908 to 2199; smaller whole numbers are years

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december".split("|")  # noqa: SIM905
)
UNKNOWN = frozenset(
    {"không rõ", "chưa rõ", "không xác định", "chưa xác định", "không có", "không", "kxđ", "kr", "?"}
    | {"unknown", "undated", "no date", "not dated", "n.d", "nd", "date not known", "date unknown"}
)

_MONTH = "|".join(f"{name}|{name[:3]}|{name[:4]}" for name in MONTHS)
_Y = r"(?P<y>\d{4})"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_Y}-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[t ]\d\d?:\d\d.*)?",
        rf"{_Y}-(?P<m>\d\d)",
        rf"{_Y}/(?P<m>\d\d?)/(?P<d>\d\d?)",
        rf"(?:ngày )?(?P<d>\d\d?|[?.…]+) ?[/.\-] ?(?P<m>\d\d?|[?.…]+) ?[/.\-] ?{_Y}(?: \d\d?:\d\d.*)?",
        rf"(?:tháng )?(?P<m>\d\d?|[?.…]+) ?[/.\-] ?{_Y}",
        rf"(?:ngày (?P<d>\d\d?),? ?)?tháng (?P<m>\d\d?),? ?(?:năm )?{_Y}",
        rf"(?P<d>\d\d?) tháng (?P<m>\d\d?),? ?(?:năm )?{_Y}",
        rf"(?P<name>{_MONTH})\.? (?P<d>\d\d?)(?:st|nd|rd|th)?,? {_Y}",
        rf"(?:(?P<d>\d\d?)(?:st|nd|rd|th)? )?(?P<name>{_MONTH})\.?,? {_Y}",
        rf"(?:năm )?{_Y}",
    )
)
_YEARS = re.compile(r"(?:(?:từ )?năm )?(\d{4}) ?(?:-|–|—|đến|to) ?(?:năm )?(\d{4})")
_QUARTER = re.compile(r"(?:quý|q) ?([1-4]|i{1,3}|iv) ?(?:[/.,-]|năm)? ?(?:năm )?(\d{4})")
_SHORT_YEAR = re.compile(r"(?:(?:ngày )?\d\d? ?[/.\-] ?)?\d\d? ?[/.\-] ?'?(\d\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class ReadDate:
    """A date as written and the first and last day it can mean; `problem` says why it could not be read."""

    text: str
    earliest: dt.date | None = None
    latest: dt.date | None = None
    unknown: bool = False
    problem: Message | None = None

    @property
    def known(self) -> bool:
        """Whether a first and a last day were read."""
        return self.earliest is not None


def read_date(value: object) -> ReadDate:
    """Read a calendar date: text, a spreadsheet's day or its serial number; the day comes before the month."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return ReadDate(f"{value:%d/%m/%Y}" if value.year >= 1000 else value.isoformat(), value, value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = clean("" if value is None else str(value))
    if not text:
        return ReadDate("")
    key = tone_key(text).strip(" ;,[]()")
    key = key.rstrip(".?") or "?"
    if key in UNKNOWN:
        return ReadDate(text, unknown=True)
    return _read_serial(text, key) or _read_span(text, key) or _read_day(text, key)


def exact_day(text: str) -> dt.date | None:
    """The one day that a text names, as 05/04/2026; None for a month, a year, or anything else."""
    read = read_date(text)
    return read.earliest if read.problem is None and read.earliest == read.latest else None


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; 29 February has the 28th."""
    return dt.date(day.year - 1, day.month, min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the year after; 29 February has the 28th."""
    return dt.date(day.year + 1, day.month, min(day.day, calendar.monthrange(day.year + 1, day.month)[1]))


def _read_serial(text: str, key: str) -> ReadDate | None:
    number = re.fullmatch(r"(\d{4,6})(?:\.\d+)?", key)
    if not number or (len(number[1]) == 4 and ("." not in key or int(number[1]) < FIRST_SERIAL)):
        return None
    days = int(number[1])
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        return _unread(text)
    day = SERIAL_ZERO + dt.timedelta(days=days)
    return ReadDate(text, day, day)


def _read_span(text: str, key: str) -> ReadDate | None:
    """Two years, or a quarter of one."""
    if years := _YEARS.fullmatch(key):
        first, last = sorted(int(year) for year in years.groups())
        return _between(text, first, 1, last, 12)
    if quarter := _QUARTER.fullmatch(key):
        number = _QUARTERS.get(quarter[1]) or int(quarter[1])
        return _between(text, int(quarter[2]), number * 3 - 2, int(quarter[2]), number * 3)
    return None


def _read_day(text: str, key: str) -> ReadDate:
    key = re.sub(r"^(?:khoảng|circa|c\.|ca\.) ?", "", key)
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(key):
            return _from_parts(text, **found.groupdict())
    if short := _SHORT_YEAR.fullmatch(key):
        return ReadDate(
            text, problem=Message(N_("The year “%(year)s” has two digits: write all four."), {"year": short[1]})
        )
    return _unread(text)


def _from_parts(text: str, y: str, m: str = "", d: str = "", name: str = "") -> ReadDate:
    year = int(y)
    month = next(place for place, full in enumerate(MONTHS, 1) if full.startswith(name[:3])) if name else _part(m)
    day = _part(d)
    if not year:
        return _unread(text)
    if not month:
        return _between(text, year, 1, year, 12)
    if month > 12:
        return ReadDate(
            text, problem=Message(N_("There is no month %(month)s: the day comes before the month."), {"month": month})
        )
    if not day:
        return _between(text, year, month, year, month)
    if day > calendar.monthrange(year, month)[1]:
        return ReadDate(text, problem=Message(N_("That month has no day %(day)s."), {"day": day}))
    exact = dt.date(year, month, day)
    return ReadDate(text, exact, exact)


def _part(text: str | None) -> int:
    """A day or month; 0 where the book leaves it open ('00/6/1994', '…/6/1994')."""
    return int(text) if text and text.isdecimal() else 0


def _between(text: str, first_year: int, first_month: int, last_year: int, last_month: int) -> ReadDate:
    if not first_year:
        return _unread(text)
    last_day = calendar.monthrange(last_year, last_month)[1]
    return ReadDate(text, dt.date(first_year, first_month, 1), dt.date(last_year, last_month, last_day))


def _unread(text: str) -> ReadDate:
    return ReadDate(text, problem=Message(N_("The date “%(text)s” could not be read."), {"text": text[:80]}))
