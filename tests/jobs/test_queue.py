"""Leaving jobs: in the deed's transaction, once under a key, done in order."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import Message
from museum_tracker.jobs import queries
from museum_tracker.jobs.models import Job, JobStatus, WorkerSign
from museum_tracker.jobs.queue import IN_BULK, INTERACTIVE, enqueue, retry
from museum_tracker.jobs.registry import PERIODIC, JobContext, Permanent, periodic, task
from museum_tracker.jobs.signs import SILENT_AFTER, start_due, workers_alive
from museum_tracker.jobs.worker import claim, run, run_all, work


def only_job(engine: sa.Engine) -> Job:
    with session_scope(engine) as session:
        return session.scalars(sa.select(Job)).one()


def test_a_job_whose_deed_is_undone_never_existed(session: Session, engine: sa.Engine, settings: Settings) -> None:
    enqueue(session, "test.never")
    session.rollback()
    assert run_all(engine, settings) == 0


def test_a_job_gets_its_arguments_and_keeps_its_result(session: Session, engine: sa.Engine, settings: Settings) -> None:
    @task("test.add")
    def add(job: JobContext, *, a: int, b: int) -> dict[str, int]:
        job.progress(2, 2, Message("Adding %(a)s", {"a": a}))
        return {"sum": a + b}

    enqueue(session, "test.add", a=2, b=3)
    session.commit()
    assert run_all(engine, settings) == 1
    job = only_job(engine)
    assert (job.status, job.result, job.done, job.total) == (JobStatus.DONE, {"sum": 5}, 2, 2)
    assert job.message.text("en") == "Adding 2"


def test_higher_priority_goes_first_and_delayed_jobs_wait(
    session: Session, engine: sa.Engine, settings: Settings
) -> None:
    ran: list[str] = []

    @task("test.note")
    def note(job: JobContext, *, name: str) -> None:
        ran.append(name)

    enqueue(session, "test.note", name="ordinary")
    enqueue(session, "test.note", name="urgent", priority=5)
    enqueue(session, "test.note", name="tomorrow", delay=dt.timedelta(days=1))
    session.commit()
    run_all(engine, settings)
    assert ran == ["urgent", "ordinary"]


def test_a_key_keeps_one_waiting_job(session: Session) -> None:
    first = enqueue(session, "test.fold", dedupe_key="fold")
    assert enqueue(session, "test.fold", dedupe_key="fold") == first
    assert enqueue(session, "test.fold", dedupe_key="other") != first


def test_a_job_asked_for_while_it_runs_runs_once_more(session: Session, engine: sa.Engine, settings: Settings) -> None:
    seen: list[int] = []

    @task("test.fold")
    def fold(job: JobContext) -> None:
        seen.append(job.attempt)
        if len(seen) == 1:
            with session_scope(engine, write=True) as other:
                enqueue(other, "test.fold", dedupe_key="fold")
                other.commit()

    enqueue(session, "test.fold", dedupe_key="fold")
    session.commit()
    assert run_all(engine, settings) == 2
    assert seen == [1, 1]
    assert only_job(engine).status is JobStatus.DONE


def test_a_finished_key_may_be_used_again(session: Session, engine: sa.Engine, settings: Settings) -> None:
    @task("test.fold")
    def fold(job: JobContext) -> None:
        return None

    first = enqueue(session, "test.fold", dedupe_key="fold")
    session.commit()
    run_all(engine, settings)
    assert enqueue(session, "test.fold", dedupe_key="fold") != first


def test_a_passing_failure_is_tried_again_after_a_pause(
    session: Session, engine: sa.Engine, settings: Settings
) -> None:
    @task("test.flaky")
    def flaky(job: JobContext) -> None:
        if job.attempt == 1:
            raise OSError("the network is away")

    enqueue(session, "test.flaky")
    session.commit()
    assert run_all(engine, settings) == 1
    job = only_job(engine)
    assert job.status is JobStatus.QUEUED
    assert job.run_at > clock.now()
    assert "the network is away" in job.error.text("en")
    again = claim_later(engine, settings)
    run(again)
    assert only_job(engine).status is JobStatus.DONE


def claim_later(engine: sa.Engine, settings: Settings) -> JobContext:
    with session_scope(engine, write=True) as session:
        session.execute(sa.update(Job).values(run_at=clock.now()))
        session.commit()
    job = claim(engine, settings)
    assert job is not None
    return job


def test_a_failure_that_stays_ends_after_its_attempts_with_the_reason(
    session: Session, engine: sa.Engine, settings: Settings
) -> None:
    @task("test.bad")
    def bad(job: JobContext) -> None:
        raise ValueError("no such thing")

    enqueue(session, "test.bad", max_attempts=2)
    session.commit()
    run_all(engine, settings)
    run(claim_later(engine, settings))
    job = only_job(engine)
    assert (job.status, job.attempts) == (JobStatus.FAILED, 2)
    assert "no such thing" in job.error.text("vi")
    assert "ValueError" in job.error_detail


@pytest.mark.parametrize(
    "error", [Permanent(Message("The file %(name)s is broken.", {"name": "a.tif"})), NotFound(what="a.tif")]
)
def test_a_permanent_failure_is_not_tried_again(
    session: Session, engine: sa.Engine, settings: Settings, error: Exception
) -> None:
    @task("test.broken")
    def broken(job: JobContext) -> None:
        raise error

    enqueue(session, "test.broken")
    session.commit()
    run_all(engine, settings)
    job = only_job(engine)
    assert (job.status, job.attempts) == (JobStatus.FAILED, 1)
    assert "a.tif" in job.error.text("en")


def test_a_job_of_an_unknown_kind_fails_and_says_so(session: Session, engine: sa.Engine, settings: Settings) -> None:
    enqueue(session, "test.unheard_of")
    session.commit()
    run_all(engine, settings)
    assert "test.unheard_of" in only_job(engine).error.text("en")


def test_a_failed_job_starts_over_when_retried(session: Session, engine: sa.Engine, settings: Settings) -> None:
    enqueue(session, "test.later", dedupe_key="k")
    session.commit()
    run_all(engine, settings)

    @task("test.later")
    def later(job: JobContext) -> None:
        return None

    job = session.scalars(sa.select(Job)).one()
    session.refresh(job)
    assert retry(session, job) == job.id
    session.commit()
    run_all(engine, settings)
    assert only_job(engine).status is JobStatus.DONE


def test_retrying_joins_a_newer_job_under_the_same_key(session: Session, engine: sa.Engine, settings: Settings) -> None:
    failed = enqueue(session, "test.gone", dedupe_key="k")
    session.commit()
    run_all(engine, settings)
    newer = enqueue(session, "test.gone", dedupe_key="k")
    job = session.get_one(Job, failed)
    session.refresh(job)
    assert retry(session, job) == newer


def test_jobs_are_counted_as_people_see_them(session: Session, frozen: dt.datetime) -> None:
    for status, lease in [
        (JobStatus.RUNNING, frozen + dt.timedelta(seconds=60)),
        (JobStatus.RUNNING, frozen - dt.timedelta(seconds=1)),
        (JobStatus.FAILED, None),
    ]:
        session.add(Job(kind="x", status=status, lease_until=lease))
    session.flush()
    counts = queries.count_jobs(session, frozen)
    assert (counts[JobStatus.RUNNING], counts[JobStatus.STALLED], counts[JobStatus.FAILED]) == (1, 1, 1)
    assert [job.state(frozen) for job in queries.list_jobs(session, JobStatus.STALLED, frozen)] == [JobStatus.STALLED]


def test_a_periodic_task_starts_once_when_it_is_due(session: Session, frozen: dt.datetime) -> None:
    PERIODIC.clear()
    periodic("test.hourly", every=dt.timedelta(hours=1))
    assert start_due(session, frozen) == ["test.hourly"]
    assert start_due(session, frozen + dt.timedelta(minutes=59)) == []
    assert start_due(session, frozen + dt.timedelta(minutes=61)) == ["test.hourly"]


def test_a_silent_worker_no_longer_counts_as_alive(session: Session, frozen: dt.datetime) -> None:
    session.add(WorkerSign(name="one", started_at=frozen, beat_at=frozen))
    session.flush()
    assert workers_alive(session, frozen + dt.timedelta(seconds=30)) == 1
    assert workers_alive(session, frozen + SILENT_AFTER + dt.timedelta(seconds=1)) == 0


def test_finished_jobs_are_forgotten_in_time(session: Session, engine: sa.Engine, settings: Settings) -> None:
    long_ago = clock.now() - dt.timedelta(days=30)
    session.add(Job(kind="x", status=JobStatus.DONE, finished_at=long_ago))
    session.add(Job(kind="x", status=JobStatus.FAILED, finished_at=long_ago))
    enqueue(session, "jobs.sweep")
    session.commit()
    run_all(engine, settings)
    with session_scope(engine) as later:
        assert [job.status for job in later.scalars(sa.select(Job).where(Job.kind == "x"))] == [JobStatus.FAILED]


def test_what_a_person_waits_for_has_a_lane_of_its_own(session: Session, engine: sa.Engine, settings: Settings) -> None:
    """One job of an import holds the worker; an upload left meanwhile is prepared all the same."""
    begun, done, stop = threading.Event(), threading.Event(), threading.Event()

    @task("test.long")
    def long(job: JobContext) -> None:
        begun.set()
        assert done.wait(30), "the urgent job waited for the long one"

    @task("test.urgent")
    def urgent(job: JobContext) -> None:
        done.set()

    enqueue(session, "test.long", priority=IN_BULK)
    session.commit()
    worker = threading.Thread(target=work, args=(engine, settings), kwargs={"stop": stop})
    worker.start()
    try:
        assert begun.wait(30)
        enqueue(session, "test.urgent", priority=INTERACTIVE)
        session.commit()
        assert done.wait(30)
    finally:
        done.set()
        stop.set()
        worker.join()
