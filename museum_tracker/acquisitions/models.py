"""How objects come and go: entries, meetings of the council with their decisions, removals."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.acquisitions.rules import BatchState, Decision, RemovalState
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import Base, enum_of, flag, long_text, moment, pk, short_text


class ObjectEntry(Base):
    """The line of the temporary entry book: what came in, when, by which handover record."""

    __tablename__ = "object_entries"

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), unique=True)
    number: Mapped[str] = mapped_column(sa.String(200))
    received_on: Mapped[dt.date]
    received_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    handover_record: Mapped[short_text]
    handover_on: Mapped[dt.date | None]
    collected: Mapped[flag]
    note: Mapped[long_text]

    artifact: Mapped[Artifact] = relationship()
    received_by: Mapped[User] = relationship()


class CouncilBatch(Base):
    """One meeting of the scientific council: its minutes, and the objects it hears."""

    __tablename__ = "council_batches"

    id: Mapped[pk]
    title: Mapped[short_text]
    state: Mapped[BatchState] = mapped_column(enum_of(BatchState), default=BatchState.OPEN, index=True)
    minutes_number: Mapped[str] = mapped_column(sa.String(100), default="")
    met_on: Mapped[dt.date | None]
    members: Mapped[long_text]
    created_at: Mapped[moment]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))

    items: Mapped[list[CouncilItem]] = relationship(back_populates="batch", order_by="CouncilItem.id")


class CouncilItem(Base):
    """One object before the council, and what was decided about it."""

    __tablename__ = "council_items"
    __table_args__ = (sa.UniqueConstraint("batch_id", "artifact_id"),)

    id: Mapped[pk]
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("council_batches.id"), index=True)
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    decision: Mapped[Decision | None] = mapped_column(enum_of(Decision))
    reason: Mapped[long_text]

    batch: Mapped[CouncilBatch] = relationship(back_populates="items")
    artifact: Mapped[Artifact] = relationship()


class Removal(Base):
    """The removal of an object from the register: proposed with a reason, decided by a numbered decision."""

    __tablename__ = "removals"

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    state: Mapped[RemovalState] = mapped_column(enum_of(RemovalState), default=RemovalState.PROPOSED, index=True)
    reason: Mapped[long_text]
    proposed_on: Mapped[dt.date]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    decision_number: Mapped[str] = mapped_column(sa.String(100), default="")
    decided_on: Mapped[dt.date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    answer: Mapped[long_text]

    artifact: Mapped[Artifact] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
