"""Donors, sellers and collectors: personal facts are read by few, and every reading is noted."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.core.text import SORT_KEY_LENGTH
from museum_tracker.sources.rules import SOURCE_KIND_LABELS, SourceKind

__all__ = ["SOURCE_KIND_LABELS", "Source", "SourceKind", "SourceReading"]


class Source(Base):
    """A donor, seller, depositor or finder that objects came from."""

    __tablename__ = "sources"
    __table_args__ = (sa.Index("ix_sources_by_name", "name_sort", "id"),)

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(sa.String(500), index=True)
    name_sort: Mapped[str] = mapped_column(sa.String(SORT_KEY_LENGTH), default="")
    name_folded: Mapped[str] = mapped_column(sa.String(500), default="")
    kind: Mapped[SourceKind] = mapped_column(enum_of(SourceKind), default=SourceKind.UNKNOWN)
    address: Mapped[short_text]
    phone: Mapped[short_text]
    id_number: Mapped[short_text]
    may_be_named: Mapped[flag]
    consent_on: Mapped[dt.date | None]
    note: Mapped[long_text]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[moment]
    contact_changed_at: Mapped[moment_or_none]

    @property
    def has_contact(self) -> bool:
        """Whether an address, telephone or identity number is kept."""
        return bool(self.address or self.phone or self.id_number)


class SourceReading(Base):
    """One opening of a source's personal facts: who and when."""

    __tablename__ = "source_readings"

    id: Mapped[pk]
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("sources.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    at: Mapped[moment]

    user: Mapped[User] = relationship()
