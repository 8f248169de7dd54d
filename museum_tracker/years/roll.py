"""The roll of a year: every figure of every population with the objects behind it, read in one pass over the standings.

The same sums are kept ready by `figures`; this is the other way to them, object by object, and both have to agree.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import table_of
from museum_tracker.figures.counting.sql import day_columns
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.populations import counted_versions
from museum_tracker.figures.queries import Figures, flows, stocks
from museum_tracker.figures.rules.counting import Entry, counted_in
from museum_tracker.figures.rules.days import Span, Window, day_of
from museum_tracker.figures.rules.measures import BIT, FLOWS, STATEMENTS, STOCKS, Evidence, Measure

Place = tuple[str, Measure]
CHUNK = 4000
# How a day stands to the period, two bits each: no evidence, after its end, before it or not known exactly, within it.
NONE, LATER, BEFORE, WITHIN = range(4)
BY_THEN = frozenset({BEFORE, WITHIN})
PLACE = {evidence: place for place, evidence in enumerate(Evidence)}


@dataclass
class Group:
    """Objects that count alike, and their pieces."""

    ids: list[int] = field(default_factory=list)
    pieces: int = 0

    def add(self, ids: Sequence[int], pieces: int) -> None:
        """More objects."""
        self.ids.extend(ids)
        self.pieces += pieces


Found = dict[tuple[Measure, int], Group]


@dataclass(frozen=True)
class Roll:
    """Which objects each figure of a period counts, by population and measure, and the pieces of each object.

    `pieces` names only objects of more than one piece.
    """

    groups: dict[Place, Group] = field(default_factory=dict)
    pieces: dict[int, int] = field(default_factory=dict)

    @property
    def lists(self) -> Mapping[Place, list[int]]:
        """The objects behind every figure that counts any."""
        return {place: group.ids for place, group in self.groups.items()}

    def ids(self, population: str, measure: Measure) -> list[int]:
        """The objects behind a figure, ascending."""
        found = self.groups.get((population, measure))
        return found.ids if found else []

    def count(self, population: str, measure: Measure) -> tuple[int, int]:
        """Objects and pieces of a figure."""
        found = self.groups.get((population, measure), Group())
        return len(found.ids), found.pieces


def call_roll(session: Session, start: dt.date, end: dt.date, *, ids: Iterable[int] | None = None) -> Roll:
    """Who counts in which figure: stocks at the end of a period, flows within it; of all objects or of some."""
    found: Found = defaultdict(Group)
    roll = Roll()
    window = Window(day_of(start), day_of(end))
    for chosen in [None] if ids is None else _chunks(ids):
        _read_plain(session, window, chosen, found, roll.pieces)
        _read_eventful(session, window, chosen, found, roll.pieces)
    roll.groups.update(_by_population(found, _codes(session, end)))
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
    session: Session, window: Window, chosen: Sequence[int] | None, found: Found, pieces: dict[int, int]
) -> None:
    """Objects that only ever gained: the database says how each day stands to the period, in one number a row."""
    table = table_of(Standing)
    columns = (table.c.artifact_id, table.c.pieces, table.c.eventful, table.c.mask, table.c.flows)
    query = sa.select(*columns, _pattern(window)).order_by(table.c.artifact_id)
    alike: dict[tuple[int, int, int], Group] = defaultdict(Group)
    for artifact_id, number, eventful, mask, flows_, pattern in session.execute(
        query if chosen is None else query.where(table.c.artifact_id.in_(chosen))
    ):
        if number != 1:
            pieces[artifact_id] = number
        if not eventful and mask:
            group = alike[mask, flows_, pattern]
            group.ids.append(artifact_id)
            group.pieces += number
    for (mask, came, pattern), group in alike.items():
        for measure in _counted(pattern, came):
            found[measure, mask].add(group.ids, group.pieces)


def _pattern(window: Window) -> sa.ColumnElement[Any]:
    total: Any = sa.literal(0, sa.BigInteger)
    for evidence, place in PLACE.items():
        first, last = day_columns(evidence)
        stands = sa.case(
            (last.is_(None), NONE), (last > window.until, LATER), (first >= window.start, WITHIN), else_=BEFORE
        )
        total += stands * sa.literal(1 << 2 * place, sa.BigInteger)
    return total


@cache
def _counted(pattern: int, came: int) -> tuple[Measure, ...]:
    """The measures that count an object whose days stand so; `came` are the flows it belongs to at any time."""
    stood = (measure for measure in STOCKS if _holds(measure, pattern))
    flowed = (measure for measure in FLOWS if came & BIT[measure] and _came(measure, pattern))
    return (*stood, *flowed)


def _holds(measure: Measure, pattern: int) -> bool:
    said = STATEMENTS[measure]
    if said.unless and _at(said.unless, pattern) in BY_THEN:
        return False
    return all(_at(evidence, pattern) in BY_THEN for evidence in said.holds)


def _came(measure: Measure, pattern: int) -> bool:
    stands = {_at(evidence, pattern) for evidence in STATEMENTS[measure].by}
    return WITHIN in stands and stands <= BY_THEN


def _at(evidence: Evidence, pattern: int) -> int:
    return pattern >> 2 * PLACE[evidence] & 3


def _read_eventful(
    session: Session, window: Window, chosen: Sequence[int] | None, found: Found, pieces: Mapping[int, int]
) -> None:
    """Objects that came and went: their entries until the period's end, in the order in which they were told."""
    entry = table_of(StandingEntry).c
    columns = (entry.measure, entry.reason, entry.first, entry.last, entry.opening, entry.sign, entry.mask)
    query = sa.select(entry.artifact_id, *columns).where(entry.last <= window.until)
    query = query.order_by(entry.artifact_id, entry.id)
    rows = session.execute(query if chosen is None else query.where(entry.artifact_id.in_(chosen)))
    for artifact_id, told in groupby(rows, key=lambda row: row.artifact_id):
        entries = (
            Entry(measure, reason, Span(first, last), opening, sign, mask)
            for _, measure, reason, first, last, opening, sign, mask in told
        )
        for measure, mask in counted_in(entries, window).items():
            found[measure, mask].add([artifact_id], pieces.get(artifact_id, 1))


def _by_population(found: Found, codes: dict[int, str]) -> dict[Place, Group]:
    groups: dict[Place, Group] = {}
    for (measure, mask), group in found.items():
        for bit, code in codes.items():
            if mask >> bit & 1:
                groups.setdefault((code, measure), Group()).add(group.ids, group.pieces)
    for group in groups.values():
        group.ids.sort()
    return groups
