"""Addresses that open any figure as the list of its objects."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import day_of
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.populations import DEFAULT

if TYPE_CHECKING:
    from museum_tracker.figures.rules.balances import Balance, Line

FILTER = "so_lieu"
LINE_FILTER = "dong_can_doi"


def figure_url_args(
    measure: Measure,
    population: str = DEFAULT,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    no_year: ReportingYears | None = None,
) -> dict[str, str]:
    """The query of `/hien-vat?…` that lists the objects of a figure; takes what `queries.measure` takes."""
    return {FILTER: Ask(measure, population, start, end, as_of, no_year).text()}


def figure_path(ask: Ask) -> str:
    """The path that lists the objects of a figure."""
    return f"/hien-vat?{FILTER}={ask.text()}"


def line_path(balance: Balance, line: Line) -> str:
    """The path that lists the objects of a line of a balance."""
    words = (balance.measure, balance.population, day_of(balance.start), day_of(balance.end), line)
    return f"/hien-vat?{LINE_FILTER}={'.'.join(map(str, words))}"
