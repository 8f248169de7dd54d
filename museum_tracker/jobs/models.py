"""The table of work to be done behind the pages, and the workers that do it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from museum_tracker.core.db import Base, Json, code, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.core.i18n import N_, Message, restored


class JobStatus(StrEnum):
    """Where a job stands; a running job whose lease ran out is shown as stalled."""

    QUEUED = "queued"
    RUNNING = "running"
    STALLED = "stalled"
    DONE = "done"
    FAILED = "failed"


JOB_STATUS_LABELS = {
    JobStatus.QUEUED: N_("Waiting"),
    JobStatus.RUNNING: N_("Running"),
    JobStatus.STALLED: N_("Stalled"),
    JobStatus.DONE: N_("Done"),
    JobStatus.FAILED: N_("Failed"),
}

UNFINISHED = "status IN ('queued', 'running')"


class Job(Base):
    """One piece of work that a deed left for the worker; it exists exactly when its deed does."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.Index("ix_jobs_ready", "status", "priority", "run_at"),
        sa.Index(
            "uq_jobs_dedupe_key",
            "dedupe_key",
            unique=True,
            sqlite_where=sa.text(UNFINISHED),
            postgresql_where=sa.text(UNFINISHED),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[pk]
    kind: Mapped[code]
    args: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    status: Mapped[JobStatus] = mapped_column(enum_of(JobStatus), default=JobStatus.QUEUED)
    priority: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[moment]
    created_at: Mapped[moment]
    started_at: Mapped[moment_or_none]
    finished_at: Mapped[moment_or_none]
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=3)
    lease_until: Mapped[moment_or_none]
    token: Mapped[str | None] = mapped_column(sa.String(32))
    again: Mapped[flag]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[short_text]
    message_values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    error_id: Mapped[short_text]
    error_values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    error_detail: Mapped[long_text]
    result: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(200))

    @property
    def message(self) -> Message:
        """What the job said about its progress; empty when it said nothing."""
        return restored(self.message_id, self.message_values)

    @property
    def error(self) -> Message:
        """Why the last attempt failed; empty when none did."""
        return restored(self.error_id, self.error_values)

    def state(self, now: dt.datetime) -> JobStatus:
        """The status a person should see: a running job that has been silent past its lease is stalled."""
        silent = self.status is JobStatus.RUNNING and self.lease_until is not None and self.lease_until < now
        return JobStatus.STALLED if silent else self.status


class WorkerSign(Base):
    """A sign of life of one worker process."""

    __tablename__ = "worker_signs"

    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    started_at: Mapped[moment]
    beat_at: Mapped[dt.datetime] = mapped_column(index=True)


class Schedule(Base):
    """When a periodic task is due next."""

    __tablename__ = "job_schedules"

    kind: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    next_at: Mapped[dt.datetime]
