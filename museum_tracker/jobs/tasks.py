"""The queue's own housekeeping."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.models import Job, JobStatus, WorkerSign
from museum_tracker.jobs.registry import JobContext, periodic, task
from museum_tracker.jobs.signs import FORGOTTEN_AFTER

KEEP_DONE = dt.timedelta(days=14)
KEEP_FAILED = dt.timedelta(days=180)

periodic("jobs.sweep", every=dt.timedelta(hours=6))


@task("jobs.sweep", label=N_("Forget old jobs"))
def sweep(job: JobContext) -> dict[str, int]:
    """Forget jobs done two weeks ago, failures half a year old, and workers that never took their sign down."""
    now = clock.now()
    with session_scope(job.engine, write=True) as session:
        done = sa.and_(Job.status == JobStatus.DONE, Job.finished_at < now - KEEP_DONE)
        failed = sa.and_(Job.status == JobStatus.FAILED, Job.finished_at < now - KEEP_FAILED)
        swept = session.execute(sa.delete(Job).where(sa.or_(done, failed)))
        session.execute(sa.delete(WorkerSign).where(WorkerSign.beat_at < now - FORGOTTEN_AFTER))
        session.commit()
    return {"swept": swept.rowcount}  # type: ignore[attr-defined]
