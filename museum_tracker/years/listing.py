"""Frozen lists as pages of objects: the ids are those frozen, numbers and names those of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact

PAGE = 100


@dataclass(frozen=True)
class Listed:
    """An object of a frozen list."""

    place: int
    artifact_id: int
    number: str
    name: str
    cover: str
    gone: bool


def list_frozen(session: Session, ids: Sequence[int], start: int, limit: int = PAGE) -> list[Listed]:
    """So many objects of a list from a place on (1 is the first), in the order of their ids."""
    wanted = ids[start - 1 : start - 1 + limit]
    columns = (Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en, Artifact.cover, Artifact.voided_at)
    found = {row.id: row for row in session.execute(sa.select(*columns).where(Artifact.id.in_(wanted)))}
    return [
        Listed(
            place,
            row.id,
            row.number,
            row.name_vi or row.name_en,
            row.cover,
            row.voided_at is not None,
        )
        for place, artifact_id in enumerate(wanted, start)
        if (row := found.get(artifact_id)) is not None
    ]
