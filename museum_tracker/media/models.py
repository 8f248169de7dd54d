"""Pictures and 3D models of objects: what they show, their files, and what was made from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.db import Base, Json, enum_of, flag, moment, moment_or_none, pk, short_text
from museum_tracker.core.i18n import Message, restored
from museum_tracker.media.rules import AssetKind, UploadState, VersionState


class Asset(Base):
    """One picture or 3D model of an object; a better file of the same thing is a new version of it."""

    __tablename__ = "assets"

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    kind: Mapped[AssetKind] = mapped_column(enum_of(AssetKind))
    view: Mapped[str] = mapped_column(sa.String(20), default="")
    page: Mapped[int | None]
    title: Mapped[short_text]
    position: Mapped[int] = mapped_column(default=0)
    uploaded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[moment]

    artifact: Mapped[Artifact] = relationship()
    uploaded_by: Mapped[User] = relationship()
    versions: Mapped[list[AssetVersion]] = relationship(back_populates="asset", order_by="AssetVersion.id")

    @property
    def current(self) -> AssetVersion:
        """The newest version that is not retired, else the newest."""
        standing = [version for version in self.versions if version.state is not VersionState.RETIRED]
        return (standing or self.versions)[-1]

    @property
    def retired(self) -> bool:
        """Whether the picture or model was withdrawn."""
        return self.current.state is VersionState.RETIRED


class AssetVersion(Base):
    """One file as it came: its bytes never change, its state does."""

    __tablename__ = "asset_versions"
    __table_args__ = (sa.Index("ix_asset_versions_state", "state", "id"),)

    id: Mapped[pk]
    asset_id: Mapped[int] = mapped_column(sa.ForeignKey("assets.id"), index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    original_name: Mapped[str] = mapped_column(sa.String(300))
    format: Mapped[str] = mapped_column(sa.String(20))
    mime: Mapped[str] = mapped_column(sa.String(100))
    state: Mapped[VersionState] = mapped_column(enum_of(VersionState), default=VersionState.STORED)
    # A message as plain values: why the file was quarantined or retired.
    reason: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    notes: Mapped[list[Any]] = mapped_column(Json, default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    # What a person found out about a model: the axis of the file that points up, and the file's unit of length.
    up: Mapped[str] = mapped_column(sa.String(2), default="")
    unit: Mapped[str] = mapped_column(sa.String(8), default="")
    stored_at: Mapped[moment]
    verified_at: Mapped[moment_or_none]

    asset: Mapped[Asset] = relationship(back_populates="versions")
    derivatives: Mapped[list[Derivative]] = relationship(back_populates="version", order_by="Derivative.id")

    @property
    def why(self) -> Message | None:
        """Why the file was held back or retired, or why its preparation failed last time."""
        return _message(self.reason)

    @property
    def remarks(self) -> list[Message]:
        """What a curator should know about the file."""
        return [message for note in self.notes if (message := _message(note))]

    def has(self, role: str) -> bool:
        """Whether a file of that role was made."""
        return any(derivative.role == role for derivative in self.derivatives)


class Derivative(Base):
    """A file made from a version: thumbnail, web picture, pyramid, web model, poster."""

    __tablename__ = "derivatives"
    __table_args__ = (sa.UniqueConstraint("version_id", "role", "page"),)

    id: Mapped[pk]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_versions.id"))
    role: Mapped[str] = mapped_column(sa.String(20))
    page: Mapped[int] = mapped_column(default=1)
    key: Mapped[str] = mapped_column(sa.String(200))
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)

    version: Mapped[AssetVersion] = relationship(back_populates="derivatives")


class MediaUpload(Base):
    """A file on its way: how it is called, whose it is, and what became of it; its bytes lie in staging."""

    __tablename__ = "media_uploads"
    __table_args__ = (sa.Index("ix_media_uploads_bundle", "owner_id", "bundle"),)

    id: Mapped[pk]
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(500))
    length: Mapped[int] = mapped_column(sa.BigInteger)
    state: Mapped[UploadState] = mapped_column(enum_of(UploadState), default=UploadState.RECEIVING)
    # Files of one model that name each other travel together and are stored as one archive.
    bundle: Mapped[str] = mapped_column(sa.String(64), default="")
    bundle_size: Mapped[int] = mapped_column(default=1)
    view: Mapped[str] = mapped_column(sa.String(20), default="")
    page: Mapped[int | None]
    again: Mapped[flag]
    asset_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assets.id"), index=True)
    reason: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[moment]
    updated_at: Mapped[dt.datetime] = mapped_column(default=clock.now, index=True)

    artifact: Mapped[Artifact] = relationship()
    asset: Mapped[Asset | None] = relationship()

    @property
    def why(self) -> Message | None:
        """Why the file was refused."""
        return _message(self.reason)


class FixityCheck(Base):
    """One reading of a kept file back from where it lies: whether its bytes are still what they were."""

    __tablename__ = "fixity_checks"
    __table_args__ = (sa.Index("ix_fixity_checks_file", "kind", "sha256", "at"),)

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(sa.String(20))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[dt.datetime]
    intact: Mapped[bool]
    detail: Mapped[short_text]


class DamagedFile(Base):
    """A kept file that was found missing or changed, until it is whole again: it is not given out, people are told."""

    __tablename__ = "damaged_files"
    __table_args__ = (sa.UniqueConstraint("kind", "sha256"),)

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(sa.String(20))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    finding: Mapped[str] = mapped_column(sa.String(20))
    found_at: Mapped[moment]
    healed_at: Mapped[dt.datetime | None] = mapped_column(index=True)


class StorageReport(Base):
    """One round of the storage: how many originals were read back, which are missing, changed or known to nobody."""

    __tablename__ = "storage_reports"

    id: Mapped[pk]
    at: Mapped[dt.datetime] = mapped_column(index=True)
    checked: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    octets: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    orphans: Mapped[list[str]] = mapped_column(Json, default=list)
    complete: Mapped[flag]


def _message(kept: dict[str, Any]) -> Message | None:
    return restored(kept["msgid"], kept.get("values") or {}) if kept else None
