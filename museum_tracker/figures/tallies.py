"""The sums: writers append differences, a job folds them, readers add up both."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import add_to_sums, insert_columns, table_of
from museum_tracker.figures.models import Tally, TallyDelta
from museum_tracker.figures.rules.counting import Entry
from museum_tracker.figures.rules.days import UNKNOWN

KEYS = ("measure", "last", "first", "reason", "opening", "mask")
# Which sum an entry belongs to: the columns of KEYS. Sums are kept by mask, not by population: each entry is one row.
Key = tuple[str, int, int, str, bool, int]


def key_of(entry: Entry) -> Key:
    """The sum that an entry belongs to."""
    span = entry.span
    return entry.measure.value, span.last, span.first, entry.reason.value, entry.opening, entry.mask


def add_deltas(session: Session, deltas: Mapping[Key, list[int]]) -> None:
    """Append differences of sums (objects and pieces); what cancels out is left out."""
    rows = [(*key, objects, pieces) for key, (objects, pieces) in deltas.items() if objects or pieces]
    if rows:
        columns = zip((*KEYS, "objects", "pieces"), zip(*rows, strict=True), strict=True)
        insert_columns(session, TallyDelta, len(rows), dict(columns))


def fold(session: Session) -> int:
    """Add the waiting differences to the sums of days, months and totals; answers how many were folded.

    They are claimed first: another transaction may commit earlier ones meanwhile, which wait for the next turn.
    """
    table, turn = table_of(TallyDelta), time.time_ns()
    claimed = session.execute(sa.update(table).where(table.c.turn.is_(None)).values(turn=turn))
    month, from_month = table.c.last // 100, table.c.first // 100
    exact = sa.case((sa.and_(table.c.first != UNKNOWN, from_month == month), month), else_=UNKNOWN)
    zero = sa.literal(UNKNOWN)
    for grain, last, first in (("day", table.c.last, table.c.first), ("month", month, exact), ("total", zero, zero)):
        _fold_grain(session, grain, turn, last, first)
    session.execute(sa.delete(table).where(table.c.turn == turn))
    return int(claimed.rowcount)  # type: ignore[attr-defined]


def _fold_grain(session: Session, grain: str, turn: int, last: Any, first: Any) -> None:
    table = table_of(TallyDelta)
    by = {
        "measure": table.c.measure,
        "last": last.label("last"),
        "first": first.label("first"),
        "reason": table.c.reason,
        "opening": table.c.opening,
        "mask": table.c.mask,
    }
    inner = sa.select(*by.values(), table.c.objects, table.c.pieces).where(table.c.turn == turn).subquery()
    sums = [sa.func.sum(inner.c.objects), sa.func.sum(inner.c.pieces)]
    names = [inner.c[name] for name in by]
    found = sa.select(sa.literal(grain), *names, *sums).group_by(*names)
    add_to_sums(session, Tally, ("grain", *by, "objects", "pieces"), found.where(sa.true()), ("objects", "pieces"))
