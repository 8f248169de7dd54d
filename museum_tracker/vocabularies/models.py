"""Vocabularies: lists of words as trees, with codes, Vietnamese and English names."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, Json, code, enum_of, flag, moment, moment_or_none, pk


class Scheme(Base):
    """One vocabulary, such as materials or periods."""

    __tablename__ = "schemes"

    id: Mapped[pk]
    code: Mapped[code] = mapped_column(unique=True)
    name_vi: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    shipped: Mapped[list[str]] = mapped_column(Json, default=list)  # codes put in place once: never put back again

    def label(self, locale: str) -> str:
        """The vocabulary's name in the reader's language."""
        return self.name_en if locale == "en" and self.name_en else self.name_vi


class Term(Base):
    """One word of a vocabulary, with its code, its other spellings and its place in the tree."""

    __tablename__ = "terms"
    __table_args__ = (sa.UniqueConstraint("scheme_id", "code"),)

    id: Mapped[pk]
    version: Mapped[int] = mapped_column(default=1)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("schemes.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"), index=True)
    code: Mapped[code]
    name_vi: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    alt: Mapped[list[str]] = mapped_column(Json, default=list)
    sort: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    scheme: Mapped[Scheme] = relationship()
    parent: Mapped[Term | None] = relationship(remote_side="Term.id", back_populates="children")
    children: Mapped[list[Term]] = relationship(back_populates="parent", order_by="Term.sort, Term.id")

    def label(self, locale: str) -> str:
        """The word in the reader's language, in Vietnamese where there is no translation."""
        return self.name_en if locale == "en" and self.name_en else self.name_vi


class MeaningState(StrEnum):
    """Where a change of what a word means stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    DROPPED = "dropped"


class TermMeaning(Base):
    """What is said of a word from a day on, in place of what was said before; curators draft it, the director decides.

    `said` holds what is said of the word itself, the rest is inherited. A `restated` one counts for every day.
    """

    __tablename__ = "term_meanings"

    id: Mapped[pk]
    term_id: Mapped[int] = mapped_column(sa.ForeignKey("terms.id"), index=True)
    said: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    state: Mapped[MeaningState] = mapped_column(enum_of(MeaningState), default=MeaningState.DRAFT)
    valid_from: Mapped[dt.date | None]
    restated: Mapped[flag]
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    drafted_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    decided_at: Mapped[moment_or_none]

    term: Mapped[Term] = relationship()
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


@sa.event.listens_for(Term, "load")
def _keep(term: Term, context: sa.orm.QueryContext) -> None:
    """A session keeps the terms it has read: one page asks for the same few again and again."""
    context.session.info.setdefault("terms", []).append(term)
