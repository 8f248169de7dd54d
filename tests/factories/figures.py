"""Objects and facts for tests of the figures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.services import add_facts, touch
from museum_tracker.history.models import ChangeSet


def make_objects(session: Session, count: int, **fields: Any) -> list[int]:
    """Bare object records, straight into the table; answers their ids."""
    rows = [{"name_vi": f"Hiện vật {place}", **fields} for place in range(count)]
    return list(session.scalars(sa.insert(Artifact).returning(Artifact.id, sort_by_parameter_order=True), rows))


def make_facts(session: Session, deed: ChangeSet, *rows: dict[str, Any]) -> None:
    """Facts of several objects, and the recount that belongs to them."""
    add_facts(session, rows, deed=deed)
    touch(session, {row["artifact_id"] for row in rows}, deed=deed)
