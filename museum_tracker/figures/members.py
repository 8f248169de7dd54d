"""The objects behind a figure, as a select: its count is the figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from museum_tracker.core import clock
from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.counting.sql import counts, entries_counting, falls_in, stands_now
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.populations import bit_on
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure, is_stock
from museum_tracker.figures.rules.populations import DEFAULT


def artifact_ids(
    measure: Measure,
    population: str = DEFAULT,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    no_year: ReportingYears | None = None,
) -> sa.Select[int]:
    """The ids of the objects behind a figure: takes what `queries.measure` takes, except the session."""
    return members(Ask(measure, population, start, end, as_of, no_year))


def members(ask: Ask) -> sa.Select[int]:
    """The ids of the objects behind the figure that a question asks for."""
    belongs = _in_population(Standing.mask, ask)
    if is_stock(ask.measure) and ask.as_of is None:
        return sa.select(Standing.artifact_id).where(belongs, stands_now(ask.measure))
    eventful = entries_counting(ask.measure, ask.window, _in_population(StandingEntry.mask, ask))
    return sa.select(Standing.artifact_id).where(
        sa.or_(
            ~Standing.eventful & belongs & counts(ask.measure, ask.window),
            Standing.eventful & Standing.artifact_id.in_(eventful),
        )
    )


def came_on(ask: Ask) -> sa.Select[int, int, int]:
    """On which days eventful objects came to a figure: the object and both ends of the day, the earliest last."""
    if is_stock(ask.measure):
        inside = StandingEntry.last <= ask.window.until
    else:
        inside = falls_in(StandingEntry.first, StandingEntry.last, ask.window)
    found = sa.select(StandingEntry.artifact_id, StandingEntry.first, StandingEntry.last)
    return found.where(StandingEntry.measure == ask.measure, StandingEntry.sign > 0, inside).order_by(
        StandingEntry.last.desc(), StandingEntry.id.desc()
    )


def _in_population(mask: Any, ask: Ask) -> sa.ColumnElement[bool]:
    return mask.bitwise_and(bit_on(ask.population, ask.until or clock.today())) != 0
