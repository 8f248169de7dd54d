"""Movements: every change of an object's place, appended and never changed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.core.db import Base, pk
from museum_tracker.history.models import ChangeSet


class Movement(Base):
    """One object went from one place to another on a day; no place means it was not known, or no longer is."""

    __tablename__ = "movements"
    __table_args__ = (sa.Index("ix_movements_artifact", "artifact_id", "moved_on", "id"),)

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"))
    from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("locations.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("locations.id"), index=True)
    moved_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    change_set_id: Mapped[int] = mapped_column(sa.ForeignKey("change_sets.id"), index=True)

    change_set: Mapped[ChangeSet] = relationship()
