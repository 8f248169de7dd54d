"""Reading the queue: what runs, what waits, what failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.jobs.models import Job, JobStatus


def jobs(state: JobStatus, now: dt.datetime) -> sa.Select[Job]:
    """The jobs in a state as people see it, newest first; stalled ones are not among the running."""
    silent = Job.lease_until < now
    wanted = {
        JobStatus.RUNNING: sa.and_(Job.status == JobStatus.RUNNING, sa.not_(silent)),
        JobStatus.STALLED: sa.and_(Job.status == JobStatus.RUNNING, silent),
    }
    return sa.select(Job).where(wanted.get(state, Job.status == state)).order_by(Job.id.desc())


def list_jobs(session: Session, state: JobStatus, now: dt.datetime, *, limit: int = 100) -> Sequence[Job]:
    """The newest jobs in a state."""
    return session.scalars(jobs(state, now).limit(limit)).all()


def count_jobs(session: Session, now: dt.datetime) -> dict[JobStatus, int]:
    """How many jobs are in each state."""
    return {
        state: session.scalar(sa.select(sa.func.count()).select_from(jobs(state, now).order_by(None).subquery())) or 0
        for state in JobStatus
    }


def get_job(session: Session, job_id: int) -> Job:
    """A job by its id.

    Raises:
        NotFound: there is none, or it was swept.
    """
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound(what=str(job_id))
    return job


def find_latest(session: Session, dedupe_key: str) -> Job | None:
    """The latest job that was left under a key, finished or not."""
    return session.scalars(sa.select(Job).where(Job.dedupe_key == dedupe_key).order_by(Job.id.desc()).limit(1)).first()
