"""Plans, the versions of their targets, and the values entered for them."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, code, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_words import Computed, Scope


class Plan(Base):
    """A plan of the authorities that sets targets: its number, its date, who issued it.

    `starts` and `ends` are the years it is made for, where it says so. A plan that another one replaced is no longer
    on the board from `ended_on` on, with the reason; its targets and values stay.
    """

    __tablename__ = "plans"

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(sa.String(64), unique=True)
    number: Mapped[str] = mapped_column(sa.String(100))
    issued: Mapped[dt.date]
    issuer_vi: Mapped[short_text]
    issuer_en: Mapped[short_text]
    carries_out: Mapped[short_text]
    title_vi: Mapped[long_text]
    title_en: Mapped[long_text]
    starts: Mapped[dt.date | None]
    ends: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    ended_reason: Mapped[long_text]
    created_at: Mapped[moment]

    targets: Mapped[list[Target]] = relationship(back_populates="plan", order_by="Target.position")

    def title(self, locale: str) -> str:
        """The plan's title in a language."""
        return self.title_vi if locale == "vi" else self.title_en

    def issuer(self, locale: str) -> str:
        """Who issued the plan, in a language."""
        return self.issuer_vi if locale == "vi" else self.issuer_en


class Target(Base):
    """One version of a target: what is promised, in which unit, by when, under which document.

    `least` and `most` bound a band (`most` None: no upper end); a milestone has neither. `measure` (of `whole`, for a
    share) and `population` say how the catalogue computes it, `flow` the yearly work towards it; `counter` names the
    records that are counted for it outside the catalogue (visits). `carried_on` keeps a target of the period to `due`
    in force after it. A revised target is a new version with its deciding document; the old one keeps its days.
    """

    __tablename__ = "targets"
    __table_args__ = (sa.UniqueConstraint("plan_id", "code", "version"),)

    id: Mapped[pk]
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"))
    code: Mapped[code]
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(40), default="")
    scope: Mapped[Scope] = mapped_column(enum_of(Scope))
    name_vi: Mapped[long_text]
    name_en: Mapped[long_text]
    unit_vi: Mapped[short_text]
    unit_en: Mapped[short_text]
    kind: Mapped[TargetKind] = mapped_column(enum_of(TargetKind))
    due: Mapped[int]
    least: Mapped[float | None]
    most: Mapped[float | None]
    computed: Mapped[Computed] = mapped_column(enum_of(Computed))
    measure: Mapped[str] = mapped_column(sa.String(40), default="")
    whole: Mapped[str] = mapped_column(sa.String(40), default="")
    flow: Mapped[str] = mapped_column(sa.String(40), default="")
    population: Mapped[str] = mapped_column(sa.String(64), default="")
    counter: Mapped[str] = mapped_column(sa.String(40), default="")
    carried_on: Mapped[flag]
    document: Mapped[short_text]
    note_vi: Mapped[long_text]
    note_en: Mapped[long_text]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    ended_reason: Mapped[long_text]
    voided_at: Mapped[moment_or_none]

    plan: Mapped[Plan] = relationship(back_populates="targets")

    def name(self, locale: str) -> str:
        """The target's name in a language."""
        return self.name_vi if locale == "vi" else self.name_en

    def unit(self, locale: str) -> str:
        """The target's unit in a language."""
        return self.unit_vi if locale == "vi" else self.unit_en

    def note(self, locale: str) -> str:
        """The remark on how the target is counted, in a language."""
        return self.note_vi if locale == "vi" else self.note_en

    @property
    def is_computed(self) -> bool:
        """Whether the catalogue gives its number."""
        return self.computed is Computed.CATALOGUE and bool(self.measure)


class IndicatorValue(Base):
    """A value entered by hand for a target: what was reached by a day, who says so, on which evidence.

    `year` names the reporting period of a yearly target; others have one current value. `done` is for milestones.
    `evidence_*` describe the file that proves it, kept under its hash. A taken-back value keeps its row. `reported`
    marks a figure of an earlier year that was reported before the museum counted here, for a target that is computed
    now; it is compared and drawn, never added to what was counted.
    """

    __tablename__ = "indicator_values"
    __table_args__ = (sa.Index("ix_indicator_values_target", "target_code", "year"),)

    id: Mapped[pk]
    target_code: Mapped[code]
    year: Mapped[int]
    value: Mapped[float | None]
    done: Mapped[bool | None]
    on: Mapped[dt.date]
    source: Mapped[short_text]
    note: Mapped[long_text]
    reported: Mapped[flag]
    evidence_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    evidence_name: Mapped[short_text]
    evidence_size: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[moment]
    voided_at: Mapped[moment_or_none]
    version: Mapped[int] = mapped_column(default=1)

    by: Mapped[User] = relationship()


class VisitorCount(Base):
    """How many people came on a day, in a month, or between two days of one reporting year."""

    __tablename__ = "visitor_counts"
    __table_args__ = (sa.Index("ix_visitor_counts_first", "first", "last"),)

    id: Mapped[pk]
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    visitors: Mapped[int]
    source: Mapped[short_text]
    note: Mapped[long_text]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[moment]
    voided_at: Mapped[moment_or_none]
    version: Mapped[int] = mapped_column(default=1)

    by: Mapped[User] = relationship()


class Scenario(Base):
    """A what-if that somebody named and kept: so many digitized and collected a year, towards a goal by a day.

    `base_*` say what stood when it was made; on the page it is always drawn from what stands today.
    """

    __tablename__ = "scenarios"

    id: Mapped[pk]
    name: Mapped[short_text]
    population: Mapped[str] = mapped_column(sa.String(64))
    measure: Mapped[str] = mapped_column(sa.String(40))
    share: Mapped[float]
    due: Mapped[dt.date]
    pace: Mapped[int]
    growth: Mapped[int]
    note: Mapped[long_text]
    base_on: Mapped[dt.date]
    base_population: Mapped[int]
    base_done: Mapped[int]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[moment]
    voided_at: Mapped[moment_or_none]

    by: Mapped[User] = relationship()


class CalendarDay(Base):
    """A day that the museum itself put into its working calendar: off, or worked, whatever the calendar says else.

    A day that was taken back keeps its row.
    """

    __tablename__ = "calendar_days"
    __table_args__ = (sa.Index("ix_calendar_days_on", "on"),)

    id: Mapped[pk]
    on: Mapped[dt.date]
    works: Mapped[flag]
    name: Mapped[short_text]
    document: Mapped[short_text]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[moment]
    voided_at: Mapped[moment_or_none]

    by: Mapped[User] = relationship()
