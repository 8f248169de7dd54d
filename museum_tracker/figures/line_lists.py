"""The objects behind a line of a balance: who came, went or changed for that reason in the period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import Filter, Select, add_filter
from museum_tracker.core.db import table_of
from museum_tracker.core.errors import Refusal
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.counting.sql import dates_of
from museum_tracker.figures.links import LINE_FILTER
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.populations import Part, counted_parts, find_population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.balances import BALANCED, BESIDES, FIRSTS, Line, lines_of, reasons_of
from museum_tracker.figures.rules.days import day_of
from museum_tracker.figures.rules.measures import BIT, FLOW_OF, MEASURE_LABELS, Measure


@dataclass(frozen=True)
class LineAsk:
    """A line of the balance of a stock of a population over a period."""

    measure: Measure
    population: str
    start: dt.date
    end: dt.date
    line: Line

    def text(self) -> str:
        """The line as one word of an address: measure.population.from.to.line."""
        return ".".join([self.measure, self.population, str(day_of(self.start)), str(day_of(self.end)), self.line])


def read_line(text: str) -> LineAsk:
    """The line behind a word of an address.

    Raises:
        ValueError: the word is no line of a balance.
    """
    measure, population, start, end, line = text.split(".")
    days = [dt.datetime.strptime(day, "%Y%m%d").date() for day in (start, end)]  # noqa: DTZ007 - a day has no zone
    found = LineAsk(Measure(measure), population, days[0], days[1], Line(line))
    if found.measure not in BALANCED or not population or days[0] > days[1]:
        raise ValueError(text)
    return found


def register() -> None:
    """Offer the condition to every list of objects."""
    add_filter(Filter(name=LINE_FILTER, label=N_("Line of a balance"), apply=apply, describe=describe, prepare=prepare))


def prepare(session: Session, value: str) -> sa.Select[Any] | None:
    """The objects of the line that a word of an address names."""
    try:
        return line_members(session, read_line(value))
    except (ValueError, Refusal):
        return None


def apply(select: Select, found: sa.Select[Any] | None) -> Select:
    """Only the objects of the line; a word that is no line lists none."""
    return select.where(sa.false() if found is None else table_of(Artifact).c.id.in_(found))


def describe(session: Session, value: str, locale: str) -> str:
    """The line in words: what is counted, in which population, why, over which days."""
    try:
        ask = read_line(value)
    except ValueError:
        return value
    found = find_population(session, ask.population, ask.end)
    parts = (
        translate(MEASURE_LABELS[ask.measure], locale),
        found.label(locale) if found else ask.population,
        translate({**lines_of(ask.measure), Line.BESIDES: BESIDES}.get(ask.line, ask.line), locale),
        f"{date(ask.start, locale)} – {date(ask.end, locale)}",
    )
    return " · ".join(parts)


def line_members(session: Session, ask: LineAsk) -> sa.Select[Any]:
    """The ids of the objects that moved a stock for the reason of a line, each in the version that counted its day."""
    if ask.line is Line.BESIDES:
        return _besides(session, ask)
    before = ask.start - dt.timedelta(days=1)
    parts = counted_parts(session, ask.population, before, ask.end)
    if ask.line is Line.POPULATION:
        found = [one for pair in pairwise(parts) for one in _changed(ask.measure, *pair)]
    else:
        found = [one for part in parts for one in _moved(ask, part)]
    if not found:
        return sa.select(Standing.artifact_id).where(sa.false())
    return sa.union(*found).subquery().select()


def _besides(session: Session, ask: LineAsk) -> sa.Select[Any]:
    """Whom the figure of the period counts and not the line of first attainments, or (by another version) only that."""
    flow = members(Ask(FLOW_OF[ask.measure], ask.population, start=ask.start, end=ask.end))
    first = line_members(session, replace(ask, line=Line.FIRST))
    ids = sa.select(Standing.artifact_id)
    return (
        sa.union(
            *(
                ids.where(Standing.artifact_id.in_(one), Standing.artifact_id.not_in(other))
                for one, other in ((flow, first), (first, flow))
            )
        )
        .subquery()
        .select()
    )


def _changed(measure: Measure, old: Part, new: Part) -> list[sa.Select[Any]]:
    """Who entered or left because another version came into force."""
    eve = new.start - dt.timedelta(days=1)
    was, now = (members(Ask(measure, part.population.pinned, as_of=eve)) for part in (old, new))
    ids = sa.select(Standing.artifact_id)
    return [
        ids.where(Standing.artifact_id.in_(one), Standing.artifact_id.not_in(other))
        for one, other in ((was, now), (now, was))
    ]


def _moved(ask: LineAsk, part: Part) -> list[sa.Select[Any]]:
    bit = 1 << (part.population.bit or 0)
    days = day_of(max(part.start, ask.start)), day_of(part.end)
    entry = StandingEntry
    steps = sa.select(entry.artifact_id).where(
        entry.measure == ask.measure,
        entry.reason.in_(reasons_of(ask.measure, ask.line)),
        entry.last.between(*days),
        entry.mask.bitwise_and(bit) != 0,
    )
    if ask.line not in FIRSTS:
        return [steps]
    dated = {Line.FIRST: entry.first >= days[0], Line.TAKEN_OVER: entry.opening, Line.UNDATED: ~entry.opening}
    steps = steps.where(dated[ask.line])
    if ask.line is not Line.FIRST:
        steps = steps.where(entry.first < days[0])
    return [steps, _plain(ask, bit, days)]


def _plain(ask: LineAsk, bit: int, days: tuple[int, int]) -> sa.Select[Any]:
    """Objects that only ever gained evidence: their first attainment follows from their dates."""
    first, last = dates_of(ask.measure)
    old = Standing.opening.bitwise_and(BIT[ask.measure]) != 0
    came = sa.select(Standing.artifact_id).where(
        ~Standing.eventful,
        Standing.mask.bitwise_and(bit) != 0,
        Standing.stocks.bitwise_and(BIT[ask.measure]) != 0,
        last.between(*days),
    )
    if ask.line is Line.FIRST:
        return came.where(first >= days[0])
    return came.where(first < days[0], old if ask.line is Line.TAKEN_OVER else ~old)
