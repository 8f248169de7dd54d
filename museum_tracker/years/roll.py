"""The roll of a year: every figure of every population with the objects behind it, read in one pass over the standings.

The same sums are kept ready by `figures`; this is the other way to them, object by object, and both have to agree.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.populations import counted_versions
from museum_tracker.figures.queries import Figures, flows, stocks
from museum_tracker.figures.rules.counting import evidence_of
from museum_tracker.figures.rules.days import day_of
from museum_tracker.figures.rules.measures import (
    ALL_FLOWS,
    ALL_STOCKS,
    BIT,
    DEPARTURES,
    FLOWS,
    INVENTORIED,
    STOCKS,
    UNLESS,
    Evidence,
    Measure,
)

Place = tuple[str, Measure]
Counts = tuple[tuple[Measure, int], ...]
CHUNK = 4000
MEASURES = (*ALL_STOCKS, *ALL_FLOWS)
# How a day stands to the period, two bits each: no evidence, after its end, before it or not known exactly, within it.
NONE, LATER, BEFORE, WITHIN = range(4)
STEPS: tuple[str, ...] = (*(evidence.value for evidence in Evidence), INVENTORIED)
PLACE = {step: place for place, step in enumerate(STEPS)}


@dataclass(frozen=True)
class Roll:
    """Which objects each figure of a period counts, by population and measure, and the pieces of each object.

    `pieces` names only objects of more than one piece.
    """

    lists: dict[Place, list[int]] = field(default_factory=dict)
    pieces: dict[int, int] = field(default_factory=dict)

    def ids(self, population: str, measure: Measure) -> list[int]:
        """The objects behind a figure, ascending."""
        return self.lists.get((population, measure), [])

    def count(self, population: str, measure: Measure) -> tuple[int, int]:
        """Objects and pieces of a figure."""
        ids = self.ids(population, measure)
        return len(ids), sum(self.pieces.get(artifact_id, 1) for artifact_id in ids)


def call_roll(session: Session, start: dt.date, end: dt.date, *, ids: Iterable[int] | None = None) -> Roll:
    """Who counts in which figure: stocks at the end of a period, flows within it; of all objects or of some."""
    found: dict[tuple[Measure, int], list[int]] = defaultdict(list)
    roll = Roll()
    span = (day_of(start), day_of(end))
    for chosen in [None] if ids is None else _chunks(ids):
        _read_plain(session, span, chosen, found, roll.pieces)
        _read_eventful(session, span, chosen, found)
    roll.lists.update(_by_population(found, _codes(session, end)))
    return roll


def kept_figures(session: Session, start: dt.date, end: dt.date) -> Figures:
    """Every figure of a period from the sums kept ready: stocks at its end, flows within it."""
    return Figures({**stocks(session, end), **flows(session, start, end)})


def _codes(session: Session, on: dt.date) -> dict[int, str]:
    return {one.bit: one.code for one in counted_versions(session, on) if one.bit is not None}


def _chunks(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    wanted = sorted(set(ids))
    return (wanted[first : first + CHUNK] for first in range(0, len(wanted), CHUNK))


def _read_plain(
    session: Session,
    span: tuple[int, int],
    chosen: Sequence[int] | None,
    found: dict[tuple[Measure, int], list[int]],
    pieces: dict[int, int],
) -> None:
    """Objects that only ever gained: the database says how each day stands to the period, in one number a row."""
    table = table_of(Standing)
    columns = (table.c.artifact_id, table.c.pieces, table.c.eventful, table.c.mask, table.c.flows, table.c.stocks)
    query = sa.select(*columns, _pattern(table, *span)).order_by(table.c.artifact_id)
    alike: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for artifact_id, number, eventful, mask, flows_, stocks_, pattern in session.execute(
        query if chosen is None else query.where(table.c.artifact_id.in_(chosen))
    ):
        if number != 1:
            pieces[artifact_id] = number
        if not eventful and mask:
            alike[mask, flows_ if stocks_ else -1, pattern].append(artifact_id)
    for (mask, came, pattern), ids in alike.items():
        for measure in _counted(pattern, came):
            found[measure, mask].extend(ids)


def _pattern(table: sa.Table, start: int, end: int) -> sa.ColumnElement[Any]:
    total: Any = sa.literal(0, sa.BigInteger)
    for step, place in PLACE.items():
        first, last = table.c[f"{step}_first"], table.c[f"{step}_last"]
        stands = sa.case((last.is_(None), NONE), (last > end, LATER), (first >= start, WITHIN), else_=BEFORE)
        total += stands * sa.literal(1 << 2 * place, sa.BigInteger)
    return total


@cache
def _counted(pattern: int, came: int) -> tuple[Measure, ...]:
    """The measures that count an object whose days stand so; `came` are the flows it belongs to at any time."""
    if came < 0:
        return ()
    stood = {measure for measure in STOCKS if _holds(measure, pattern)}
    if Measure.PRESENT in stood and Measure.REGISTERED not in stood:
        stood.add(Measure.UNREGISTERED)
    flowed = {measure for measure in FLOWS if came & BIT[measure] and _came(measure, pattern)}
    return (*stood, *flowed)


def _holds(measure: Measure, pattern: int) -> bool:
    if measure in UNLESS and _at(UNLESS[measure].value, pattern) in {BEFORE, WITHIN}:
        return False
    return all(_at(step, pattern) in {BEFORE, WITHIN} for step in _steps(measure))


def _came(measure: Measure, pattern: int) -> bool:
    stands = [_at(step, pattern) for step in _steps(measure)]
    return WITHIN in stands and not {NONE, LATER} & set(stands)


def _at(step: str, pattern: int) -> int:
    return pattern >> 2 * PLACE[step] & 3


@cache
def _steps(measure: Measure) -> tuple[str, ...]:
    if measure is Measure.NEWLY_INVENTORIED:
        return (INVENTORIED,)
    if measure is Measure.INVENTORIED:
        return (INVENTORIED, Evidence.PRESENT.value)
    return tuple(evidence.value for evidence in evidence_of(measure, ()))


def _read_eventful(
    session: Session, span: tuple[int, int], chosen: Sequence[int] | None, found: dict[tuple[Measure, int], list[int]]
) -> None:
    """Objects that came and went: their steps until the period's end, added up."""
    start, end = span
    entry = table_of(StandingEntry)
    query = sa.select(entry.c.artifact_id, entry.c.measure, entry.c.first, entry.c.sign, entry.c.mask)
    query = query.where(entry.c.last <= end).order_by(entry.c.artifact_id)
    held: dict[int, dict[tuple[Measure, int], int]] = {}
    for artifact_id, measure, first, sign, mask in session.execute(
        query if chosen is None else query.where(entry.c.artifact_id.in_(chosen))
    ):
        if measure in STOCKS:
            bits = held.setdefault(artifact_id, {})
            for bit in range(mask.bit_length()):
                if mask >> bit & 1:
                    bits[measure, bit] = bits.get((measure, bit), 0) + sign
        elif first >= start and (measure in FLOWS or measure in DEPARTURES):
            found[measure, mask].append(artifact_id)
    for artifact_id, bits in held.items():
        for measure, mask in _stood(bits):
            found[measure, mask].append(artifact_id)


def _stood(bits: dict[tuple[Measure, int], int]) -> Counts:
    masks: dict[Measure, int] = {}
    for (measure, bit), total in bits.items():
        if total > 0:
            masks[measure] = masks.get(measure, 0) | 1 << bit
    waiting = masks.get(Measure.PRESENT, 0) & ~masks.get(Measure.REGISTERED, 0)
    return (*masks.items(), (Measure.UNREGISTERED, waiting))


def _by_population(found: dict[tuple[Measure, int], list[int]], codes: dict[int, str]) -> dict[Place, list[int]]:
    lists: dict[Place, list[int]] = {}
    for (measure, mask), ids in found.items():
        for bit, code in codes.items():
            if mask >> bit & 1:
                lists.setdefault((code, measure), []).extend(ids)
    for ids in lists.values():
        ids.sort()
    return lists
