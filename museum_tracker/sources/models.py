"""Donors, sellers and collectors: personal facts are read by few, and every reading is noted."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.core.text import SORT_KEY_LENGTH
from museum_tracker.sources.rules import SOURCE_KIND_LABELS, SourceKind

__all__ = ["SOURCE_KIND_LABELS", "Shown", "Source", "SourceKind", "SourceReading"]


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


class Shown(StrEnum):
    """Where somebody was shown whom objects came from."""

    CONTACT = "contact"  # address, telephone, identity number of one source
    SOURCE = "source"
    LIST = "list"
    RECORD = "record"
    HISTORY = "history"
    IMPORT = "import"
    EXPORT = "export"


class SourceReading(Base):
    """One reading of whom objects came from: who, when, where, and how many sources or rows were shown.

    `subject_id` is the source, object, change, import or export that was looked at. Pages are noted once a day for
    each reader and subject; contact details and exports every time.
    """

    __tablename__ = "source_readings"

    id: Mapped[pk]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sources.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    shown: Mapped[Shown] = mapped_column(enum_of(Shown), default=Shown.CONTACT)
    subject_id: Mapped[int | None]
    count: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship()
