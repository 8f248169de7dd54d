"""The honest forecast: where a share will stand at its goal's date, and the pace that would keep the promise.

All arithmetic is exact (fractions), so that a ceiling is never one object off. Counts are objects, times are years.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

DAYS_A_YEAR = Fraction(1461, 4)
WORKING_DAYS = 220
MONTHS_OF_FLOW = 12

Number = int | float | Fraction


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A share promised by a date: 70% by 14/12/2030."""

    share: Fraction
    due: dt.date


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What moved in the last 12 months: objects done (D) and net growth of the population (C).

    `since` is the first day on which either was recorded here; with less than 12 months the pace is not yet known.
    """

    done: int
    growth: int
    since: dt.date | None

    def known(self, on: dt.date) -> bool:
        """Whether there are 12 months of flow behind a day."""
        return self.since is not None and self.since <= a_year_before(on)


@dataclass(frozen=True)
class Past:
    """What moved in twelve months further back: objects done, net growth of the population."""

    done: int
    growth: int


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The lowest and highest share at the goal's date under the pace of any one of so many past `years`."""

    least: Fraction
    most: Fraction
    years: int


@dataclass(frozen=True, kw_only=True)
class Need:
    """The pace that reaches the goal: objects a year, a month and a working day, each rounded up."""

    a_year: int
    a_month: int
    a_working_day: int
    working_days: int


@dataclass(frozen=True, kw_only=True)
class Upper:
    """The share at the goal's date if every object of the plan's yearly band counted towards it: an upper bound."""

    least: Fraction
    most: Fraction


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A goal seen from a day: where it stands, where the pace leads, what it takes.

    `at_goal` and `crossing` are None while the pace is unknown; `crossing` is None as well when the goal is never
    reached at this pace. `never` says that the ratio of done to growth cannot reach the goal in any number of years.
    `room` is the largest population in which this pace would reach the goal by its date. `spread` says where the
    paces of past years would have led.
    """

    on: dt.date
    goal: Goal
    population: int
    done: int
    flow: Flow
    years: Fraction
    share: Fraction | None
    at_goal: Fraction | None
    need: Need | None
    crossing: dt.date | None
    never: bool
    room: int | None
    spread: Spread | None = None

    @property
    def reached(self) -> bool:
        """Whether the share has reached the goal today."""
        return self.share is not None and self.share >= self.goal.share

    @property
    def gone(self) -> bool:
        """Whether the population shrinks so fast that nothing of it is left by the goal's date."""
        return self.flow.known(self.on) and self.population > 0 and self.years > 0 and self.at_goal is None

    @property
    def will_reach(self) -> bool | None:
        """Whether the present pace keeps the promise; None while the pace is unknown."""
        return None if self.at_goal is None else self.at_goal >= self.goal.share


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before (28 February for the leap day)."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def years_between(start: dt.date, end: dt.date) -> Fraction:
    """Years from one day to another; negative when the second comes first."""
    return Fraction((end - start).days) / DAYS_A_YEAR


def share_at(population: int, done: int, *, growth: Number, pace: Number, years: Number) -> Fraction | None:
    """share(T) = (d + D·T) / (n + C·T), kept between nothing and all; None for an empty population."""
    whole = population + Fraction(growth) * Fraction(years)
    if whole <= 0:
        return None
    part = done + Fraction(pace) * Fraction(years)
    return min(max(part / whole, Fraction(0)), Fraction(1))


def pace_needed(population: int, done: int, *, growth: Number, goal: Fraction, years: Number) -> int | None:
    """Objects a year that bring the share exactly to the goal, rounded up; None when no time is left."""
    years = Fraction(years)
    if years <= 0:
        return None
    missing = goal * (population + Fraction(growth) * years) - done
    return max(0, math.ceil(missing / years))


def need(
    population: int, done: int, *, growth: Number, goal: Fraction, years: Number, working_days: int = WORKING_DAYS
) -> Need | None:
    """The pace needed, spelled out per year, month and working day."""
    a_year = pace_needed(population, done, growth=growth, goal=goal, years=years)
    if a_year is None:
        return None
    return Need(
        a_year=a_year,
        a_month=math.ceil(Fraction(a_year, 12)),
        a_working_day=math.ceil(Fraction(a_year, max(working_days, 1))),
        working_days=working_days,
    )


def spread_of(population: int, done: int, *, past: Sequence[Past], years: Number) -> Spread | None:
    """Where the paces of past years would lead; None with fewer than two of them, for one alone is no spread."""
    ends = [share_at(population, done, growth=one.growth, pace=one.done, years=years) for one in past]
    found = [end for end in ends if end is not None]
    return Spread(least=min(found), most=max(found), years=len(found)) if len(found) > 1 else None


def crossing_years(population: int, done: int, *, growth: Number, pace: Number, goal: Fraction) -> Fraction | None:
    """Years until the share crosses the goal at this pace: 0 when it is there, None when it never does."""
    missing = goal * population - done
    if missing <= 0:
        return Fraction(0)
    gain = Fraction(pace) - goal * Fraction(growth)
    return missing / gain if gain > 0 else None


def never_reaches(population: int, done: int, *, growth: Number, pace: Number, goal: Fraction) -> bool:
    """Whether collecting keeps ahead of the work: D/C is no higher than the goal, and the share is not there yet."""
    return done < goal * population and growth > 0 and Fraction(pace) <= goal * Fraction(growth)


def upper_bound(population: int, done: int, *, growth: Number, band: tuple[int, int], years: Number) -> Upper | None:
    """What the plan's yearly band would bring at most, were each of its objects new to the goal's level."""
    least, most = (share_at(population, done, growth=growth, pace=pace, years=years) for pace in band)
    return None if least is None or most is None else Upper(least=least, most=most)


def forecast(
    population: int,
    done: int,
    flow: Flow,
    goal: Goal,
    *,
    on: dt.date,
    working_days: int = WORKING_DAYS,
    past: Sequence[Past] = (),
) -> Forecast:
    """Measure a goal from a day, with the flow of the 12 months before it.

    While the flow is unknown the need is counted with the population as it stands, and no pace is projected.
    """
    years = years_between(on, goal.due)
    known = flow.known(on)
    growth = flow.growth if known else 0
    ahead = max(years, Fraction(0))
    crossing = crossing_years(population, done, growth=growth, pace=flow.done, goal=goal.share) if known else None
    at_goal = share_at(population, done, growth=growth, pace=flow.done, years=ahead) if known else None
    return Forecast(
        on=on,
        goal=goal,
        population=population,
        done=done,
        flow=flow,
        years=years,
        share=share_at(population, done, growth=0, pace=0, years=0),
        at_goal=at_goal,
        need=need(population, done, growth=growth, goal=goal.share, years=years, working_days=working_days),
        crossing=_day_after(on, crossing),
        never=known and never_reaches(population, done, growth=growth, pace=flow.done, goal=goal.share),
        room=math.floor((done + flow.done * ahead) / goal.share) if known and goal.share > 0 else None,
        spread=spread_of(population, done, past=past, years=ahead) if known else None,
    )


def _day_after(day: dt.date, years: Fraction | None) -> dt.date | None:
    # A crossing centuries away is no forecast, and the calendar ends in 9999.
    if years is None or years > 200:
        return None
    return day + dt.timedelta(days=math.ceil(years * DAYS_A_YEAR))
