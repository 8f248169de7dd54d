"""What is kept of every import: the file, the decisions, each row with its outcome, and named mappings."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, Json, enum_of, flag, moment, moment_or_none, pk
from museum_tracker.core.i18n import N_


class BatchState(StrEnum):
    """Where an import stands."""

    STAGED = "staged"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What became of a row, or would become of it."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    WAITING = "waiting"


BATCH_STATE_LABELS = {
    BatchState.STAGED: N_("To be mapped"),
    BatchState.CHECKING: N_("Being tried"),
    BatchState.CHECKED: N_("Tried, not entered"),
    BatchState.APPLYING: N_("Being entered"),
    BatchState.APPLIED: N_("Entered"),
    BatchState.FAILED: N_("Stopped by an error"),
    BatchState.UNDOING: N_("Being taken back"),
    BatchState.UNDONE: N_("Taken back"),
}

OUTCOME_LABELS = {
    Outcome.CREATED: N_("Created"),
    Outcome.UPDATED: N_("Updated"),
    Outcome.UNCHANGED: N_("Unchanged"),
    Outcome.REJECTED: N_("Rejected"),
    Outcome.WAITING: N_("Waits for a decision"),
}


class ImportProfile(Base):
    """A named way to read tables of one kind."""

    __tablename__ = "import_profiles"

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    columns: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    updated_at: Mapped[moment]


class ImportBatch(Base):
    """One file and what was done with it; its rows read are created + updated + unchanged + rejected + waiting.

    `cursor` is the sheet (its place in the plan) and the last row that was entered: it moves in the same transaction
    as the rows, so a killed import goes on where it stopped. `counts` holds what else stood in the file.
    """

    __tablename__ = "import_batches"

    id: Mapped[pk]
    file_name: Mapped[str] = mapped_column(sa.String(300))
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int]
    state: Mapped[BatchState] = mapped_column(enum_of(BatchState), default=BatchState.STAGED, index=True)
    plan: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    profile_name: Mapped[str] = mapped_column(sa.String(200), default="")
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[moment]
    applied_at: Mapped[moment_or_none]
    undone_at: Mapped[moment_or_none]
    rows_read: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    with_findings: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    cursor: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    job_id: Mapped[int | None]
    error: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    by: Mapped[User] = relationship()


class ExportFile(Base):
    """A list written to a file for one person, made by the worker and kept for a few days."""

    __tablename__ = "export_files"

    id: Mapped[pk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    format: Mapped[str] = mapped_column(sa.String(20))
    locale: Mapped[str] = mapped_column(sa.String(5))
    args: Mapped[list[Any]] = mapped_column(Json, default=list)
    rows: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[moment]
    done_at: Mapped[moment_or_none]
    job_id: Mapped[int | None]


class ImportRow(Base):
    """One row of a file: its cells as written, what became of it, the object, and the findings.

    After a trial only rows with findings, questions or rejections stand here, with `entered` false. `question` is
    what was asked about the row (a doubtful kind of row, or "same_number"), `decision` what a person answered.
    """

    __tablename__ = "import_rows"
    __table_args__ = (sa.UniqueConstraint("batch_id", "sheet", "row"),)

    id: Mapped[pk]
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batches.id", ondelete="CASCADE"))
    sheet: Mapped[str] = mapped_column(sa.String(200))
    row: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(enum_of(Outcome))
    entered: Mapped[flag]
    question: Mapped[str] = mapped_column(sa.String(20), default="")
    decision: Mapped[str] = mapped_column(sa.String(20), default="")
    label: Mapped[str] = mapped_column(sa.String(300), default="")
    artifact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    change_set_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_sets.id"), index=True)
    cells: Mapped[list[Any]] = mapped_column(Json, default=list)
    findings: Mapped[list[Any]] = mapped_column(Json, default=list)
    undone: Mapped[flag]
