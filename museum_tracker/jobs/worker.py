"""The worker: takes jobs under a lease, does them one by one, and hands back what it could not finish.

A worker may die at any point. Its lease then runs out and another one runs the job again; a token keeps
the dead one, should it wake up, from writing over the other's work.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
import traceback
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, stored
from museum_tracker.jobs import signs
from museum_tracker.jobs.context import Interrupted, JobContext, LostLease
from museum_tracker.jobs.models import Job, JobStatus
from museum_tracker.jobs.queue import INTERACTIVE
from museum_tracker.jobs.registry import find_task

if TYPE_CHECKING:
    from config import Settings

log = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=90)
IDLE_SECONDS = 0.7
PAUSE_SECONDS = 5
BACKOFF = dt.timedelta(seconds=10)
LONGEST_BACKOFF = dt.timedelta(hours=1)
DIED = Message(N_("The worker ended without finishing this job, %(attempts)s times."))
UNEXPECTED = N_("Unexpected error: %(error)s")
UNKNOWN = N_("Nothing here can do a job of the kind %(kind)s.")


def claim(
    engine: sa.Engine, settings: Settings, *, lease: dt.timedelta = LEASE, urgent: bool = False
) -> JobContext | None:
    """Take the next job that is due, or one whose worker has fallen silent; None when there is nothing to do.

    `urgent` takes only jobs that a person waits for.
    """
    now = clock.now()
    ready = sa.or_(
        sa.and_(Job.status == JobStatus.QUEUED, Job.run_at <= now),
        sa.and_(Job.status == JobStatus.RUNNING, Job.lease_until < now),
    )
    if urgent:
        ready = sa.and_(Job.priority >= INTERACTIVE, ready)
    with engine.connect() as connection:  # a look costs nothing; taking SQLite's write lock would make people wait
        if connection.execute(sa.select(Job.id).where(ready).limit(1)).first() is None:
            return None
    with engine.execution_options(write=True).begin() as connection:
        row = connection.execute(_taking(ready, now, lease)).first()
        if row is None:
            return None
    given = {"id": row.id, "kind": row.kind, "args": row.args, "attempt": row.attempts, "token": row.token or ""}
    job = JobContext(engine=engine, settings=settings, lease=lease, **given)
    if row.attempts > row.max_attempts:
        _fail(job, Message(DIED.msgid, {"attempts": row.max_attempts}))
        return claim(engine, settings, lease=lease, urgent=urgent)
    return job


def _taking(ready: sa.ColumnElement[bool], now: dt.datetime, lease: dt.timedelta) -> sa.sql.dml.ReturningUpdate[Any]:
    pick = sa.select(Job.id).where(ready).order_by(Job.priority.desc(), Job.run_at, Job.id).limit(1)
    taken = (
        sa.update(Job)
        .where(Job.id == pick.with_for_update(skip_locked=True).scalar_subquery())
        .values(
            status=JobStatus.RUNNING,
            token=secrets.token_hex(16),
            lease_until=now + lease,
            started_at=now,
            attempts=Job.attempts + 1,
            again=False,
            done=0,
            total=0,
        )
    )
    columns = (Job.id, Job.kind, Job.args, Job.attempts, Job.max_attempts, Job.token)
    return taken.returning(*columns).execution_options(synchronize_session=False)


def run(job: JobContext, *, stop: threading.Event | None = None, backoff: dt.timedelta = BACKOFF) -> None:
    """Do a claimed job and write down how it ended; a heartbeat renews the lease meanwhile."""
    if stop is not None:
        job.stop = stop
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(job, ended), name=f"heartbeat-{job.id}", daemon=True)
    heart.start()
    try:
        _attempt(job, backoff)
    except LostLease:
        log.warning("job %s (%s): another worker has taken it over", job.id, job.kind)
    finally:
        ended.set()
        heart.join()


def work(engine: sa.Engine, settings: Settings, *, stop: threading.Event, lease: dt.timedelta = LEASE) -> None:
    """Do jobs until `stop` is set; a job in progress is asked to end and goes back to the queue.

    A lane beside takes only what a person waits for: an upload is prepared while an import of thousands goes on.
    """
    lane = threading.Thread(target=_urgent_lane, args=(engine, settings, stop, lease), name="urgent-jobs")
    lane.start()
    sign = signs.Sign(engine)
    while not stop.is_set():
        try:
            sign.keep_up()
            job = claim(engine, settings, lease=lease)
            if job is None:
                stop.wait(IDLE_SECONDS)
                continue
            with sign.busy():
                run(job, stop=stop)
        except sa.exc.DBAPIError:  # busy, restarting or away: what was begun comes back when its lease runs out
            log.warning("the database does not answer; trying again", exc_info=True)
            stop.wait(PAUSE_SECONDS)
    sign.leave()
    lane.join()


def _urgent_lane(engine: sa.Engine, settings: Settings, stop: threading.Event, lease: dt.timedelta) -> None:
    while not stop.is_set():
        try:
            job = claim(engine, settings, lease=lease, urgent=True)
            if job is None:
                stop.wait(IDLE_SECONDS)
                continue
            run(job, stop=stop)
        except sa.exc.DBAPIError:
            log.warning("the database does not answer; trying again", exc_info=True)
            stop.wait(PAUSE_SECONDS)


def run_all(engine: sa.Engine, settings: Settings, *, limit: int = 10_000) -> int:
    """Do everything that is due now, in this thread, and answer how many jobs ran (commands, tests)."""
    count = 0
    while count < limit and (job := claim(engine, settings)) is not None:
        run(job)
        count += 1
    return count


def _attempt(job: JobContext, backoff: dt.timedelta) -> None:
    handler = find_task(job.kind)
    if handler is None:
        _fail(job, Message(UNKNOWN, {"kind": job.kind}))
        return
    try:
        result = handler(job, **job.args)
    except Refusal as refusal:
        log.info("job %s (%s) refused: %s", job.id, job.kind, refusal.message)
        _fail(job, refusal.message)
    except Interrupted:
        job.write(status=JobStatus.QUEUED, attempts=job.attempt - 1, token=None, lease_until=None)
    except Exception as error:  # whatever a handler raises must not end the worker
        log.exception("job %s (%s), attempt %s", job.id, job.kind, job.attempt)
        _retry_or_fail(job, error, backoff)
    else:
        _finish(job, result)


def _finish(job: JobContext, result: dict[str, Any] | None) -> None:
    # Asked for again while it ran: what it read may be out of date, so it runs once more.
    done = sa.case((Job.again, JobStatus.QUEUED.value), else_=JobStatus.DONE.value)
    job.write(
        status=sa.cast(done, Job.status.type),
        attempts=sa.case((Job.again, 0), else_=Job.attempts),
        done=sa.case((Job.total > 0, Job.total), else_=Job.done),
        error_id="",
        error_values={},
        error_detail="",
        result=result or {},
        finished_at=clock.now(),
        lease_until=None,
    )


def _retry_or_fail(job: JobContext, error: Exception, backoff: dt.timedelta) -> None:
    reason = Message(UNEXPECTED, {"error": f"{type(error).__name__}: {error}"[:300]})
    detail = "".join(traceback.format_exception(error, limit=-8))[-4000:]
    delay = min(LONGEST_BACKOFF, backoff * 2 ** (job.attempt - 1))
    exhausted = Job.attempts >= Job.max_attempts
    job.write(
        status=sa.cast(sa.case((exhausted, JobStatus.FAILED.value), else_=JobStatus.QUEUED.value), Job.status.type),
        run_at=clock.now() + delay,
        finished_at=sa.case((exhausted, clock.now()), else_=sa.null()),
        lease_until=None,
        **_said(reason, detail),
    )


def _fail(job: JobContext, reason: Message) -> None:
    job.write(status=JobStatus.FAILED, finished_at=clock.now(), lease_until=None, **_said(reason))


def _said(reason: Message, detail: str = "") -> dict[str, Any]:
    return {"error_id": reason.msgid[:500], "error_values": stored(reason.values), "error_detail": detail}


def _beat(job: JobContext, ended: threading.Event) -> None:
    # On a connection of its own: the handler may be in the middle of a long transaction.
    while not ended.wait(job.lease.total_seconds() / 4):
        try:
            job.write(lease_until=clock.now() + job.lease)
        except LostLease:
            return
        except sa.exc.DBAPIError:
            log.warning("job %s: the heartbeat could not be written; trying again", job.id)
