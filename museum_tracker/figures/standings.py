"""Keeping each object's standing and the sums true, in the transaction of the deed that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import insert_columns, table_of
from museum_tracker.figures.counting.placing import COLUMNS, Counting, Keys, Placed
from museum_tracker.figures.models import Fact, Standing, StandingEntry, Tally, TallyDelta
from museum_tracker.figures.populations import inventoried_steps, list_scopes
from museum_tracker.figures.records import FACT_COLUMNS, read_facts, read_records, read_standings
from museum_tracker.figures.rules.counting import Entry
from museum_tracker.figures.signals import standings_changed
from museum_tracker.figures.tallies import Key, add_deltas
from museum_tracker.history.models import ChangeSet

CHUNK = 4000
Deltas = defaultdict[Key, list[int]]
# Read through an outer join: an object of which no fact is known has no standing, and nothing is proved of it.
STOCKS, FLOWS = sa.func.coalesce(Standing.stocks, 0), sa.func.coalesce(Standing.flows, 0)


def touch(session: Session, ids: Iterable[int], *, deed: ChangeSet) -> int:
    """Recount objects whose facts or fields a deed changed, and move the sums by the difference.

    Call it in the deed's transaction, after its facts are added. Answers how many objects stand elsewhere now.
    """
    session.flush()
    # The choices are shared first: whoever changes what is counted waits, and the populations read next are in force.
    steps = inventoried_steps(session, share=True)
    counting = Counting(list_scopes(session), steps)
    wanted = sorted(set(ids))
    changed = 0
    for start in range(0, len(wanted), CHUNK):
        stands = touch_chunk(session, wanted[start : start + CHUNK], counting)
        if stands:
            standings_changed.send(session, stands=stands, deed=deed)
        changed += len(stands)
    return changed


def touch_chunk(session: Session, ids: Sequence[int], counting: Counting) -> dict[int, tuple[int, int]]:
    """Recount a few thousand objects at once; answers where those stand that stand elsewhere now."""
    records = read_records(session, ids, counting.scopes, lock=True)
    facts = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(ids)))
    old_rows, old_entries = read_standings(session, ids)
    deltas: Deltas = defaultdict(lambda: [0, 0])
    fresh: list[tuple[int, int, Placed]] = []
    for artifact_id, (record, pieces) in records.items():
        placed = counting.place(record, facts.get(artifact_id, ()))
        old, was = old_rows.get(artifact_id), old_entries.get(artifact_id, [])
        if old is not None:
            stands = (*old.values(),) == (artifact_id, pieces, *placed.tail)
            if stands and tuple(was) == placed.stand.kept_entries:
                continue
            _add(deltas, counting.keys(old, was), -1, -old["pieces"])
        fresh.append((artifact_id, pieces, placed))
    _forget(session, [old_rows[artifact_id] for artifact_id, _, _ in fresh if artifact_id in old_rows])
    keep(session, fresh, deltas)
    return {artifact_id: (placed.stand.stocks, placed.stand.flows) for artifact_id, _, placed in fresh}


def _forget(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take the standings away in whose place others are kept."""
    if rows:
        eventful = [row["artifact_id"] for row in rows if row["eventful"]]
        session.execute(sa.delete(table_of(StandingEntry)).where(StandingEntry.artifact_id.in_(eventful)))
        replaced = [row["artifact_id"] for row in rows]
        session.execute(sa.delete(table_of(Standing)).where(Standing.artifact_id.in_(replaced)))


def keep(session: Session, fresh: Sequence[tuple[int, int, Placed]], deltas: Deltas | None = None) -> None:
    """Keep where objects stand that have no standing: the id of each, its pieces, its place; and move the sums."""
    rows = [(artifact_id, pieces, *placed.tail) for artifact_id, pieces, placed in fresh]
    insert_columns(session, Standing, len(rows), dict(zip(COLUMNS, zip(*rows, strict=True), strict=False)))
    steps = [
        {"artifact_id": artifact_id, **_stored(entry)}
        for artifact_id, _, placed in fresh
        for entry in placed.stand.kept_entries
    ]
    if steps:
        session.execute(sa.insert(table_of(StandingEntry)), steps)
    alike: dict[Placed, list[int]] = {}
    for _, pieces, placed in fresh:
        pair = alike.setdefault(placed, [0, 0])
        pair[0] += 1
        pair[1] += pieces
    deltas = defaultdict(lambda: [0, 0]) if deltas is None else deltas
    for placed, (objects, pieces) in alike.items():
        _add(deltas, placed.keys, objects, pieces)
    add_deltas(session, deltas)


def _add(deltas: Deltas, keys: Keys, objects: int, pieces: int) -> None:
    for key, sign in keys:
        pair = deltas[key]
        pair[0] += sign * objects
        pair[1] += sign * pieces


def _stored(entry: Entry) -> dict[str, Any]:
    """An entry of an eventful object as it is stored."""
    return {
        "measure": entry.measure,
        "reason": entry.reason,
        "first": entry.span.first,
        "last": entry.span.last,
        "opening": entry.opening,
        "sign": entry.sign,
        "mask": entry.mask,
    }


def rebuild(session: Session) -> int:
    """Throw away every standing and sum and make them anew from the facts; answers how many objects were counted.

    For a changed rule or population, or after the checker found a difference.
    """
    for table in (Tally, TallyDelta, StandingEntry, Standing):
        session.execute(sa.delete(table))
    counting = Counting(list_scopes(session), inventoried_steps(session))
    last = count = 0
    while True:
        ids = session.scalars(sa.select(Artifact.id).where(Artifact.id > last).order_by(Artifact.id).limit(CHUNK)).all()
        if not ids:
            return count
        touch_chunk(session, ids, counting)
        last, count = ids[-1], count + len(ids)
