"""Signs of life of the workers, and the clockwork of periodic tasks that each of them winds."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.jobs.models import Schedule, WorkerSign
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import PERIODIC, Periodic

EVERY = dt.timedelta(seconds=20)
SILENT_AFTER = dt.timedelta(seconds=75)
FORGOTTEN_AFTER = dt.timedelta(days=1)


class Sign:
    """One worker's sign of life, renewed while it idles and, by a thread, while it is busy."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._name = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(3)}"
        self._started = clock.now()
        self._next = self._started

    def keep_up(self) -> None:
        """Renew the sign and start periodic tasks that are due, at most once each twenty seconds."""
        if clock.now() < self._next:
            return
        self._next = clock.now() + EVERY
        with session_scope(self._engine, write=True) as session:
            session.merge(WorkerSign(name=self._name, started_at=self._started, beat_at=clock.now()))
            start_due(session, clock.now())
            session.commit()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Keep the sign fresh while a job takes the worker's whole attention."""
        ended = threading.Event()
        thread = threading.Thread(target=self._while_busy, args=(ended,), name="sign-of-life", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def leave(self) -> None:
        """Take the sign down: this worker has ended in good order."""
        with suppress(sa.exc.DBAPIError), session_scope(self._engine, write=True) as session:
            session.execute(sa.delete(WorkerSign).where(WorkerSign.name == self._name))
            session.commit()

    def _while_busy(self, ended: threading.Event) -> None:
        while not ended.wait(1):
            try:
                self.keep_up()
            except sa.exc.DBAPIError:  # the next second tries again
                self._next = clock.now()


def start_due(session: Session, now: dt.datetime) -> list[str]:
    """Leave a job for each periodic task that is due, and note when it is due next; answers their names."""
    known = {schedule.kind: schedule for schedule in session.scalars(sa.select(Schedule))}
    started = []
    for periodic in PERIODIC.values():
        if _take_turn(session, known.get(periodic.kind), periodic, now):
            enqueue(session, periodic.kind, dedupe_key=f"periodic:{periodic.kind}", priority=-10)
            started.append(periodic.kind)
    return started


def _take_turn(session: Session, schedule: Schedule | None, periodic: Periodic, now: dt.datetime) -> bool:
    if schedule is None:
        try:
            with session.begin_nested():
                session.add(Schedule(kind=periodic.kind, next_at=now + periodic.every))
        except sa.exc.IntegrityError:  # another worker was first
            return False
        return True
    if schedule.next_at > now:
        return False
    # Of several workers only the one whose update finds the old time has the turn.
    turn = session.execute(
        sa.update(Schedule)
        .where(Schedule.kind == periodic.kind, Schedule.next_at == schedule.next_at)
        .values(next_at=now + periodic.every)
        .execution_options(synchronize_session=False)
    )
    return bool(turn.rowcount)  # type: ignore[attr-defined]


def workers_alive(session: Session, now: dt.datetime) -> int:
    """How many workers gave a sign of life lately."""
    alive = sa.select(sa.func.count()).select_from(WorkerSign).where(WorkerSign.beat_at > now - SILENT_AFTER)
    return session.scalar(alive) or 0
