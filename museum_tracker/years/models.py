"""Reporting years, what was frozen when they were closed, and the sample that proves the register."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, enum_of, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.years.rules.sampling import Direction, Outcome
from museum_tracker.years.rules.states import YearState


class ReportingYear(Base):
    """A reporting year that somebody has begun to plan, run or close: its own first and last day, and its state."""

    __tablename__ = "reporting_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[dt.date]
    end: Mapped[dt.date]
    state: Mapped[YearState] = mapped_column(enum_of(YearState))

    steps: Mapped[list[YearStep]] = relationship(back_populates="reporting_year", order_by="YearStep.id")


class YearStep(Base):
    """A year went from one state to another: who did it, when, and why where it went back. Never changed."""

    __tablename__ = "year_steps"

    id: Mapped[pk]
    year: Mapped[int] = mapped_column(sa.ForeignKey("reporting_years.year"), index=True)
    state: Mapped[YearState] = mapped_column(enum_of(YearState))
    at: Mapped[moment]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    change_set_id: Mapped[int] = mapped_column(sa.ForeignKey("change_sets.id"))
    reason: Mapped[long_text]

    by: Mapped[User] = relationship()
    reporting_year: Mapped[ReportingYear] = relationship(back_populates="steps")


class YearClose(Base):
    """Figures frozen for good: the close of a year (number 0) or its n-th restatement beside it. Never changed.

    `content` is the canonical text that `hash` proves; it names the list of objects behind each number by its SHA-256,
    and `previous_hash` is the hash of what was frozen before it ("" for the first), so that none can be taken out.
    """

    __tablename__ = "year_closes"
    __table_args__ = (sa.UniqueConstraint("year", "number"), sa.UniqueConstraint("previous_hash"))

    id: Mapped[pk]
    year: Mapped[int] = mapped_column(sa.ForeignKey("reporting_years.year"))
    number: Mapped[int]
    closed_at: Mapped[moment]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    change_set_id: Mapped[int] = mapped_column(sa.ForeignKey("change_sets.id"))
    reason: Mapped[long_text]
    document: Mapped[short_text]
    content: Mapped[str] = mapped_column(sa.Text, deferred=True)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)

    by: Mapped[User] = relationship()


class FrozenList(Base):
    """The objects behind frozen numbers, packed, under the SHA-256 of their plain bytes. Never changed.

    The same list under several numbers, years or restatements is kept once.
    """

    __tablename__ = "frozen_lists"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    count: Mapped[int]
    data: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)


class YearSample(Base):
    """A sample of the register, drawn both ways by a seed.

    `frame` is the SHA-256 of the ids on the register that it was drawn from, `present_frame` that of the objects held.
    """

    __tablename__ = "year_samples"

    id: Mapped[pk]
    year: Mapped[int] = mapped_column(index=True)
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    drawn_at: Mapped[moment]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    as_of: Mapped[dt.date]
    frame: Mapped[str] = mapped_column(sa.String(64))
    frame_count: Mapped[int]
    present_frame: Mapped[str] = mapped_column(sa.String(64))
    present_count: Mapped[int]
    members: Mapped[long_text]
    conclusion: Mapped[long_text]
    signed_on: Mapped[dt.date | None]
    void_reason: Mapped[long_text]
    voided_at: Mapped[moment_or_none]

    by: Mapped[User] = relationship()
    items: Mapped[list[SampleItem]] = relationship(back_populates="sample", order_by="SampleItem.position")


class SampleItem(Base):
    """One line of a sample: what was to be found where, what was seen, by whom.

    From the book: the object of the line. From the object: the `place_count`-th object at the place, whose number is
    read (`seen_number`) and looked up; `artifact_id` is then the object it turned out to be.
    """

    __tablename__ = "year_sample_items"
    __table_args__ = (sa.UniqueConstraint("sample_id", "position"),)

    id: Mapped[pk]
    sample_id: Mapped[int] = mapped_column(sa.ForeignKey("year_samples.id"))
    position: Mapped[int]
    direction: Mapped[Direction] = mapped_column(enum_of(Direction))
    artifact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("artifacts.id"))
    number: Mapped[short_text]
    name: Mapped[long_text]
    place: Mapped[short_text]
    book: Mapped[short_text]
    place_count: Mapped[int | None]
    outcome: Mapped[Outcome] = mapped_column(enum_of(Outcome), default=Outcome.PENDING)
    seen_number: Mapped[short_text]
    note: Mapped[long_text]
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    checked_at: Mapped[moment_or_none]

    sample: Mapped[YearSample] = relationship(back_populates="items")
    checked_by: Mapped[User | None] = relationship()
