"""Reading figures: counts from the sums in a moment, and the objects behind each as a select."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.as_of import as_known
from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.populations import (
    PopulationNotReady,
    counted_bit,
    counted_parts,
    counted_versions,
    find_population,
    get_population,
    inventoried_steps,
    list_populations,
    list_versions,
)
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import date_of, day_of, month_of
from museum_tracker.figures.rules.measures import ALL_FLOWS, STOCKS, Measure, is_stock
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.sums import first_day, flow_sums, month_flows, month_steps, stock_sums

__all__ = [
    "Ask", "Figure", "Figures", "Measure", "Point", "PopulationNotReady", "artifact_ids", "counted_parts", "figure",
    "find_population", "flows", "flows_by_month", "flows_in_no_year", "get_population", "history", "inventoried_steps",
    "list_populations", "list_versions", "measure", "since", "stocks",
]  # fmt: skip


class Figures(dict[tuple[str, Measure], Figure]):
    """Many figures at once, by population and measure; one of a population still being counted is refused."""

    def __missing__(self, key: tuple[str, Measure]) -> Figure:
        raise PopulationNotReady(population=key[0])


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
    no_year: ReportingYears | None = None,
) -> Figure:
    """One figure: a stock now or `as_of` a day, or a flow from `start` to `end` (both included).

    `no_year` counts what belongs to the flow but to none of these years. `artifact_ids` takes the same arguments
    (without the session) and gives the objects.

    The population is read in the version in force on the last day of the question.

    Raises:
        NotFound: there is no such population.
        PopulationNotReady: it is still being counted for the first time.
    """
    return figure(session, Ask(measure, population, start, end, as_of, no_year))


def figure(session: Session, ask: Ask) -> Figure:
    """One figure, from a question."""
    if ask.known is not None:
        return as_known(session, replace(ask, known=None), known=clock.end_of(ask.known)).figure
    bit = counted_bit(session, ask)
    if not is_stock(ask.measure):
        return flow_sums(session, (ask.measure,), ask, bit).get((bit, ask.measure), Figure())
    return stock_sums(session, (ask.measure,), ask.as_of, bit).get((bit, ask.measure), Figure())


def stocks(session: Session, as_of: dt.date | None = None) -> Figures:
    """Every stock of every population at once, now or as of a day: `{(population, measure): Figure}`."""
    codes = _codes(session, as_of or clock.today())
    sums = stock_sums(session, STOCKS, as_of)
    return Figures({(code, name): sums.get((bit, name), Figure()) for bit, code in codes.items() for name in STOCKS})


def flows(session: Session, start: dt.date, end: dt.date) -> Figures:
    """Every flow of every population in a period at once: `{(population, measure): Figure}`."""
    sums = flow_sums(session, ALL_FLOWS, Ask(Measure.COLLECTED, start=start, end=end))
    codes = _codes(session, end)
    return Figures({(code, name): sums.get((bit, name), Figure()) for bit, code in codes.items() for name in ALL_FLOWS})


def history(
    session: Session, measure: Measure, population: str = DEFAULT, *, start: dt.date, end: dt.date
) -> list[Point]:
    """A stock at the end of each month from `start` to `end`, the last point on `end` itself: the line of a chart.

    Each point is counted by the version of the population in force on its day.
    """
    points: list[Point] = []
    for part in counted_parts(session, population, start, end):
        days = [day for day in month_ends(start, end) if part.start <= day <= part.end]
        points += _line(month_steps(session, (measure,), part.population.bit or 0, end), days)
    return points


def _line(steps: list[tuple[int, Figure]], days: list[dt.date]) -> list[Point]:
    points, total, place = [], Figure(), 0
    for day in days:
        while place < len(steps) and steps[place][0] <= month_of(day_of(day)):
            total, place = total.plus(steps[place][1]), place + 1
        points.append(Point(day, total))
    return points


def flows_in_no_year(session: Session, years: ReportingYears) -> Figures:
    """Every flow of every population that lies in none of the museum's years: no day known, or one across two."""
    sums = flow_sums(session, ALL_FLOWS, Ask(Measure.COLLECTED, no_year=years))
    codes = _codes(session, clock.today())
    return Figures({(code, name): sums.get((bit, name), Figure()) for bit, code in codes.items() for name in ALL_FLOWS})


def flows_by_month(
    session: Session, measure: Measure, population: str = DEFAULT, *, start: dt.date, end: dt.date
) -> list[Point]:
    """A flow month by month; what is dated only by year is in none of them."""
    bit = counted_bit(session, Ask(measure, population, start, end))
    found = month_flows(session, measure, bit, start, end)
    return [Point(day, found.get(month_of(day_of(day)), Figure())) for day in month_ends(start, end)]


def since(session: Session, measure: Measure, population: str = DEFAULT) -> dt.date | None:
    """The day on which the museum's own dated records of a measure begin; None before the first.

    The opening balance does not count: under twelve months after this day a pace cannot be told.
    """
    day = first_day(session, measure, counted_bit(session, Ask(measure, population)))
    return None if day is None else date_of(day)


def month_ends(start: dt.date, end: dt.date) -> list[dt.date]:
    """The last day of each month from `start` to `end`, and `end` itself."""
    days, month = [], start.replace(day=1)
    while month <= end:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        days.append(min(following - dt.timedelta(days=1), end))
        month = following
    return days


def _codes(session: Session, day: dt.date) -> dict[int, str]:
    return {found.bit: found.code for found in counted_versions(session, day) if found.bit is not None}
