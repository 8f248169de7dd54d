"""Reading classifications: the one that counts for an object, and the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ClassificationState
from museum_tracker.classification.models import Classification
from museum_tracker.classification.rules import Stage
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import list_terms


class Neighbours(NamedTuple):
    """Where a classification stands in the queue: the ids around it and how many wait."""

    before: int | None
    after: int | None
    total: int


def find_current(session: Session, artifact_id: int) -> Classification | None:
    """The classification that counts for an object: the latest not withdrawn."""
    return session.scalar(
        sa.select(Classification)
        .where(Classification.artifact_id == artifact_id, Classification.stage != Stage.WITHDRAWN)
        .order_by(Classification.id.desc())
        .limit(1)
    )


def get_classification(session: Session, classification_id: int, *, lock: bool = False) -> Classification:
    """A classification by its id; with `lock` nobody else decides it until the deed ends.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Classification, classification_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound(what=Message(N_("classification %(id)s"), {"id": str(classification_id)}))
    return found


def waiting(stage: Stage = Stage.PROPOSED, *, proposed_by: int | None = None) -> sa.Select[Any]:
    """The classifications in a stage, of objects that still count; optionally one person's own."""
    query = (
        sa.select(Classification)
        .join(Artifact, Artifact.id == Classification.artifact_id)
        .where(Classification.stage == stage, Artifact.voided_at.is_(None))
    )
    return query if proposed_by is None else query.where(Classification.proposed_by_id == proposed_by)


def list_waiting(
    session: Session, stage: Stage, *, after: int = 0, limit: int = 50, proposed_by: int | None = None
) -> Sequence[Classification]:
    """A page of the queue, the longest waiting first."""
    query = waiting(stage, proposed_by=proposed_by).where(Classification.id > after)
    loaded = query.options(joinedload(Classification.artifact), joinedload(Classification.material))
    return session.scalars(loaded.order_by(Classification.id).limit(limit)).all()


def count_waiting(session: Session, stage: Stage = Stage.PROPOSED, *, proposed_by: int | None = None) -> int:
    """How many classifications wait in a stage."""
    return (
        session.scalar(sa.select(sa.func.count()).select_from(waiting(stage, proposed_by=proposed_by).subquery())) or 0
    )


def neighbours(session: Session, classification_id: int) -> Neighbours:
    """The classifications before and after one in the queue of proposals."""
    ids = waiting().with_only_columns(Classification.id)
    before = session.scalar(
        ids.where(Classification.id < classification_id).order_by(Classification.id.desc()).limit(1)
    )
    after = session.scalar(ids.where(Classification.id > classification_id).order_by(Classification.id).limit(1))
    return Neighbours(before, after, count_waiting(session))


def count_unclassified(session: Session) -> int:
    """How many objects have no classification yet."""
    return (
        session.scalar(
            sa.select(sa.func.count(Artifact.id)).where(
                Artifact.classification_state == ClassificationState.NONE, Artifact.voided_at.is_(None)
            )
        )
        or 0
    )


def list_groups(session: Session) -> list[Term]:
    """The material groups that have a classification book: the terms at the top of the tree, with a code."""
    return [term for term in list_terms(session, "material", active_only=True) if term.parent_id is None and term.code]


def group_of(session: Session, artifact: Artifact) -> Term | None:
    """The material group that an object's chief material belongs to."""
    term = artifact.materials[0] if artifact.materials else None
    while term is not None and term.parent_id is not None:
        term = session.get(Term, term.parent_id)
    return term if term is not None and term.code else None
