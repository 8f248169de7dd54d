"""What a running job may ask of the worker: engine, settings, progress, and proof that it still holds its lease."""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from museum_tracker.core import clock
from museum_tracker.core.i18n import stored
from museum_tracker.jobs.models import Job, JobStatus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from config import Settings
    from museum_tracker.core.i18n import Message

PROGRESS_SECONDS = 0.5


class LostLease(BaseException):
    """Another worker has taken the job over: whatever this one still does must not count.

    Not an Exception, so that a handler that mends ordinary errors cannot swallow it.
    """


class Interrupted(BaseException):
    """The worker is being stopped; the job goes back to the queue as if it had not been tried."""


@dataclass(eq=False, kw_only=True)
class JobContext:
    """One attempt at one job."""

    id: int
    kind: str
    args: dict[str, Any]
    attempt: int
    token: str
    engine: sa.Engine
    settings: Settings
    lease: dt.timedelta
    stop: threading.Event = field(default_factory=threading.Event)
    lost: threading.Event = field(default_factory=threading.Event)
    _shown_at: float = float("-inf")

    def progress(self, done: int, total: int, message: Message | None = None) -> None:
        """Tell the page how far the work has come (written at most twice a second).

        Raises:
            LostLease: another worker has taken the job over.
            Interrupted: the worker is being stopped.
        """
        self.check()
        if time.monotonic() - self._shown_at < PROGRESS_SECONDS and done < total:
            return
        self._shown_at = time.monotonic()
        said = {} if message is None else {"message_id": message.msgid, "message_values": stored(message.values)}
        self.write(done=done, total=total, lease_until=clock.now() + self.lease, **said)

    def check(self) -> None:
        """Stop here if the lease is lost or the worker is being stopped."""
        if self.lost.is_set():
            raise LostLease
        if self.stop.is_set():
            raise Interrupted

    def hold(self, session: Session) -> None:
        """Tie a transaction to the lease: it can only commit while no other worker has taken the job over."""
        self._require(session.execute(self._mine().values(lease_until=clock.now() + self.lease)))

    def write(self, **values: object) -> None:
        """Change the job's row, in a transaction of its own, if the lease is still ours."""
        with self.engine.execution_options(write=True).begin() as connection:
            self._require(connection.execute(self._mine().values(**values)))

    def _mine(self) -> sa.Update:
        owned = (Job.id == self.id, Job.token == self.token, Job.status == JobStatus.RUNNING)
        return sa.update(Job).where(*owned).execution_options(synchronize_session=False)

    def _require(self, result: sa.Result[Any]) -> None:
        if result.rowcount != 1:  # type: ignore[attr-defined]
            self.lost.set()
            raise LostLease
