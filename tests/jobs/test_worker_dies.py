"""A worker killed with -9: another does its job, nothing is done twice, and it cannot write over the other."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.jobs import worker
from museum_tracker.jobs.context import LostLease
from museum_tracker.jobs.models import Job, JobStatus
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import JobContext, task
from museum_tracker.jobs.signs import workers_alive

ROOT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.05)


def start(url: str, home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.jobs.killed_worker", url, str(home)], cwd=ROOT)


def test_the_job_of_a_killed_worker_is_done_by_another(
    session: Session, engine: sa.Engine, settings: Settings, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.touch()
    enqueue(session, "test.slow", marks=str(marks), priority=1)
    for number in range(5):
        enqueue(session, "test.quick", marks=str(marks), number=number)
    session.commit()
    url = settings.database
    with start(url, tmp_path) as victim:
        until(lambda: marks.read_text() == "1\n")
        victim.kill()
    with start(url, tmp_path) as heir:
        try:
            until(lambda: unfinished(engine) == 0)
        finally:
            heir.kill()
    assert sorted(marks.read_text().split("\n")[:-1]) == ["1", "2", *(f"quick {number}" for number in range(5))]


def unfinished(engine: sa.Engine) -> int:
    with session_scope(engine) as session:
        kinds = Job.kind.in_(["test.slow", "test.quick"])
        return session.scalar(sa.select(sa.func.count(Job.id)).where(kinds, Job.status != JobStatus.DONE)) or 0


def expire(engine: sa.Engine) -> None:
    with session_scope(engine, write=True) as session:
        session.execute(sa.update(Job).values(lease_until=clock.now() - dt.timedelta(seconds=1)))
        session.commit()


def test_a_worker_that_wakes_up_late_cannot_write_over_the_other(
    session: Session, engine: sa.Engine, settings: Settings
) -> None:
    enqueue(session, "test.slow")
    session.commit()
    late = worker.claim(engine, settings)
    assert late is not None
    assert worker.claim(engine, settings) is None
    expire(engine)
    other = worker.claim(engine, settings)
    assert other is not None
    assert other.attempt == 2
    with pytest.raises(LostLease):
        late.progress(1, 1)
    with session_scope(engine, write=True) as work, pytest.raises(LostLease):
        late.hold(work)
    with session_scope(engine, write=True) as work:
        other.hold(work)


def test_a_job_that_kills_its_workers_ends_as_failed(session: Session, engine: sa.Engine, settings: Settings) -> None:
    job_id = enqueue(session, "test.slow", max_attempts=2)
    session.commit()
    for _ in range(2):
        assert worker.claim(engine, settings) is not None
        expire(engine)
    assert worker.claim(engine, settings) is None
    with session_scope(engine) as later:
        job = later.get_one(Job, job_id)
        assert job.status is JobStatus.FAILED
        assert "2 times" in job.error.text("en")


def test_a_stopped_worker_hands_its_job_back_untried_and_takes_its_sign_down(
    session: Session, engine: sa.Engine, settings: Settings
) -> None:
    stop, started = threading.Event(), threading.Event()

    @task("test.patient")
    def patient(job: JobContext) -> None:
        started.set()
        while True:
            job.check()
            stop.wait(0.05)

    job_id = enqueue(session, "test.patient")
    session.commit()
    thread = threading.Thread(target=worker.work, args=(engine, settings), kwargs={"stop": stop})
    thread.start()
    assert started.wait(10)
    with session_scope(engine) as during:
        assert workers_alive(during, clock.now()) == 1
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    with session_scope(engine) as later:
        job = later.get_one(Job, job_id)
        assert (job.status, job.attempts) == (JobStatus.QUEUED, 0)
        assert workers_alive(later, clock.now()) == 0


def test_a_worker_outlives_a_database_that_goes_away_for_a_while(
    session: Session, engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, real, refusals = threading.Event(), worker.claim, iter([True, True, False])

    def claim(*given: Any, **options: Any) -> JobContext | None:
        if next(refusals, False):
            raise sa.exc.OperationalError("select 1", {}, OSError("connection refused"))
        return real(*given, **options)

    @task("test.last")
    def last(job: JobContext) -> None:
        stop.set()

    monkeypatch.setattr(worker, "claim", claim)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0)
    job_id = enqueue(session, "test.last")
    session.commit()
    worker.work(engine, settings, stop=stop)
    with session_scope(engine) as later:
        assert later.get_one(Job, job_id).status is JobStatus.DONE


def test_the_heartbeat_keeps_a_long_job(session: Session, engine: sa.Engine, settings: Settings) -> None:
    @task("test.long")
    def long(job: JobContext) -> None:
        with session_scope(engine) as reading:
            before = reading.get_one(Job, job.id).lease_until
        until(lambda: renewed(engine, job.id, before), seconds=10)

    enqueue(session, "test.long")
    session.commit()
    job = worker.claim(engine, settings, lease=dt.timedelta(seconds=1))
    assert job is not None
    worker.run(job)
    with session_scope(engine) as later:
        assert later.get_one(Job, job.id).status is JobStatus.DONE


def renewed(engine: sa.Engine, job_id: int, before: dt.datetime | None) -> bool:
    with session_scope(engine) as reading:
        return reading.get_one(Job, job_id).lease_until != before
