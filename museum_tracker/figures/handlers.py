"""What figures do when the catalogue says that records changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts, void_fact
from museum_tracker.figures.standings import touch
from museum_tracker.history.models import ChangeSet

CHUNK = 4000


def recount(session: Session, *, ids: Sequence[int], deed: ChangeSet) -> None:
    """Recount objects whose records changed; one kept under another title since is a fact of that day."""
    session.flush()
    moved: list[dict[str, Any]] = []
    for start in range(0, len(ids), CHUNK):
        query = (
            sa.select(Artifact.id, Standing.holding, Artifact.holding)
            .join(Standing, Standing.artifact_id == Artifact.id)
            .where(Artifact.id.in_(ids[start : start + CHUNK]), Artifact.holding != Standing.holding)
        )
        changed = session.execute(query).all()
        told = _told(session, [id_ for id_, _, _ in changed])
        moved += [
            {"artifact_id": id_, "kind": FactKind.HOLDING, "values": {"from": was, "to": now.value}}
            for id_, was, now in changed
            if told.get(id_) != now.value
        ]
    if deed.undoes_id is not None and moved:
        undone = _void_moves(session, [row["artifact_id"] for row in moved], deed)
        moved = [row for row in moved if row["artifact_id"] not in undone]
    add_facts(session, moved, deed=deed)
    touch(session, ids, deed=deed)


def _void_moves(session: Session, ids: Sequence[int], deed: ChangeSet) -> set[int]:
    """Void the moves that an undone deed noted: they never were."""
    query = sa.select(Fact).where(
        Fact.artifact_id.in_(ids), Fact.kind == FactKind.HOLDING, Fact.change_set_id == deed.undoes_id
    )
    moves = session.scalars(query).all()
    for move in moves:
        void_fact(session, move, deed=deed)
    return {move.artifact_id for move in moves}


def _told(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The title that the last move noted by another feature gave each object; a voided move never was."""
    voided = sa.select(Fact.voids_id).where(Fact.voids_id.is_not(None), Fact.artifact_id.in_(ids))
    query = sa.select(Fact.artifact_id, Fact.values).where(
        Fact.artifact_id.in_(ids), Fact.kind == FactKind.HOLDING, Fact.id.not_in(voided)
    )
    return {artifact_id: values["to"] for artifact_id, values in session.execute(query.order_by(Fact.id))}
