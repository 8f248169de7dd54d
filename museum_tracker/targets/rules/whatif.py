"""What-if: so many digitized and collected a year, and where that leads. Pure functions of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.measures import read_number
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.rules.forecast import (
    WORKING_DAYS,
    Flow,
    Forecast,
    Goal,
    a_year_before,
    forecast,
    share_at,
    years_between,
)

LEVELS: Mapping[Measure, Measure] = {
    Measure.LEVEL_1: Measure.FIRST_LEVEL_1,
    Measure.LEVEL_2: Measure.FIRST_LEVEL_2,
    Measure.LEVEL_3: Measure.FIRST_LEVEL_3,
    Measure.FULL_LEVEL: Measure.FIRST_FULL_LEVEL,
}
MOST = 1_000_000
MOST_OBJECTS = 100_000_000
FIRST_DUE, LAST_DUE = 2000, 2100


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A question: `pace` digitized and `growth` collected a year, towards a share of a population by a day."""

    population: str
    measure: Measure
    share: Fraction
    due: dt.date
    pace: int
    growth: int


@dataclass(frozen=True, kw_only=True)
class Year:
    """A day on the way: the population then, what is done, the share of it."""

    on: dt.date
    population: int
    done: int
    share: Fraction | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Where a what-if leads: the forecast of its goal, and the way there year by year."""

    what: WhatIf
    seen: Forecast
    years: tuple[Year, ...]


def outcome(what: WhatIf, population: int, done: int, *, on: dt.date, working_days: int = WORKING_DAYS) -> Outcome:
    """Where a what-if leads from a population and what is done in it on a day."""
    flow = Flow(done=what.pace, growth=what.growth, since=a_year_before(on))
    goal = Goal(share=what.share, due=what.due)
    seen = forecast(population, done, flow, goal, on=on, working_days=working_days)
    return Outcome(what=what, seen=seen, years=tuple(way(what, population, done, on=on)))


def way(what: WhatIf, population: int, done: int, *, on: dt.date) -> list[Year]:
    """The state on the goal's day of each year from now to the goal's date; nothing when that has passed."""
    days = [day for year in range(on.year, what.due.year + 1) if on < (day := _same_day(what.due, year)) <= what.due]
    return [_state(what, population, done, on=on, day=day) for day in days]


def _state(what: WhatIf, population: int, done: int, *, on: dt.date, day: dt.date) -> Year:
    time = years_between(on, day)
    whole = max(round(population + what.growth * time), 0)
    share = share_at(population, done, growth=what.growth, pace=what.pace, years=time)
    return Year(on=day, population=whole, done=min(round(done + what.pace * time), whole), share=share)


def _same_day(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def scale_for(*values: int) -> int:
    """The end of a slider: the next round number above twice the largest of the values, at least 100."""
    wanted = max(100, *(2 * value for value in values))
    size = 10 ** (len(str(wanted)) - 1)
    return min(next(step * size for step in (1, 2, 5, 10) if step * size >= wanted), MOST)


def read_what(
    texts: Mapping[str, str], usual: WhatIf, populations: frozenset[str], due_of: Mapping[int, dt.date]
) -> tuple[WhatIf, dict[str, Message]]:
    """The question typed in an address, missing parts as usual; what cannot be read keeps the usual and says why.

    `due_of` gives the last day of each reporting year that may be chosen.
    """
    problems: dict[str, Message] = {}
    found = replace(usual)
    if texts.get("pham-vi"):
        if texts["pham-vi"] in populations:
            found = replace(found, population=texts["pham-vi"])
        else:
            problems["pham-vi"] = Message(N_("There is no population “%(code)s”."), {"code": texts["pham-vi"][:60]})
    if texts.get("muc"):
        if texts["muc"] in {level.value for level in LEVELS}:
            found = replace(found, measure=Measure(texts["muc"]))
        else:
            problems["muc"] = Message(N_("“%(text)s” is not a level."), {"text": texts["muc"][:60]})
    pace, growth = _whole(texts, "so-hoa", 0, MOST, problems), _whole(texts, "suu-tam", -MOST, MOST, problems)
    found = replace(found, pace=found.pace if pace is None else pace, growth=found.growth if growth is None else growth)
    share = _number(texts, "ty-le", problems)
    if share is not None and 0 < share <= 100:
        found = replace(found, share=share / 100)
    elif share is not None:
        problems["ty-le"] = Message(N_("A goal lies above 0%% and up to 100%%."), {"share": 0})
    year = _whole(texts, "den-nam", min(due_of), max(due_of), problems)
    return (found if year is None else replace(found, due=due_of[year])), problems


def read_base(
    texts: Mapping[str, str], counted: tuple[int, int], problems: dict[str, Message]
) -> tuple[int, int] | None:
    """The population and what is done in it as typed, in place of those `counted`; None where neither was typed.

    What is done may be a share of the population ("20%"). What does not fit is added to `problems`.
    """
    whole, text = _whole(texts, "tong-so", 0, MOST_OBJECTS, problems), texts.get("da-dat", "").strip()
    population = counted[0] if whole is None else whole
    if text.endswith("%"):
        share = _number(texts, "da-dat", problems)
        done = None if share is None else round(population * share / 100)
    else:
        done = _whole(texts, "da-dat", 0, MOST_OBJECTS, problems)
    if done is not None and not 0 <= done <= population:
        values = {"done": done, "population": population}
        problems["da-dat"] = Message(N_("%(done)s done does not lie in a population of %(population)s."), values)
        done = None
    if whole is None and done is None:
        return None
    return population, min(counted[1], population) if done is None else done


def _whole(texts: Mapping[str, str], name: str, least: int, most: int, problems: dict[str, Message]) -> int | None:
    value = _number(texts, name, problems)
    if value is None:
        return None
    if value.denominator != 1 or not least <= value <= most:
        values = {"text": texts[name][:60], "least": str(least), "most": str(most)}
        problems[name] = Message(N_("“%(text)s” is not a whole number from %(least)s to %(most)s."), values)
        return None
    return int(value)


def _number(texts: Mapping[str, str], name: str, problems: dict[str, Message]) -> Fraction | None:
    text = texts.get(name, "").strip()
    if not text:
        return None
    value = read_number(text.removesuffix("%")).value
    if value is None:
        problems[name] = Message(N_("“%(text)s” is not a number."), {"text": text[:60]})
        return None
    return Fraction(value).limit_denominator(10_000)
