"""Keeping each object's standing and the sums true, in the transaction of the deed that changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Fact, Standing, StandingEntry, Tally, TallyDelta
from museum_tracker.figures.populations import inventoried_steps, list_scopes
from museum_tracker.figures.records import FACT_COLUMNS, Rows, read_facts, read_records, read_standings
from museum_tracker.figures.rules.counting import Entry, Stand, Steps, is_accepted, plain_entries, stand
from museum_tracker.figures.rules.days import Span
from museum_tracker.figures.rules.facts import FactRow
from museum_tracker.figures.rules.measures import Evidence
from museum_tracker.figures.rules.populations import Record, Scope
from museum_tracker.figures.signals import standings_changed
from museum_tracker.figures.tallies import Key, add_deltas, key_of
from museum_tracker.history.models import ChangeSet

CHUNK = 4000
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


class Counting:
    """The rules in force during one touch; objects alike in record and facts are worked out once."""

    def __init__(self, scopes: Sequence[Scope], inventoried: Steps) -> None:
        self.scopes = scopes
        self.inventoried = inventoried
        self._stands: dict[object, Stand] = {}
        self._new: dict[int, tuple[Stand, list[tuple[Key, int]]]] = {}
        self._keys: dict[object, list[tuple[Key, int]]] = {}

    def stand(self, record: Record, facts: Sequence[FactRow]) -> Stand:
        """Where an object stands by its record and facts."""
        if any(fact.voids_id is not None or fact.values for fact in facts):
            return stand(record, facts, self.scopes, self.inventoried)
        alike = (record, tuple((fact.kind, fact.span, fact.level, fact.opening) for fact in facts))
        found = self._stands.get(alike)
        if found is None:
            found = self._stands[alike] = stand(record, facts, self.scopes, self.inventoried)
        return found

    def new_keys(self, seen: Stand) -> list[tuple[Key, int]]:
        """The sums that an object just worked out enters, each with its sign."""
        found = self._new.get(id(seen))
        if found is None or found[0] is not seen:
            keys = [(key_of(entry), entry.sign) for entry in seen.entries if entry.mask]
            found = self._new[id(seen)] = (seen, keys)
        return found[1]

    def keys(self, row: dict[str, Any], entries: Sequence[Entry]) -> list[tuple[Key, int]]:
        """The sums that an object with this standing enters, each with its sign."""
        if row["eventful"]:
            return [(key_of(entry), entry.sign) for entry in entries if entry.mask]
        alike = tuple(row[name] for name in ALIKE)
        found = self._keys.get(alike)
        if found is None:
            dates = {
                evidence: Span(row[f"{evidence}_first"], row[f"{evidence}_last"])
                for evidence in Evidence
                if row[f"{evidence}_last"] is not None
            }
            seen = Stand(row["mask"], 0, 0, 0, row["opening_evidence"], dates)
            accepted = is_accepted(Record(kind="", holding=row["holding"]), dates)
            entries = list(plain_entries(seen, accepted=accepted))
            found = self._keys[alike] = [(key_of(entry), entry.sign) for entry in entries if entry.mask]
        return found


COLUMNS = tuple(column.name for column in Standing.__table__.columns)
ALIKE = tuple(name for name in COLUMNS if name not in {"artifact_id", "pieces", "stocks", "flows", "opening"})


def row_of(artifact_id: int, record: Record, pieces: int, seen: Stand) -> dict[str, Any]:
    """A standing as it is stored."""
    row: dict[str, Any] = {
        "artifact_id": artifact_id,
        "pieces": pieces,
        "holding": record.holding,
        "mask": seen.mask,
        "stocks": seen.stocks,
        "flows": seen.flows,
        "opening": seen.opening,
        "opening_evidence": seen.opening_evidence,
        "eventful": seen.dates is None,
    }
    dates = seen.dates or {}
    for evidence in Evidence:
        span = dates.get(evidence)
        row[f"{evidence}_first"] = span.first if span else None
        row[f"{evidence}_last"] = span.last if span else None
    return row


def touch_chunk(session: Session, ids: Sequence[int], counting: Counting) -> dict[int, tuple[int, int]]:
    """Recount a few thousand objects at once; answers where those stand that stand elsewhere now."""
    records = read_records(session, ids, counting.scopes, lock=True)
    facts = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(ids)))
    old_rows, old_entries = read_standings(session, ids)
    deltas: dict[Key, list[int]] = {}
    fresh: list[tuple[dict[str, Any], Sequence[Entry]]] = []
    for artifact_id, (record, pieces) in records.items():
        seen = counting.stand(record, facts.get(artifact_id, ()))
        row = row_of(artifact_id, record, pieces, seen)
        old, was = old_rows.get(artifact_id), old_entries.get(artifact_id, [])
        if old == row and tuple(was) == seen.kept_entries:
            continue
        if old is not None:
            _count(deltas, counting.keys(old, was), old["pieces"], -1)
        _count(deltas, counting.new_keys(seen), pieces, 1)
        fresh.append((row, seen.kept_entries))
    _store(session, fresh, old_rows)
    add_deltas(session, deltas)
    return {row["artifact_id"]: (row["stocks"], row["flows"]) for row, _ in fresh}


def _count(deltas: dict[Key, list[int]], keys: Sequence[tuple[Key, int]], pieces: int, sign: int) -> None:
    for key, step in keys:
        pair = deltas.setdefault(key, [0, 0])
        pair[0] += sign * step
        pair[1] += sign * step * pieces


def _store(session: Session, fresh: Sequence[tuple[dict[str, Any], Sequence[Entry]]], old_rows: Rows) -> None:
    replaced = [row["artifact_id"] for row, _ in fresh if row["artifact_id"] in old_rows]
    if replaced:
        eventful = [artifact_id for artifact_id in replaced if old_rows[artifact_id]["eventful"]]
        session.execute(sa.delete(table_of(StandingEntry)).where(StandingEntry.artifact_id.in_(eventful)))
        session.execute(sa.delete(table_of(Standing)).where(Standing.artifact_id.in_(replaced)))
    if fresh:
        session.execute(sa.insert(table_of(Standing)), [row for row, _ in fresh])
    steps = [step for row, entries in fresh for step in entry_rows(row["artifact_id"], entries)]
    if steps:
        session.execute(sa.insert(table_of(StandingEntry)), steps)


def entry_rows(artifact_id: int, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """The entries of an eventful object as they are stored."""
    for entry in entries:
        yield {
            "artifact_id": artifact_id,
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
