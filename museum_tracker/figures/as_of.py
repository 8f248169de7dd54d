"""Figures "as shown then": counted again from the facts that were recorded by an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.counting.placing import Counting
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.populations import counted_bit, inventoried_steps, list_scopes
from museum_tracker.figures.records import FACT_COLUMNS, read_facts, read_records
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.counting import counted_in
from museum_tracker.figures.rules.facts import FactKind, FactRow
from museum_tracker.figures.rules.populations import Record, Scope
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.standings import CHUNK


@dataclass(frozen=True)
class Known:
    """A figure as it was known at an instant, and the objects it counted."""

    figure: Figure
    artifact_ids: list[int]


class Shift(NamedTuple):
    """The objects by which a figure of the past differs from the one of now."""

    joined: list[int]
    left: list[int]


def as_known(session: Session, ask: Ask, *, known: dt.datetime) -> Known:
    """A figure from the facts recorded by `known` (effective time comes with the ask).

    Fields other than holding are read as they are now, and the page that shows this says so. It reads every fact:
    for closing a year and for looking back, not for a page that many open.
    """
    return _known(session, ask, known, sa.select(Artifact.id))


def looked_back(session: Session, ask: Ask, *, known: dt.datetime) -> Shift:
    """What a figure counted as known at an instant and no longer counts, and what it counts now and did not then.

    Only objects about which anything was recorded since are read again.
    """
    late = sa.select(Fact.artifact_id).where(Fact.recorded_at > known)
    since = sa.or_(Artifact.created_at > known, Artifact.voided_at > known, Artifact.id.in_(late))
    changed = sa.select(Artifact.id).where(since)
    then = set(_known(session, ask, known, changed).artifact_ids)
    now = set(session.scalars(members(ask).where(Standing.artifact_id.in_(changed))))
    return Shift(joined=sorted(then - now), left=sorted(now - then))


def _known(session: Session, ask: Ask, known: dt.datetime, among: sa.Select[int]) -> Known:
    bit = 1 << counted_bit(session, ask)
    scopes = list_scopes(session)
    counting = Counting(scopes, inventoried_steps(session))
    total, ids = Figure(), []
    for artifact_id, record, pieces, facts in _objects_known(session, known, scopes, among):
        entries = [entry for entry in counting.stand(record, facts).entries if entry.measure is ask.measure]
        if counted_in(entries, ask.window).get(ask.measure, 0) & bit:
            old = counted_in([entry for entry in entries if entry.opening], ask.window).get(ask.measure, 0) & bit
            total = total.plus(Figure(1, pieces, int(bool(old)), pieces if old else 0))
            ids.append(artifact_id)
    return Known(total, ids)


def _objects_known(
    session: Session, known: dt.datetime, scopes: Sequence[Scope], among: sa.Select[int]
) -> Iterator[tuple[int, Record, int, Sequence[FactRow]]]:
    last = 0
    while True:
        page = sa.select(Artifact.id, Artifact.voided_at).where(Artifact.id > last, Artifact.created_at <= known)
        page = page.where(Artifact.id.in_(among))
        rows = session.execute(page.order_by(Artifact.id).limit(CHUNK)).all()
        if not rows:
            return
        ids = [row.id for row in rows]
        voided = {row.id for row in rows if row.voided_at is not None and row.voided_at <= known}
        everything = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(ids)))
        late = set(session.scalars(sa.select(Fact.id).where(Fact.artifact_id.in_(ids), Fact.recorded_at > known)))
        for artifact_id, (record, pieces) in read_records(session, ids, scopes).items():
            facts = everything.get(artifact_id, [])
            then = record._replace(
                voided=artifact_id in voided, holding=_holding_then(record, [fact for fact in facts if fact.id in late])
            )
            yield artifact_id, then, pieces, [fact for fact in facts if fact.id not in late]
        last = ids[-1]


def _holding_then(record: Record, later: Iterable[FactRow]) -> str:
    """Under which title the object was kept before the moves recorded later."""
    moves = sorted((fact for fact in later if fact.kind is FactKind.HOLDING), key=lambda fact: fact.id)
    return moves[0].values.get("from", record.holding) if moves else record.holding
