"""What figures do when the catalogue says that records changed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.models import Standing
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts
from museum_tracker.figures.standings import touch
from museum_tracker.history.models import ChangeSet

CHUNK = 4000


def recount(session: Session, *, ids: Sequence[int], deed: ChangeSet) -> None:
    """Recount objects whose records changed; one kept under another title since is a fact of that day."""
    session.flush()
    moved = []
    for start in range(0, len(ids), CHUNK):
        query = (
            sa.select(Artifact.id, Standing.holding, Artifact.holding)
            .join(Standing, Standing.artifact_id == Artifact.id)
            .where(Artifact.id.in_(ids[start : start + CHUNK]), Artifact.holding != Standing.holding)
        )
        moved += [
            {"artifact_id": id_, "kind": FactKind.HOLDING, "values": {"from": was, "to": now.value}}
            for id_, was, now in session.execute(query)
        ]
    add_facts(session, moved, deed=deed)
    touch(session, ids, deed=deed)
