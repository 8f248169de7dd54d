"""Objects whose type comes to mean another kind, or flat instead of solid."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.implied import BY_TYPE
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.core import clock
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies.effects import MeaningChange
from museum_tracker.vocabularies.meanings import YES


def follow_types(session: Session, change: MeaningChange, deed: ChangeSet) -> None:
    """Let records begun since the day (all, when restated) follow their type, unless a person said otherwise of one."""
    moved = {name: change.moved.get(name, {}) for name in BY_TYPE}
    types = {type_id for pairs in moved.values() for type_id in pairs}
    if not types:
        return
    asked = sa.select(Artifact.id, Artifact.type_id, Artifact.kind, Artifact.flat, Artifact.created_at).where(
        Artifact.type_id.in_(types), Artifact.voided_at.is_(None)
    )
    changes: dict[int, dict[str, Any]] = {}
    for artifact_id, of_type, kind, flat, created_at in session.execute(asked.order_by(Artifact.id)):
        type_id = of_type or 0
        if not change.concerns(clock.local(created_at).date()):
            continue
        wanted: dict[str, Any] = {}
        if type_id in moved["kind"] and moved["kind"][type_id][0] == kind:
            wanted["kind"] = moved["kind"][type_id][1]
        if type_id in moved["flat"] and (moved["flat"][type_id][0] == YES) is flat:
            wanted["flat"] = moved["flat"][type_id][1] == YES
        if wanted:
            changes[artifact_id] = wanted
    edits = {artifact_id: Edit.of(values) for artifact_id, values in changes.items()}
    change_artifacts(session, edits, deed=deed)
