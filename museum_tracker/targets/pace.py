"""How fast a population was worked through: the last twelve months, and the years before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from museum_tracker.figures.balances import came_by_merger, opening_taken_over
from museum_tracker.figures.queries import Point, flows_by_month, get_population, history, measure, since
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.rules.forecast import Flow, Past, a_year_before

PAST_YEARS = 5


def flow_of(session: Session, flow: Measure, whole: Measure, population: str, *, on: dt.date) -> Flow:
    """The last 12 months at a goal's own level and population; what came with an opening balance or by a merger
    of museums is no growth.

    The population keeps the version in force on the day: another way of counting it is no growth either.
    """
    then, population = a_year_before(on), get_population(session, population, on).pinned
    return flow_between(
        session,
        (flow, whole, population),
        done=measure(session, flow, population, start=then + dt.timedelta(days=1), end=on).objects,
        grown=measure(session, whole, population, as_of=on).objects
        - measure(session, whole, population, as_of=then).objects,
        on=on,
    )


def flow_between(session: Session, goal: tuple[Measure, Measure, str], *, done: int, grown: int, on: dt.date) -> Flow:
    """The last 12 months where what was done and what the population grew by are known already."""
    flow, whole, population = goal
    first = a_year_before(on) + dt.timedelta(days=1)
    return Flow(
        done=done,
        growth=grown - _no_growth(session, whole, population, first, on),
        since=begun(session, flow, population),
    )


def _no_growth(session: Session, whole: Measure, population: str, start: dt.date, end: dt.date) -> int:
    """What a population gained in a period without growing: old books taken over, and mergers of museums."""
    taken_over = opening_taken_over(session, whole, population, start=start, end=end).objects
    return taken_over + came_by_merger(session, whole, population, start=start, end=end).objects


def begun(session: Session, flow: Measure, population: str) -> dt.date | None:
    """The first day on which either the work or the register was recorded here, opening balances apart."""
    days = [since(session, one, population) for one in (flow, Measure.NEWLY_REGISTERED)]
    return min((day for day in days if day is not None), default=None)


def past_of(
    session: Session, flow: Measure, whole: Measure, population: str, *, on: dt.date, first: dt.date | None
) -> list[Past]:
    """The paces of up to five past years of whole months, the latest first; only years that were recorded whole."""
    if first is None:
        return []
    population = get_population(session, population, on).pinned
    start, end = (on - dt.timedelta(days=366 * (PAST_YEARS + 1))).replace(day=1), on
    months = flows_by_month(session, flow, population, start=start, end=end)
    done = {point.day: point.figure.objects for point in months}
    held = history(session, whole, population, start=start, end=end)
    # Most museums took their opening balance over once: asking year by year only then spares a question for each.
    opened = _no_growth(session, whole, population, start, end)
    found = []
    for days in _years(held, first):
        grown = _at(held, days[-1]) - _at(held, days[0])
        if opened:
            since_then = days[0] + dt.timedelta(days=1)
            grown -= _no_growth(session, whole, population, since_then, days[-1])
        found.append(Past(sum(done.get(day, 0) for day in days[1:]), grown))
    return found


def _years(points: list[Point], first: dt.date) -> Iterator[list[dt.date]]:
    """Thirteen month ends each, backwards from the last whole month: the eve of a year and its twelve months."""
    ends = [point.day for point in points if (point.day + dt.timedelta(days=1)).day == 1]
    for last in range(len(ends), 12, -12):
        days = ends[last - 13 : last]
        if len(days) < 13 or days[0] < first or (len(ends) - last) // 12 >= PAST_YEARS:
            return
        yield days


def _at(points: list[Point], day: dt.date) -> int:
    return next(point.figure.objects for point in points if point.day == day)
