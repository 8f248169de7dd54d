"""Reading pictures, models and their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from museum_tracker.core.errors import NotFound
from museum_tracker.media.models import Asset, AssetVersion, Derivative, MediaUpload, StorageReport
from museum_tracker.media.release import released
from museum_tracker.media.rules import AssetKind, UploadState, VersionState

WITH_FILES = selectinload(Asset.versions).selectinload(AssetVersion.derivatives)


def assets_of(session: Session, artifact_id: int, *, retired: bool = False) -> list[Asset]:
    """The pictures and models of an object in their order, withdrawn ones only when asked for."""
    query = sa.select(Asset).where(Asset.artifact_id == artifact_id).options(WITH_FILES)
    found = session.scalars(query.order_by(Asset.position, Asset.id).execution_options(populate_existing=True)).all()
    return [asset for asset in found if asset.versions and (retired or not asset.retired)]


def get_asset(session: Session, asset_id: int) -> Asset:
    """A picture or model with its files.

    Raises:
        NotFound: there is none.
    """
    asset = session.scalars(sa.select(Asset).where(Asset.id == asset_id).options(WITH_FILES)).first()
    if asset is None or not asset.versions:
        raise NotFound(what=str(asset_id))
    return asset


def get_version(session: Session, version_id: int) -> AssetVersion:
    """One file with what was made from it.

    Raises:
        NotFound: there is none.
    """
    version = session.get(AssetVersion, version_id)
    if version is None:
        raise NotFound(what=str(version_id))
    return version


def find_twin(session: Session, sha256: str, *, artifact_id: int, anywhere: bool) -> Asset | None:
    """The picture or model that already holds these bytes: of this object first, else (if asked) of any other."""
    query = (
        sa.select(Asset)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .where(AssetVersion.sha256 == sha256, AssetVersion.state != VersionState.RETIRED)
    )
    here = session.scalars(query.where(Asset.artifact_id == artifact_id).limit(1)).first()
    return here if here is not None or not anywhere else session.scalars(query.order_by(Asset.id).limit(1)).first()


def next_position(session: Session, artifact_id: int) -> int:
    """The place after the last picture of an object."""
    last = session.scalar(sa.select(sa.func.max(Asset.position)).where(Asset.artifact_id == artifact_id))
    return 0 if last is None else last + 1


def first_position(session: Session, artifact_id: int) -> int:
    """The place of the first picture of an object."""
    return session.scalar(sa.select(sa.func.min(Asset.position)).where(Asset.artifact_id == artifact_id)) or 0


def find_cover(session: Session, artifact_id: int) -> str:
    """Hash of the file that stands for an object in lists, an approved one before others; empty when none is ready."""
    models_last = sa.case((Asset.kind == AssetKind.IMAGE, 0), else_=1)
    query = (
        sa.select(AssetVersion.sha256)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(Asset.artifact_id == artifact_id, AssetVersion.state == VersionState.READY)
        .order_by(sa.not_(released()), models_last, Asset.position, Asset.id, AssetVersion.id.desc())
        .limit(1)
    )
    return session.scalars(query).first() or ""


def find_derivative(session: Session, sha256: str, role: str, page: int = 1) -> Derivative | None:
    """A file made from an original, by role and page."""
    query = (
        sa.select(Derivative)
        .join(AssetVersion, AssetVersion.id == Derivative.version_id)
        .where(AssetVersion.sha256 == sha256, Derivative.role == role, Derivative.page == page)
        .order_by(Derivative.id.desc())
    )
    return session.scalars(query.limit(1)).first()


def find_original(session: Session, sha256: str) -> AssetVersion | None:
    """The record of an original by its hash."""
    query = sa.select(AssetVersion).where(AssetVersion.sha256 == sha256).order_by(AssetVersion.id)
    return session.scalars(query.limit(1)).first()


def find_upload(session: Session, token: str, *, owner_id: int) -> MediaUpload | None:
    """A person's own upload by its token."""
    query = sa.select(MediaUpload).where(MediaUpload.token == token, MediaUpload.owner_id == owner_id)
    return session.scalars(query).first()


def list_bundle(session: Session, upload: MediaUpload) -> Sequence[MediaUpload]:
    """All files of the model that an upload belongs to, that have arrived whole."""
    if not upload.bundle:
        return [upload]
    query = sa.select(MediaUpload).where(
        MediaUpload.owner_id == upload.owner_id,
        MediaUpload.bundle == upload.bundle,
        MediaUpload.state == UploadState.RECEIVED,
    )
    return session.scalars(query.order_by(MediaUpload.id)).all()


def list_recent_uploads(session: Session, owner_id: int, *, limit: int = 50) -> Sequence[MediaUpload]:
    """What a person sent last, newest first."""
    query = sa.select(MediaUpload).where(MediaUpload.owner_id == owner_id)
    return session.scalars(query.order_by(MediaUpload.id.desc()).limit(limit)).all()


def list_held_back(session: Session, *, limit: int = 200) -> Sequence[AssetVersion]:
    """Files that are held back, newest first."""
    held = sa.select(AssetVersion).where(AssetVersion.state == VersionState.QUARANTINED)
    return session.scalars(held.order_by(AssetVersion.id.desc()).limit(limit)).all()


def count_held_back(session: Session) -> int:
    """How many files are held back."""
    held = sa.select(sa.func.count(AssetVersion.id)).where(AssetVersion.state == VersionState.QUARANTINED)
    return session.scalar(held) or 0


def own_held_back(owner_id: int) -> sa.Select[Any]:
    """Files that a person sent and that were held back, newest first."""
    query = sa.select(AssetVersion).join(Asset, Asset.id == AssetVersion.asset_id)
    mine = (Asset.uploaded_by_id == owner_id, AssetVersion.state == VersionState.QUARANTINED)
    return query.where(*mine).order_by(AssetVersion.id.desc())


def list_own_held_back(session: Session, owner_id: int, *, limit: int = 200) -> Sequence[AssetVersion]:
    """Files that a person sent and that were held back, with their objects."""
    with_object = joinedload(AssetVersion.asset).joinedload(Asset.artifact)
    return session.scalars(own_held_back(owner_id).options(with_object).limit(limit)).all()


def count_own_held_back(session: Session, owner_id: int) -> int:
    """How many files that a person sent were held back."""
    return (
        session.scalar(sa.select(sa.func.count()).select_from(own_held_back(owner_id).order_by(None).subquery())) or 0
    )


def latest_report(session: Session) -> StorageReport | None:
    """The last complete round of the storage."""
    query = sa.select(StorageReport).where(StorageReport.complete).order_by(StorageReport.id.desc())
    return session.scalars(query.limit(1)).first()


def storage_totals(session: Session) -> tuple[int, int]:
    """How many originals are on record, and their bytes together."""
    files = sa.select(AssetVersion.sha256, sa.func.max(AssetVersion.size).label("size")).group_by(AssetVersion.sha256)
    distinct = files.subquery()
    row = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(distinct.c.size), 0)).select_from(distinct)
    )
    count, octets = row.one()
    return count, int(octets)
