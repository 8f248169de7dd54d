"""Donors, sellers and collectors: personal facts are read by few, and every reading is noted."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from museum_tracker.core.db import Base, enum_of, flag, long_text, moment, pk, short_text
from museum_tracker.core.i18n import N_


class SourceKind(StrEnum):
    """What kind of party an object came from."""

    PERSON = "person"
    FAMILY = "family"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


SOURCE_KIND_LABELS = {
    SourceKind.PERSON: N_("Person"),
    SourceKind.FAMILY: N_("Family"),
    SourceKind.ORGANISATION: N_("Organisation"),
    SourceKind.UNKNOWN: N_("Unknown"),
}


class Source(Base):
    """A donor, seller, depositor or finder that objects came from."""

    __tablename__ = "sources"

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(sa.String(500), index=True)
    kind: Mapped[SourceKind] = mapped_column(enum_of(SourceKind), default=SourceKind.UNKNOWN)
    address: Mapped[short_text]
    phone: Mapped[short_text]
    id_number: Mapped[short_text]
    may_be_named: Mapped[flag]
    consent_on: Mapped[dt.date | None]
    note: Mapped[long_text]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[moment]


class SourceReading(Base):
    """One opening of a source's personal facts: who and when."""

    __tablename__ = "source_readings"

    id: Mapped[pk]
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("sources.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    at: Mapped[moment]
