"""The objects behind a figure, as a select: its count is the figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.populations import bit_on
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.counting import evidence_of
from museum_tracker.figures.rules.days import day_of
from museum_tracker.figures.rules.measures import BIT, DEPARTURES, UNLESS, Evidence, Measure, is_stock
from museum_tracker.figures.rules.periods import PeriodRule
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.sums import in_span

Condition = sa.ColumnElement[bool]
INVENTORIED = {Measure.INVENTORIED, Measure.NEWLY_INVENTORIED}


def artifact_ids(
    measure: Measure,
    population: str = DEFAULT,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    undated: PeriodRule | None = None,
) -> sa.Select[int]:
    """The ids of the objects behind a figure: takes what `queries.measure` takes, except the session."""
    return members(Ask(measure, population, start, end, as_of, undated))


def members(ask: Ask) -> sa.Select[int]:
    """The ids of the objects behind the figure that a question asks for."""
    belongs = _in_population(Standing.mask, ask)
    if is_stock(ask.measure) and ask.as_of is None:
        return sa.select(Standing.artifact_id).where(belongs, _stands_now(ask.measure))
    if not is_stock(ask.measure):
        plain, eventful = _came(ask), _eventful_flow(ask)
    else:
        plain, eventful = _stood(ask.measure, day_of(ask.as_of or dt.date.max)), _eventful_stock(ask)
    return sa.select(Standing.artifact_id).where(
        sa.or_(~Standing.eventful & belongs & plain, Standing.eventful & Standing.artifact_id.in_(eventful))
    )


def came_on(ask: Ask) -> sa.Select[int, int, int]:
    """On which days eventful objects came to a figure: the object and both ends of the day, the earliest last."""
    if is_stock(ask.measure):
        inside = StandingEntry.last <= day_of(ask.until or dt.date.max)
    else:
        inside = in_span(StandingEntry.first, StandingEntry.last, ask)
    found = sa.select(StandingEntry.artifact_id, StandingEntry.first, StandingEntry.last)
    return found.where(StandingEntry.measure == ask.measure, StandingEntry.sign > 0, inside).order_by(
        StandingEntry.last.desc(), StandingEntry.id.desc()
    )


def _in_population(mask: Any, ask: Ask) -> Condition:
    return mask.bitwise_and(bit_on(ask.population, ask.until or clock.today())) != 0


def _stands_now(measure: Measure) -> Condition:
    if measure is Measure.UNREGISTERED:
        return _stands_now(Measure.PRESENT) & ~_stands_now(Measure.REGISTERED)
    return Standing.stocks.bitwise_and(BIT[measure]) != 0


def _stood(measure: Measure, day: int) -> Condition:
    """Whether a plain object was counted in a stock on a day."""
    if measure is Measure.UNREGISTERED:
        return _stood(Measure.PRESENT, day) & sa.not_(sa.func.coalesce(_stood(Measure.REGISTERED, day), sa.false()))
    stood = sa.and_(Standing.stocks != 0, *(last <= day for _, last in _spans(measure)))
    if measure in UNLESS:
        until = _column(UNLESS[measure], "last")
        stood &= until.is_(None) | (until > day)
    return stood


def _came(ask: Ask) -> Condition:
    """Whether a plain object came to a flow in the period asked for."""
    if ask.measure in DEPARTURES:
        return sa.false()
    first, last = dates_of(ask.measure)
    return (Standing.flows.bitwise_and(BIT[ask.measure]) != 0) & in_span(first, last, ask)


def dates_of(measure: Measure) -> tuple[Any, Any]:
    """Both ends of the day on which a plain object came to a measure, as parts of a statement."""
    spans = _spans(measure)
    return _greatest([first for first, _ in spans]), _greatest([last for _, last in spans])


def _eventful_flow(ask: Ask) -> sa.Select[Any]:
    return sa.select(StandingEntry.artifact_id).where(
        StandingEntry.measure == ask.measure,
        _in_population(StandingEntry.mask, ask),
        in_span(StandingEntry.first, StandingEntry.last, ask),
    )


def _eventful_stock(ask: Ask) -> sa.Select[Any]:
    sign: Any = StandingEntry.sign
    wanted = [ask.measure]
    if ask.measure is Measure.UNREGISTERED:
        wanted = [Measure.PRESENT, Measure.REGISTERED]
        sign = sa.case((StandingEntry.measure == Measure.REGISTERED, -StandingEntry.sign), else_=StandingEntry.sign)
    return (
        sa.select(StandingEntry.artifact_id)
        .where(
            StandingEntry.measure.in_(wanted),
            _in_population(StandingEntry.mask, ask),
            StandingEntry.last <= day_of(ask.as_of or dt.date.max),
        )
        .group_by(StandingEntry.artifact_id)
        .having(sa.func.sum(sign) > 0)
    )


def _spans(measure: Measure) -> list[tuple[Any, Any]]:
    """The columns of both ends of every evidence behind a measure; the museum's own choice is kept worked out."""
    if measure in INVENTORIED:
        ends = (table_of(Standing).c.inventoried_first, table_of(Standing).c.inventoried_last)
        return [ends] if measure is Measure.NEWLY_INVENTORIED else [ends, *_spans(Measure.PRESENT)]
    return [(_column(evidence, "first"), _column(evidence, "last")) for evidence in evidence_of(measure, ())]


def _column(evidence: Evidence, end: str) -> Any:
    return table_of(Standing).c[f"{evidence}_{end}"]


def _greatest(columns: list[Any]) -> Any:
    """The latest of several days; neither engine's own word for it is the other's."""
    found = columns[0]
    for column in columns[1:]:
        found = sa.case((column > found, column), else_=found)
    return found
