"""What waits for review, in the order in which it arrived, and the way from one file to the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.queries import VOIDED
from museum_tracker.digitization.models import Decision, DigitizationTask, Review
from museum_tracker.digitization.rules.tasks import OPEN
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import AssetKind, VersionState

SHEET = 50


@dataclass(frozen=True)
class Waiting:
    """An object with files that wait for review: how many, since when, and the first of them."""

    artifact_id: int
    number: str
    name: str
    cover: str
    files: int
    oldest: dt.datetime
    first_version_id: int


def _judged() -> sa.ColumnElement[bool]:
    # A withdrawn approval is a judgement too: its file goes back to the operator and waits for nobody's approval.
    return sa.exists().where(Review.version_id == AssetVersion.id, Review.standing)


def is_approved() -> sa.ColumnElement[bool]:
    """Whether a version is approved, for whatever purpose."""
    approval = sa.and_(Review.version_id == AssetVersion.id, Review.standing, Review.decision == Decision.APPROVED)
    return sa.exists().where(approval)


def waiting_versions(*, not_by: int | None = None) -> sa.Select[Any]:
    """Ids of ready files nobody has judged, of objects that count; `not_by` leaves out a person's own work."""
    query = (
        sa.select(AssetVersion.id)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.state == VersionState.READY, Asset.artifact_id.not_in(VOIDED), sa.not_(_judged()))
    )
    if not_by is not None:
        own_task = sa.exists().where(
            DigitizationTask.artifact_id == Asset.artifact_id,
            DigitizationTask.operator_id == not_by,
            DigitizationTask.state.in_(OPEN),
        )
        query = query.where(Asset.uploaded_by_id != not_by, sa.not_(own_task))
    return query


def count_waiting(session: Session, *, not_by: int | None = None) -> int:
    """How many files wait for review."""
    return session.scalar(sa.select(sa.func.count()).select_from(waiting_versions(not_by=not_by).subquery())) or 0


def list_waiting(session: Session, *, not_by: int | None = None, after: int = 0, limit: int = 50) -> list[Waiting]:
    """Objects with waiting files, the longest waiting first; `after` is the first file of the last object shown."""
    waiting = waiting_versions(not_by=not_by).subquery()
    first = sa.func.min(AssetVersion.id)
    query = (
        sa.select(
            Artifact.id,
            Artifact.number,
            sa.case((Artifact.name_vi != "", Artifact.name_vi), else_=Artifact.name_en),
            Artifact.cover,
            sa.func.count(),
            sa.func.min(AssetVersion.stored_at),
            first,
        )
        .join(Asset, Asset.artifact_id == Artifact.id)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .where(AssetVersion.id.in_(sa.select(waiting.c.id)))
        .group_by(Artifact.id)
        .having(first > after)
        .order_by(first)
        .limit(limit)
    )
    return [Waiting(*row) for row in session.execute(query)]


def neighbours(session: Session, version_id: int, *, not_by: int | None = None) -> tuple[int | None, int | None]:
    """The waiting files before and after one, in the order of the queue."""
    ids = waiting_versions(not_by=not_by)
    before = session.scalar(ids.where(AssetVersion.id < version_id).order_by(AssetVersion.id.desc()).limit(1))
    after = session.scalar(ids.where(AssetVersion.id > version_id).order_by(AssetVersion.id).limit(1))
    return before, after


def contact_sheet(session: Session, *, not_by: int | None, limit: int = SHEET) -> list[AssetVersion]:
    """One waiting picture of each object that has none approved, the longest waiting first, at most fifty."""
    other, other_asset = aliased(AssetVersion), aliased(Asset)
    known = sa.exists().where(
        other_asset.artifact_id == Asset.artifact_id,
        other.asset_id == other_asset.id,
        Review.version_id == other.id,
        Review.standing,
        Review.decision == Decision.APPROVED,
    )
    waiting = waiting_versions(not_by=not_by).where(Asset.kind == AssetKind.IMAGE, sa.not_(known)).subquery()
    firsts = (
        sa.select(sa.func.min(AssetVersion.id))
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(AssetVersion.id.in_(sa.select(waiting.c.id)))
        .group_by(Asset.artifact_id)
        .order_by(sa.func.min(AssetVersion.id))
        .limit(limit)
    )
    query = (
        sa.select(AssetVersion)
        .where(AssetVersion.id.in_(firsts))
        .options(joinedload(AssetVersion.asset).joinedload(Asset.artifact), selectinload(AssetVersion.derivatives))
        .order_by(AssetVersion.id)
    )
    return list(session.scalars(query))


def list_tasks(
    session: Session, *, operator_id: int | None = None, after: int = 0, limit: int = 100
) -> list[DigitizationTask]:
    """Open tasks, the earliest planned first; `operator_id` keeps those of one person."""
    query = (
        sa.select(DigitizationTask)
        .where(DigitizationTask.state.in_(OPEN), DigitizationTask.id > after)
        .options(joinedload(DigitizationTask.artifact), joinedload(DigitizationTask.operator))
        .order_by(DigitizationTask.id)
        .limit(limit)
    )
    if operator_id is not None:
        query = query.where(DigitizationTask.operator_id == operator_id)
    return list(session.scalars(query))


def reviews_of(session: Session, version_id: int) -> list[Review]:
    """Every decision ever made about a file, the newest first."""
    query = (
        sa.select(Review)
        .where(Review.version_id == version_id)
        .options(joinedload(Review.by))
        .order_by(Review.id.desc())
    )
    return list(session.scalars(query))
