"""Pictures and 3D models of objects: what they show, their files, and what was made from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import Base, Json, enum_of, moment, moment_or_none, pk, short_text
from museum_tracker.media.rules import AssetKind, VersionState


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
    stored_at: Mapped[moment]
    verified_at: Mapped[moment_or_none]

    asset: Mapped[Asset] = relationship(back_populates="versions")
    derivatives: Mapped[list[Derivative]] = relationship(back_populates="version", order_by="Derivative.id")


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


class FixityCheck(Base):
    """One reading of an original back from the disk: whether its bytes are still what they were."""

    __tablename__ = "fixity_checks"

    id: Mapped[pk]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_versions.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    intact: Mapped[bool]
    detail: Mapped[short_text]
