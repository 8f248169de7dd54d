"""Classifications in history, and the state of objects whose classification rests on old books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ClassificationState
from museum_tracker.classification.models import Classification
from museum_tracker.classification.rules import STAGE_LABELS, Stage
from museum_tracker.classification.services import kept_values, put_back
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.history.entities import Entity, Owner
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies.models import Term

CLASSIFIED = BIT[Measure.CLASSIFIED]
GONE = BIT[Measure.REMOVED] | BIT[Measure.RETURNED]


class ClassificationEntity(Entity):
    """Classifications, as history knows them."""

    kind = N_("Classification")
    needs = Permission.PROPOSE_CLASSIFICATION
    fields = {  # noqa: RUF012 - read, never written
        "stage": N_("Classification"),
        "number": N_("Classification number"),
        "material_id": N_("Material group"),
        "reason": N_("Reason"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The values of a classification; None when it was withdrawn."""
        found = session.get(Classification, entity_id)
        return None if found is None or found.stage is Stage.WITHDRAWN else kept_values(found)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a classification the stage it had."""
        found = session.get_one(Classification, entity_id)
        put_back(session, found, Stage(values.get("stage", found.stage)), deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take a proposal back."""
        put_back(session, session.get_one(Classification, entity_id), Stage.WITHDRAWN, deed=deed)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Let a proposal that was replaced wait again."""
        put_back(session, session.get_one(Classification, entity_id), Stage(values["stage"]), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A proposal stands once it was decided; a decision can be taken back."""
        found = session.get(Classification, item.entity_id)
        if item.before is None and found is not None and found.stage is Stage.CONFIRMED:
            return Message(N_("The classification %(number)s was confirmed since."), {"number": found.number})
        return None

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The object that is classified."""
        found = session.get(Classification, item.entity_id)
        return ("artifact", found.artifact_id) if found else super().owner(session, item)

    def label(self, session: Session, entity_id: int) -> str:
        """The number and the object."""
        found = session.get(Classification, entity_id)
        return f"{found.number} · {found.artifact.label}" if found else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The classification's page."""
        return f"/phan-loai/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """Stages and groups by their names."""
        if field == "stage" and value in set(Stage):
            return translate(STAGE_LABELS[Stage(value)], locale)
        if field == "material_id" and value:
            term = session.get(Term, value)
            return term.label(locale) if term else ""
        return super().show_value(session, field, value, locale)


def follow(session: Session, *, stands: Mapping[int, tuple[int, int]], deed: ChangeSet) -> None:
    """Show objects as classified whose old books say so, and no longer once that evidence is taken back."""
    del deed
    here = [artifact_id for artifact_id, (_, flows) in stands.items() if not flows & GONE]
    confirmed = [artifact_id for artifact_id in here if stands[artifact_id][0] & CLASSIFIED]
    bare = [artifact_id for artifact_id in here if not stands[artifact_id][0] & CLASSIFIED]
    _swap(session, confirmed, ClassificationState.NONE, ClassificationState.CONFIRMED)
    _swap(session, bare, ClassificationState.CONFIRMED, ClassificationState.NONE)


def _swap(session: Session, ids: list[int], was: ClassificationState, now: ClassificationState) -> None:
    if ids:
        session.execute(
            sa.update(Artifact)
            .where(Artifact.id.in_(ids), Artifact.classification_state == was)
            .values(classification_state=now)
            .execution_options(synchronize_session="fetch")
        )
