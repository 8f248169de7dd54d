"""Backups made by the worker: when they are due, and when somebody asks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import system_user
from museum_tracker.backups.models import GOOD, BackupRun, RunState
from museum_tracker.backups.place import Place
from museum_tracker.backups.rules import is_due
from museum_tracker.backups.services import get_plan, run_backup
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import JobContext, periodic, task

RUN = "backups.run"
LONGEST = dt.timedelta(days=1)  # a run that is under way for longer was killed


@task("backups.schedule", label=N_("See whether a backup is due"))
def schedule(job: JobContext) -> dict[str, Any] | None:
    """Leave a backup to be made when the plan says that its time has come."""
    with session_scope(job.engine, write=True) as session:
        under_way = sa.and_(BackupRun.state == RunState.RUNNING, BackupRun.started_at > clock.now() - LONGEST)
        counted = sa.or_(BackupRun.state.in_(GOOD), under_way)
        last = session.scalar(sa.select(sa.func.max(BackupRun.started_at)).where(counted))
        zone = job.settings.timezone
        local = clock.local(last, zone) if last else None
        due = is_due(get_plan(session), last=local, now=clock.local(clock.now(), zone))
        if due:
            enqueue(session, RUN, dedupe_key=RUN, max_attempts=1, user_id=system_user(session).id)
        session.commit()
    return {"due": due}


@task(RUN, label=N_("Make a backup"))
def run(job: JobContext, *, user_id: int) -> dict[str, Any] | None:
    """Copy everything the museum keeps to the place of its plan."""
    with session_scope(job.engine) as session:
        plan = get_plan(session)
    if not plan.place:
        return None

    def commit(session: Session) -> None:
        job.hold(session)
        session.commit()

    made = run_backup(
        job.engine,
        job.settings,
        Place(Path(plan.place)),
        by_id=user_id,
        plan=plan,
        with_key=plan.with_key,
        commit=commit,
        progress=job.progress,
    )
    return {"name": made.name, "files": made.files, "copied": made.copied, "left_out": len(made.left_out)}


def register() -> None:
    """Have the plan looked at every hour."""
    periodic("backups.schedule", every=dt.timedelta(hours=1))
