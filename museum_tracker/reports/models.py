"""Reports as they are written, checked and issued, their files, and the museum's own Word templates."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, Json, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.rules.states import ReportState


class Report(Base):
    """A report on a year, a quarter or a month: who it goes to, who signs it, how far it has come.

    A report that was issued stands for ever; a later `edition` may stand beside it. `number` is empty until the clerk
    has given one. `addressees` and `recipients` hold one a line; empty means the usual ones. `scenario_ids` are the
    what-ifs that the forecast's chart draws.
    """

    __tablename__ = "reports"
    __table_args__ = (sa.UniqueConstraint("year", "kind", "part", "edition"),)

    id: Mapped[pk]
    kind: Mapped[SpanKind] = mapped_column(enum_of(SpanKind))
    year: Mapped[int]
    part: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=1)
    state: Mapped[ReportState] = mapped_column(enum_of(ReportState), default=ReportState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(sa.String(40), default="")
    dated_on: Mapped[dt.date | None]
    signer: Mapped[short_text]
    acting: Mapped[flag]
    addressees: Mapped[long_text]
    recipients: Mapped[long_text]
    with_forecast: Mapped[flag]
    scenario_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reports.id"))
    as_of: Mapped[dt.date | None]
    created_at: Mapped[moment]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    voided_at: Mapped[moment_or_none]

    texts: Mapped[list[ReportText]] = relationship(back_populates="report", order_by="ReportText.id")
    steps: Mapped[list[ReportStep]] = relationship(back_populates="report", order_by="ReportStep.id")
    files: Mapped[list[ReportFile]] = relationship(back_populates="report", order_by="ReportFile.id")
    comments: Mapped[list[ReportComment]] = relationship(back_populates="report", order_by="ReportComment.id")

    @property
    def is_open(self) -> bool:
        """Whether the report may still be written."""
        return self.state is ReportState.DRAFT and self.voided_at is None

    def step(self, state: ReportState) -> ReportStep | None:
        """The last time the report came to a state."""
        return next((step for step in reversed(self.steps) if step.state is state), None)


class ReportText(Base):
    """A text of a report in a language: a part that people write, or the cause and remedy of an unmet target.

    `carried` says that it was taken over from an earlier report and nobody has touched it since.
    """

    __tablename__ = "report_texts"
    __table_args__ = (sa.UniqueConstraint("report_id", "key", "locale"),)

    id: Mapped[pk]
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"))
    key: Mapped[str] = mapped_column(sa.String(100))
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    text: Mapped[long_text]
    version: Mapped[int] = mapped_column(default=1)
    carried: Mapped[flag]
    changed_at: Mapped[moment]
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))

    report: Mapped[Report] = relationship(back_populates="texts")
    changed_by: Mapped[User] = relationship()


class ReportStep(Base):
    """A report came to a state: who brought it there, when, and why where it went back."""

    __tablename__ = "report_steps"

    id: Mapped[pk]
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    state: Mapped[ReportState] = mapped_column(enum_of(ReportState))
    at: Mapped[moment]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    reason: Mapped[long_text]

    report: Mapped[Report] = relationship(back_populates="steps")
    by: Mapped[User] = relationship()


class ReportComment(Base):
    """A remark to the drafter on one part of a report, until somebody says it is settled."""

    __tablename__ = "report_comments"

    id: Mapped[pk]
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(100), default="")
    text: Mapped[long_text]
    at: Mapped[moment]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    resolved_at: Mapped[moment_or_none]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    report: Mapped[Report] = relationship(back_populates="comments")
    by: Mapped[User] = relationship(foreign_keys=by_id)
    resolved_by: Mapped[User | None] = relationship(foreign_keys=resolved_by_id)


class ReportFile(Base):
    """A file of an issued report, kept for ever under its hash; form "signed" is the scan of the signed paper.

    An `internal` copy names donors and places: it is read by those who may, and each reading is noted.
    """

    __tablename__ = "report_files"

    id: Mapped[pk]
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    form: Mapped[str] = mapped_column(sa.String(10))
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    name: Mapped[short_text]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    internal: Mapped[flag]
    at: Mapped[moment]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))

    report: Mapped[Report] = relationship(back_populates="files")
    by: Mapped[User] = relationship()


class ReportObject(Base):
    """An object that an issued report names in an appendix: its creation can no longer be undone."""

    __tablename__ = "report_objects"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), primary_key=True, index=True)


class WordTemplate(Base):
    """A Word template of the museum's own, found sound when it was received; at most one is in use."""

    __tablename__ = "word_templates"

    id: Mapped[pk]
    name: Mapped[short_text]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    at: Mapped[moment]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    in_use: Mapped[flag]

    by: Mapped[User] = relationship()
