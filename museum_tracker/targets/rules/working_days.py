"""The working calendar: weekly days off, public holidays, days made up for, and what the museum decided itself."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from museum_tracker.core.i18n import N_, Message, Named

SHIPPED = Path(__file__).parents[1] / "data" / "public_holidays.toml"
WEEKEND = frozenset({5, 6})
WEEK = 7
DAY_NAMES = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


class DayKind(StrEnum):
    """Why a day differs from the others of its week."""

    HOLIDAY = "holiday"
    SUBSTITUTE = "substitute"
    SWAPPED = "swapped"
    MADE_UP = "made_up"
    OFF = "off"
    WORKED = "worked"


DAY_KIND_LABELS = {
    DayKind.HOLIDAY: N_("public holiday"),
    DayKind.SUBSTITUTE: N_("off in place of a holiday"),
    DayKind.SWAPPED: N_("swapped day off"),
    DayKind.MADE_UP: N_("worked to make up"),
    DayKind.OFF: N_("off by the museum's decision"),
    DayKind.WORKED: N_("worked by the museum's decision"),
}
AT_WORK = frozenset({DayKind.MADE_UP, DayKind.WORKED})


@dataclass(frozen=True, kw_only=True)
class SpecialDay:
    """A day that differs from the others of its week; `id` and `document` belong to days the museum entered itself."""

    on: dt.date
    kind: DayKind
    name: Message
    id: int = 0
    document: str = ""

    @property
    def works(self) -> bool:
        """Whether it is a working day."""
        return self.kind in AT_WORK


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The days on which the museum works: its weekly days off (Monday is 0), and its own days over the shipped ones."""

    weekend: frozenset[int] = WEEKEND
    own: Mapping[dt.date, SpecialDay] = field(default_factory=dict)

    def works(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        special = self.own.get(day) or public_holidays(day.year, self.weekend).get(day)
        return special.works if special else day.weekday() not in self.weekend

    def working_days(self, first: dt.date, last: dt.date) -> int:
        """How many working days lie between two days, both of them among these."""
        return sum(map(self.works, _days(first, last)))

    def left(self, on: dt.date, end: dt.date) -> int:
        """The working days after a day, up to the last one."""
        return self.working_days(on + dt.timedelta(days=1), end)

    def special_days(self, first: dt.date, last: dt.date) -> list[SpecialDay]:
        """The days that differ from the others of their week, in order; the museum's own in place of shipped ones."""
        shipped = [day for year in range(first.year, last.year + 1) for day in _shipped(year, self.weekend)]
        found = {day.on: day for day in (*shipped, *self.own.values()) if first <= day.on <= last}
        return [found[on] for on in sorted(found)]


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (dt.date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


def lunar_known(year: int) -> bool:
    """Whether the lunar holidays of a year are among the shipped ones."""
    return str(year) in _data()["years"]


def noticed(year: int) -> bool:
    """Whether the shipped days follow the notice of that year, not the general rule alone."""
    return bool(_data()["years"].get(str(year), {}).get("notice"))


def shipped_years() -> range:
    """The years of which the lunar holidays are shipped."""
    years = sorted(int(year) for year in _data()["years"])
    return range(years[0], years[-1] + 1)


@cache
def public_holidays(year: int, weekend: frozenset[int]) -> Mapping[dt.date, SpecialDay]:
    """The shipped days of a year on which a museum with these weekly days off rests, or works instead."""
    return {day.on: day for day in _shipped(year, weekend)}


@cache
def _shipped(year: int, weekend: frozenset[int]) -> tuple[SpecialDay, ...]:
    known = _data()["years"].get(str(year), {})
    holidays = dict(_holidays(year, known))
    found = [SpecialDay(on=on, kind=DayKind.HOLIDAY, name=name) for on, name in holidays.items()]
    swaps = known.get("swapped", ())
    taken = {*holidays, *(swap["off"] for swap in swaps)}
    found += _swapped(swaps, weekend)
    found += _substitutes(holidays, taken, weekend)
    return tuple(found)


def _holidays(year: int, known: Mapping[str, Any]) -> Iterator[tuple[dt.date, Message]]:
    for fixed in _data()["yearly"]:
        yield dt.date(year, fixed["month"], fixed["day"]), Named(fixed["name_vi"], name_en=fixed["name_en"])
    for on in known.get("tet", ()):
        yield on, Named("Tết Nguyên đán", name_en="Lunar New Year")
    if "hung_kings" in known:
        yield known["hung_kings"], Named("Giỗ Tổ Hùng Vương (10/3 âm lịch)", name_en="Hung Kings' Commemoration Day")
    # The law gives two days in September in every year; which one stands beside the 2nd is known by year only.
    yield known.get("national_day", dt.date(year, 9, 3)), Named("Quốc khánh", name_en="National Day")


def _swapped(swaps: Iterable[Mapping[str, dt.date]], weekend: frozenset[int]) -> Iterator[SpecialDay]:
    for swap in swaps:
        off, worked = swap["off"], swap["worked"]
        yield SpecialDay(on=off, kind=DayKind.SWAPPED, name=Message(N_("worked on %(date)s"), {"date": worked}))
        if worked.weekday() in weekend:
            name = Message(N_("makes up for %(date)s"), {"date": off})
            yield SpecialDay(on=worked, kind=DayKind.MADE_UP, name=name)


def _substitutes(
    holidays: Mapping[dt.date, Message], taken: set[dt.date], weekend: frozenset[int]
) -> Iterator[SpecialDay]:
    """The next working day for each holiday that falls on a weekly day off."""
    for on in sorted(holidays):
        if on.weekday() not in weekend or len(weekend) >= WEEK:
            continue
        day = on
        while day in taken or day.weekday() in weekend:
            day += dt.timedelta(days=1)
        taken.add(day)
        name = Message(N_("for %(holiday)s on %(date)s"), {"holiday": holidays[on], "date": on})
        yield SpecialDay(on=day, kind=DayKind.SUBSTITUTE, name=name)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(SHIPPED.read_text("utf-8"))
