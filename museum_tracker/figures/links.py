"""Addresses that open any figure as the list of its objects."""

from __future__ import annotations

import datetime as dt

from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.periods import PeriodRule
from museum_tracker.figures.rules.populations import DEFAULT

FILTER = "so_lieu"


def figure_url_args(
    measure: Measure,
    population: str = DEFAULT,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    undated: PeriodRule | None = None,
) -> dict[str, str]:
    """The query of `/hien-vat?…` that lists the objects of a figure; takes what `queries.measure` takes."""
    return {FILTER: Ask(measure, population, start, end, as_of, undated).text()}


def figure_path(ask: Ask) -> str:
    """The path that lists the objects of a figure."""
    return f"/hien-vat?{FILTER}={ask.text()}"
