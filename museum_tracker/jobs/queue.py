"""Leaving work for the worker, in the same transaction as the deed that needs it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.jobs.models import Job, JobStatus

# How urgent a job is: a person waits for it, or it is one of thousands that nobody looks at meanwhile.
INTERACTIVE, ORDINARY, IN_BULK = 10, 0, -5

UNFINISHED = (JobStatus.QUEUED, JobStatus.RUNNING)


def enqueue(
    session: Session,
    kind: str,
    *,
    dedupe_key: str | None = None,
    priority: int = 0,
    delay: dt.timedelta = dt.timedelta(0),
    max_attempts: int = 3,
    **args: object,
) -> int:
    """Leave a job that starts after this transaction commits, and never if it does not; answers the job's id.

    With a `dedupe_key` at most one such job is unfinished: one that waits is enough, one that already
    runs is run once more when it ends, so that it sees what this transaction writes. Higher priority first.
    """
    job = Job(
        kind=kind,
        args=args,
        priority=priority,
        run_at=clock.now() + delay,
        max_attempts=max_attempts,
        dedupe_key=dedupe_key,
    )
    if dedupe_key is not None:
        return _join(session, dedupe_key) or _add_once(session, job, dedupe_key)
    session.add(job)
    session.flush()
    return job.id


def _add_once(session: Session, job: Job, key: str) -> int:
    try:
        with session.begin_nested():
            session.add(job)
    except sa.exc.IntegrityError:  # another transaction left the same job just now
        found = _join(session, key)
        if found is not None:
            return found
        session.add(job)  # and it has ended already
        session.flush()
    return job.id


def _join(session: Session, key: str) -> int | None:
    # The update also locks the row, so no worker starts the job before this transaction's writes can be seen.
    joined = session.execute(
        sa.update(Job)
        .where(Job.dedupe_key == key, Job.status.in_(UNFINISHED))
        .values(again=True)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return joined.scalar_one_or_none()


def retry(session: Session, job: Job) -> int:
    """Let a failed or stalled job start over at once; answers the job that will do the work."""
    if job.status is JobStatus.FAILED and job.dedupe_key is not None:
        newer = _join(session, job.dedupe_key)
        if newer is not None:
            return newer
    job.status = JobStatus.QUEUED
    job.attempts = 0
    job.token = job.lease_until = job.finished_at = None
    job.run_at = clock.now()
    session.flush()
    return job.id
