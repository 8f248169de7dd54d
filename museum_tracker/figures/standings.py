"""Keeping each object's standing and the sums true, in the transaction of the deed that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Fact, FigureRule, Population, Standing, StandingEntry, Tally, TallyDelta
from museum_tracker.figures.rules.counting import Entry, Stand, Steps, is_accepted, latest, plain_entries, stand
from museum_tracker.figures.rules.days import Span, span_of
from museum_tracker.figures.rules.facts import FactRow
from museum_tracker.figures.rules.measures import DEFAULT_INVENTORIED, Evidence
from museum_tracker.figures.rules.populations import Record, Scope, scope
from museum_tracker.figures.signals import standings_changed
from museum_tracker.figures.tallies import Key, add_deltas, key_of
from museum_tracker.history.models import ChangeSet

CHUNK = 4000
Rows = dict[int, dict[str, Any]]


def list_populations(session: Session) -> list[Population]:
    """The populations now in force, in the order in which they are shown."""
    return list(session.scalars(sa.select(Population).where(Population.live).order_by(Population.bit)))


def list_scopes(session: Session) -> list[Scope]:
    """The populations as the rules read them."""
    return [scope(found.code, found.bit, found.filter) for found in list_populations(session)]


def inventoried_steps(session: Session) -> Steps:
    """The evidence that the 100% goal asks of an object, by the museum's own choice."""
    chosen = session.get(FigureRule, "inventoried")
    return tuple(Evidence(word) for word in chosen.value) if chosen else DEFAULT_INVENTORIED


def touch(session: Session, ids: Iterable[int], *, deed: ChangeSet) -> int:
    """Recount objects whose facts or fields a deed changed, and move the sums by the difference.

    Call it in the deed's transaction, after its facts are added. Answers how many objects stand elsewhere now.
    """
    session.flush()
    counting = Counting(list_scopes(session), inventoried_steps(session))
    wanted = sorted(set(ids))
    changed = 0
    for start in range(0, len(wanted), CHUNK):
        stands = _touch_chunk(session, wanted[start : start + CHUNK], counting)
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
            entries = list(plain_entries(seen, accepted=accepted, inventoried=self.inventoried))
            found = self._keys[alike] = [(key_of(entry), entry.sign) for entry in entries if entry.mask]
        return found


COLUMNS = tuple(column.name for column in Standing.__table__.columns)
ALIKE = tuple(name for name in COLUMNS if name not in {"artifact_id", "pieces", "stocks", "flows", "opening"})


def read_records(session: Session, ids: Sequence[int], *, lock: bool = False) -> dict[int, tuple[Record, int]]:
    """The deciding fields and the number of pieces of each object; locked against another recount if asked."""
    query = (
        sa.select(
            Artifact.id,
            Artifact.kind,
            Artifact.holding,
            Artifact.legal_class,
            Artifact.representative,
            Artifact.voided_at,
            Artifact.quantity,
        )
        .where(Artifact.id.in_(ids))
        .order_by(Artifact.id)
    )
    rows = session.execute(query.with_for_update() if lock else query)
    return {
        row.id: (
            Record(
                kind=row.kind.value,
                holding=row.holding.value,
                legal_class=row.legal_class.value,
                representative=row.representative,
                voided=row.voided_at is not None,
            ),
            max(row.quantity, 1),
        )
        for row in rows
    }


FACT_COLUMNS = (
    Fact.id,
    Fact.artifact_id,
    Fact.kind,
    Fact.effective_on,
    Fact.effective_latest,
    Fact.level,
    Fact.opening,
    Fact.voids_id,
    Fact.values,
)


def read_facts(session: Session, query: sa.Select[Any]) -> dict[int, list[FactRow]]:
    """The facts that a query over `FACT_COLUMNS` finds, by object."""
    found: dict[int, list[FactRow]] = defaultdict(list)
    for id_, artifact_id, kind, early, late, level, opening, voids_id, values in session.execute(query):
        found[artifact_id].append(FactRow(id_, kind, span_of(early, late), level or 0, opening, voids_id, values or {}))
    return found


def read_standings(session: Session, ids: Sequence[int]) -> tuple[Rows, dict[int, list[Entry]]]:
    """The stored standings of objects, and the entries of the eventful ones."""
    table = table_of(Standing)
    rows = {
        row["artifact_id"]: dict(row)
        for row in session.execute(sa.select(table).where(table.c.artifact_id.in_(ids))).mappings()
    }
    entries: dict[int, list[Entry]] = defaultdict(list)
    if any(row["eventful"] for row in rows.values()):
        query = sa.select(StandingEntry).where(StandingEntry.artifact_id.in_(ids)).order_by(StandingEntry.id)
        for step in session.scalars(query):
            entries[step.artifact_id].append(
                Entry(step.measure, step.reason, Span(step.first, step.last), step.opening, step.sign, step.mask)
            )
            session.expunge(step)
    return rows, entries


def row_of(artifact_id: int, record: Record, pieces: int, seen: Stand, inventoried: Steps) -> dict[str, Any]:
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
    reached = latest([dates[step] for step in inventoried]) if all(step in dates for step in inventoried) else None
    row["inventoried_first"] = reached.first if reached else None
    row["inventoried_last"] = reached.last if reached else None
    return row


def _touch_chunk(session: Session, ids: Sequence[int], counting: Counting) -> dict[int, tuple[int, int]]:
    records = read_records(session, ids, lock=True)
    facts = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(ids)))
    old_rows, old_entries = read_standings(session, ids)
    deltas: dict[Key, list[int]] = {}
    fresh: list[tuple[dict[str, Any], Sequence[Entry]]] = []
    for artifact_id, (record, pieces) in records.items():
        seen = counting.stand(record, facts.get(artifact_id, ()))
        row = row_of(artifact_id, record, pieces, seen, counting.inventoried)
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
        _touch_chunk(session, ids, counting)
        last, count = ids[-1], count + len(ids)
