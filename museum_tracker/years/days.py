"""On which day each object came to the figures of a period, as a list of its objects prints it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import table_of
from museum_tracker.figures.members import came_on
from museum_tracker.figures.models import Standing
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import UNKNOWN, Span
from museum_tracker.figures.rules.measures import DATED_BY, Measure, is_stock
from museum_tracker.years.roll import Roll

NOT_KNOWN = Span(UNKNOWN, UNKNOWN)
BATCH = 10_000
NUMBERS = 3  # of an object: how far its id lies from the one before, then both ends of its day


def days_of(session: Session, roll: Roll, start: dt.date, end: dt.date) -> Iterator[tuple[Measure, list[int]]]:
    """For each figure that has days, its objects of all populations with their days, as whole numbers to freeze."""
    wanted: dict[Measure, set[int]] = {measure: set() for measure in DATED_BY}
    for (_, measure), listed in roll.lists.items():
        if measure in wanted:
            wanted[measure].update(listed)
    for measure, ids in wanted.items():
        ask = Ask(measure, as_of=end) if is_stock(measure) else Ask(measure, start=start, end=end)
        yield measure, _numbers(sorted(ids), _plain(session, measure), _eventful(session, ask, ids))


def read_days(numbers: Sequence[int]) -> dict[int, Span]:
    """The days of objects, from frozen numbers."""
    found: dict[int, Span] = {}
    artifact_id = 0
    for place in range(0, len(numbers), NUMBERS):
        step, first, last = numbers[place : place + NUMBERS]
        artifact_id += step
        found[artifact_id] = Span(first, last)
    return found


def _numbers(ids: Sequence[int], plain: Iterator[tuple[int, Span]], eventful: Mapping[int, Span]) -> list[int]:
    """Both lists go up by object, so that neither is held beside the other."""
    numbers: list[int] = []
    before, (seen, span) = 0, next(plain, (0, NOT_KNOWN))
    for artifact_id in ids:
        while 0 < seen < artifact_id:
            seen, span = next(plain, (0, NOT_KNOWN))
        found = eventful.get(artifact_id) or (span if seen == artifact_id else NOT_KNOWN)
        numbers += (artifact_id - before, *found)
        before = artifact_id
    return numbers


def _plain(session: Session, measure: Measure) -> Iterator[tuple[int, Span]]:
    columns = table_of(Standing).c
    first, last = columns[f"{DATED_BY[measure]}_first"], columns[f"{DATED_BY[measure]}_last"]
    query = sa.select(columns.artifact_id, first, last).where(~columns.eventful, last.is_not(None))
    with session.execute(query.order_by(columns.artifact_id), execution_options={"yield_per": BATCH}) as rows:
        for artifact_id, earliest, latest in chain.from_iterable(rows.partitions()):
            yield artifact_id, Span(earliest or UNKNOWN, latest)


def _eventful(session: Session, ask: Ask, wanted: set[int]) -> dict[int, Span]:
    rows = session.execute(came_on(ask))
    return {artifact_id: Span(first, last) for artifact_id, first, last in rows if artifact_id in wanted}
