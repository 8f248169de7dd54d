"""Whether the search index says the same as the records."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactSearch
from museum_tracker.catalogue.search.index import expected_words, next_ids
from museum_tracker.core.db import is_sqlite


@dataclass(frozen=True)
class IndexState:
    """Counts of records and index rows, and the objects whose words differ."""

    artifacts: int
    indexed: int
    wrong: tuple[int, ...]
    sound: bool

    @property
    def agrees(self) -> bool:
        """Whether every object is found by its present words."""
        return self.sound and not self.wrong and self.artifacts == self.indexed


def check_index(session: Session) -> IndexState:
    """Compare the index with the records, object by object."""
    wrong: list[int] = []
    last = 0
    while ids := next_ids(session, last):
        expected = expected_words(session, ids)
        found = sa.select(ArtifactSearch.artifact_id, ArtifactSearch.exact, ArtifactSearch.folded)
        rows = {
            key: (exact, folded)
            for key, exact, folded in session.execute(found.where(ArtifactSearch.artifact_id.in_(ids)))
        }
        wrong += [artifact_id for artifact_id in ids if rows.get(artifact_id) != expected[artifact_id]]
        last = ids[-1]
    return IndexState(
        artifacts=session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0,
        indexed=session.scalar(sa.select(sa.func.count()).select_from(ArtifactSearch)) or 0,
        wrong=tuple(wrong),
        sound=_sound(session),
    )


def _sound(session: Session) -> bool:
    """Ask SQLite whether its index agrees with the rows it was made from; PostgreSQL keeps this by itself."""
    if not is_sqlite(session):
        return True
    try:
        session.execute(sa.text("INSERT INTO artifact_fts(artifact_fts, rank) VALUES ('integrity-check', 1)"))
    except sa.exc.DatabaseError:
        return False
    return True
