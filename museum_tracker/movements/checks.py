"""Whether the place shown on objects is the one that their last movement says."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.checker import Difference
from museum_tracker.movements.models import Movement


def check_places(session: Session) -> Iterator[Difference]:
    """Every object whose shown place is not where it was moved to last."""
    ranked = sa.select(
        Movement.artifact_id,
        Movement.to_id,
        sa.func.row_number().over(partition_by=Movement.artifact_id, order_by=Movement.id.desc()).label("place"),
    ).subquery()
    query = (
        sa.select(Artifact.id, Artifact.location_id, ranked.c.to_id)
        .join(ranked, sa.and_(ranked.c.artifact_id == Artifact.id, ranked.c.place == 1))
        .where(Artifact.location_id.is_distinct_from(ranked.c.to_id))
    )
    for artifact_id, shown, moved in session.execute(query):
        subject = Message(N_("Place of object %(id)s"), {"id": str(artifact_id)})
        yield Difference(subject, str(shown or "–"), str(moved or "–"), artifact_id)
