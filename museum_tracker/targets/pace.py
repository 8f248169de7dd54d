"""How fast a population was worked through: the last twelve months, and the years before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from museum_tracker.figures.balances import opening_taken_over
from museum_tracker.figures.queries import Point, flows_by_month, history, measure, since
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.rules.forecast import Flow, Past, a_year_before

PAST_YEARS = 5


def flow_of(
    session: Session, flow: Measure, whole: Measure, population: str, *, on: dt.date, held: int | None = None
) -> Flow:
    """The last 12 months at a goal's own level and population; what came with an opening balance is no growth.

    `held` spares counting the population on the day where it is known.
    """
    then = a_year_before(on)
    first = then + dt.timedelta(days=1)
    now = measure(session, whole, population, as_of=on).objects if held is None else held
    taken_over = opening_taken_over(session, whole, population, start=first, end=on).objects
    return Flow(
        done=measure(session, flow, population, start=first, end=on).objects,
        growth=now - measure(session, whole, population, as_of=then).objects - taken_over,
        since=begun(session, flow, population),
    )


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
    start, end = (on - dt.timedelta(days=366 * (PAST_YEARS + 1))).replace(day=1), on
    months = flows_by_month(session, flow, population, start=start, end=end)
    done = {point.day: point.figure.objects for point in months}
    held = history(session, whole, population, start=start, end=end)
    found = []
    for days in _years(held, first):
        grown = _at(held, days[-1]) - _at(held, days[0])
        taken = opening_taken_over(
            session, whole, population, start=days[0] + dt.timedelta(days=1), end=days[-1]
        ).objects  # fmt: skip
        found.append(Past(sum(done.get(day, 0) for day in days[1:]), grown - taken))
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
