"""Each run of the backup: when, where to, and what became of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.core.db import Base, Json, enum_of, moment, moment_or_none, pk
from museum_tracker.core.i18n import N_, Message, restored


class RunState(StrEnum):
    """How far a backup came."""

    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"


RUN_STATE_LABELS = {
    RunState.RUNNING: N_("Running"),
    RunState.DONE: N_("Everything copied"),
    RunState.PARTLY: N_("Copied but for damaged files"),
    RunState.FAILED: N_("Failed"),
}
GOOD = (RunState.DONE, RunState.PARTLY)


class BackupRun(Base):
    """One backup that was begun; `name` is its folder at the place, `message` what there is to say about it."""

    __tablename__ = "backup_runs"
    __table_args__ = (sa.Index("ix_backup_runs_state", "state", "finished_at"),)

    id: Mapped[pk]
    place: Mapped[str] = mapped_column(sa.String(500))
    name: Mapped[str] = mapped_column(sa.String(100), default="")
    state: Mapped[RunState] = mapped_column(enum_of(RunState), default=RunState.RUNNING)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    started_at: Mapped[moment]
    finished_at: Mapped[moment_or_none]
    files: Mapped[int] = mapped_column(default=0)
    copied: Mapped[int] = mapped_column(default=0)
    octets: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    message: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    by: Mapped[User] = relationship()

    @property
    def said(self) -> Message | None:
        """Why it failed, or what was left out."""
        return restored(self.message["msgid"], self.message["values"]) if self.message else None

    @property
    def took(self) -> dt.timedelta | None:
        """How long it took; None while it runs."""
        return None if self.finished_at is None else self.finished_at - self.started_at
