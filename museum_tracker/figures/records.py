"""Reading what a recount needs, for many objects at once: records, facts, and the standings kept of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Fact, Standing, StandingEntry
from museum_tracker.figures.populations import matches_of
from museum_tracker.figures.rules.counting import Entry
from museum_tracker.figures.rules.days import Span, span_of
from museum_tracker.figures.rules.facts import FactRow
from museum_tracker.figures.rules.populations import Record, Scope

Rows = dict[int, dict[str, Any]]


def read_records(
    session: Session, ids: Sequence[int], scopes: Sequence[Scope] = (), *, lock: bool = False
) -> dict[int, tuple[Record, int]]:
    """The deciding fields and the number of pieces of each object; locked against another recount if asked.

    `scopes` are the populations whose conditions the database has to try.
    """
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
    rows = session.execute(query.with_for_update() if lock else query).all()
    matches = matches_of(session, ids, scopes)
    return {
        row.id: (
            Record(
                kind=row.kind.value,
                holding=row.holding.value,
                legal_class=row.legal_class.value,
                representative=row.representative,
                voided=row.voided_at is not None,
                matches=matches.get(row.id, 0),
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
