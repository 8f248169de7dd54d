"""The sums: writers append differences, a job folds them, readers add up both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import add_to_sums, table_of
from museum_tracker.figures.models import Tally, TallyDelta
from museum_tracker.figures.rules.counting import Entry
from museum_tracker.figures.rules.days import UNKNOWN, month_of
from museum_tracker.figures.rules.measures import Measure, Reason
from museum_tracker.figures.rules.populations import Scope

BATCH = 5000
KEYS = ("grain", "population", "measure", "last", "first", "reason", "opening")


class Key(NamedTuple):
    """Which sum an entry belongs to, and whether it adds or takes away. `population` is the population's bit."""

    population: int
    measure: Measure
    last: int
    first: int
    reason: Reason
    opening: bool
    sign: int


def explode(entries: Iterable[Entry], scopes: Sequence[Scope]) -> list[Key]:
    """One key for each population that an entry concerns."""
    return [
        Key(scope.bit, entry.measure, entry.span.last, entry.span.first, entry.reason, entry.opening, entry.sign)
        for entry in entries
        for scope in scopes
        if entry.mask >> scope.bit & 1
    ]


def add_deltas(session: Session, deltas: Counter[tuple[Key, str]]) -> None:
    """Append differences of sums; what cancels out is left out."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for (key, unit), number in deltas.items():
        pair = sums.setdefault(key[:-1], [0, 0])
        pair[unit == "pieces"] += number
    rows = [
        dict(zip(("population", "measure", "last", "first", "reason", "opening"), key, strict=True))
        | {"objects": objects, "pieces": pieces}
        for key, (objects, pieces) in sums.items()
        if objects or pieces
    ]
    for start in range(0, len(rows), BATCH):
        session.execute(sa.insert(table_of(TallyDelta)), rows[start : start + BATCH])


def fold(session: Session) -> int:
    """Add the waiting differences to the sums of days, months and totals; answers how many were folded."""
    deltas = session.execute(sa.delete(TallyDelta).returning(TallyDelta)).scalars().all()
    sums: dict[tuple[Any, ...], list[int]] = {}
    for delta in deltas:
        for grain, last, first in _grains(delta.last, delta.first):
            key = (grain, delta.population, delta.measure, last, first, delta.reason, delta.opening)
            pair = sums.setdefault(key, [0, 0])
            pair[0] += delta.objects
            pair[1] += delta.pieces
    for delta in deltas:
        session.expunge(delta)
    rows = [
        dict(zip(KEYS, key, strict=True)) | {"objects": objects, "pieces": pieces}
        for key, (objects, pieces) in sorted(sums.items())
        if objects or pieces
    ]
    for start in range(0, len(rows), BATCH):
        add_to_sums(session, Tally, rows[start : start + BATCH], ("objects", "pieces"))
    return len(deltas)


def _grains(last: int, first: int) -> tuple[tuple[str, int, int], ...]:
    month = month_of(last)
    exact = first != UNKNOWN and month_of(first) == month
    return ("day", last, first), ("month", month, month if exact else UNKNOWN), ("total", UNKNOWN, UNKNOWN)
