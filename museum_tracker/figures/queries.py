"""Reading figures: counts from the sums in a moment, and the objects behind each as a select."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.models import Population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import date_of, day_of, month_of
from museum_tracker.figures.rules.measures import ALL_FLOWS, STOCKS, Measure, is_stock
from museum_tracker.figures.rules.periods import PeriodRule
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.standings import inventoried_steps, list_populations
from museum_tracker.figures.sums import first_day, flow_sums, month_flows, month_steps, stock_sums

__all__ = [
    "Ask", "Figure", "Measure", "Point", "artifact_ids", "figure", "find_population", "flows", "flows_by_month",
    "get_population", "history", "inventoried_steps", "list_populations", "measure", "since", "stocks",
]  # fmt: skip

Figures = dict[tuple[str, Measure], Figure]


class Point(NamedTuple):
    """A figure on the last day of a month."""

    day: dt.date
    figure: Figure


def measure(
    session: Session,
    measure: Measure,
    population: str = DEFAULT,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    undated: PeriodRule | None = None,
) -> Figure:
    """One figure: a stock now or `as_of` a day, or a flow from `start` to `end` (both included).

    `undated` counts what belongs to the flow but to no period of that rule. `artifact_ids` takes the same arguments
    (without the session) and gives the objects.

    Raises:
        NotFound: there is no such population.
    """
    return figure(session, Ask(measure, population, start, end, as_of, undated))


def figure(session: Session, ask: Ask) -> Figure:
    """One figure, from a question."""
    bit = get_population(session, ask.population).bit
    if not is_stock(ask.measure):
        return flow_sums(session, (ask.measure,), ask, bit).get((bit, ask.measure), Figure())
    if ask.measure is not Measure.UNREGISTERED:
        return stock_sums(session, (ask.measure,), ask.as_of, bit).get((bit, ask.measure), Figure())
    found = stock_sums(session, (Measure.PRESENT, Measure.REGISTERED), ask.as_of, bit)
    held, registered = (found.get((bit, name), Figure()) for name in (Measure.PRESENT, Measure.REGISTERED))
    return held.minus(registered)


def stocks(session: Session, as_of: dt.date | None = None) -> Figures:
    """Every stock of every population at once, now or as of a day: `{(population, measure): Figure}`."""
    codes = _codes(session)
    sums = stock_sums(session, tuple(STOCKS), as_of)
    found = {(code, name): sums.get((bit, name), Figure()) for bit, code in codes.items() for name in STOCKS}
    for code in codes.values():
        found[code, Measure.UNREGISTERED] = found[code, Measure.PRESENT].minus(found[code, Measure.REGISTERED])
    return found


def flows(session: Session, start: dt.date, end: dt.date) -> Figures:
    """Every flow of every population in a period at once: `{(population, measure): Figure}`."""
    sums = flow_sums(session, ALL_FLOWS, Ask(Measure.COLLECTED, start=start, end=end))
    return {
        (code, name): sums.get((bit, name), Figure()) for bit, code in _codes(session).items() for name in ALL_FLOWS
    }


def history(
    session: Session, measure: Measure, population: str = DEFAULT, *, start: dt.date, end: dt.date
) -> list[Point]:
    """A stock at the end of each month from `start` to `end`, the last point on `end` itself: the line of a chart."""
    bit = get_population(session, population).bit
    if measure is Measure.UNREGISTERED:
        steps = month_steps(session, (Measure.PRESENT,), bit, end)
        steps += [(month, Figure().minus(one)) for month, one in month_steps(session, (Measure.REGISTERED,), bit, end)]
        steps.sort(key=lambda step: step[0])
    else:
        steps = month_steps(session, (measure,), bit, end)
    points, total, place = [], Figure(), 0
    for day in month_ends(start, end):
        while place < len(steps) and steps[place][0] <= month_of(day_of(day)):
            total, place = total.plus(steps[place][1]), place + 1
        points.append(Point(day, total))
    return points


def flows_by_month(
    session: Session, measure: Measure, population: str = DEFAULT, *, start: dt.date, end: dt.date
) -> list[Point]:
    """A flow month by month; what is dated only by year is in none of them."""
    found = month_flows(session, measure, get_population(session, population).bit, start, end)
    return [Point(day, found.get(month_of(day_of(day)), Figure())) for day in month_ends(start, end)]


def since(session: Session, measure: Measure, population: str = DEFAULT) -> dt.date | None:
    """The day on which the museum's own dated records of a measure begin; None before the first.

    The opening balance does not count: under twelve months after this day a pace cannot be told.
    """
    wanted = Measure.PRESENT if measure is Measure.UNREGISTERED else measure
    day = first_day(session, wanted, get_population(session, population).bit)
    return None if day is None else date_of(day)


def find_population(session: Session, code: str) -> Population | None:
    """The population in force under a code, if there is one."""
    return session.scalar(sa.select(Population).where(Population.code == code, Population.live))


def get_population(session: Session, code: str) -> Population:
    """The population in force under a code.

    Raises:
        NotFound: there is none.
    """
    found = find_population(session, code)
    if found is None:
        raise NotFound(what=Message(N_("population %(code)s"), {"code": code}))
    return found


def month_ends(start: dt.date, end: dt.date) -> list[dt.date]:
    """The last day of each month from `start` to `end`, and `end` itself."""
    days, month = [], start.replace(day=1)
    while month <= end:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        days.append(min(following - dt.timedelta(days=1), end))
        month = following
    return days


def _codes(session: Session) -> dict[int, str]:
    found = session.execute(sa.select(Population.bit, Population.code).where(Population.live).order_by(Population.bit))
    return {row.bit: row.code for row in found}
