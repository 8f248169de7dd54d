"""The worker's part in imports and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.db import begin_write, session_scope
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, stored
from museum_tracker.interop.exports.services import finish_export, sweep_exports, write_export
from museum_tracker.interop.imports.applying import Entering
from museum_tracker.interop.imports.mending import write_rows_to_mend
from museum_tracker.interop.imports.queries import get_batch
from museum_tracker.interop.imports.running import open_walk
from museum_tracker.interop.imports.staging import mending_path
from museum_tracker.interop.imports.trial import try_batch
from museum_tracker.interop.imports.undoing import undo_batch
from museum_tracker.interop.models import BatchState, ExportFile, ImportBatch
from museum_tracker.jobs.registry import JobContext, periodic, task

PARTS = 1000  # a file's length is not known before it is read: progress is told in thousandths


@task("interop.check_import", label=N_("Try an import"))
def check_import(job: JobContext, *, batch_id: int) -> None:
    """Try an import."""
    with session_scope(job.engine) as session:
        batch = get_batch(session, batch_id)
        if batch.state is not BatchState.CHECKING:
            return
        with _failing(session, batch):
            walk = open_walk(job.engine, job.settings, batch)
            try:
                try_batch(session, batch, walk, commit=_committing(job, N_("Trying the rows")))
                session.commit()
            finally:
                walk.close()
            _write_mending(session, batch, job)


@task("interop.apply_import", label=N_("Enter an import"))
def apply_import(job: JobContext, *, batch_id: int, user_id: int) -> dict[str, int] | None:
    """Enter an import; started again, it goes on after the last committed chunk."""
    with session_scope(job.engine) as session:
        batch = get_batch(session, batch_id)
        if batch.state is not BatchState.APPLYING:
            return None
        by = session.get_one(User, user_id)
        with _failing(session, batch):
            walk = open_walk(job.engine, job.settings, batch)
            try:
                Entering(session, batch, walk, by=by, commit=_committing(job, N_("Entering the rows"))).run()
            finally:
                walk.close()
            _write_mending(session, batch, job)
        return {"created": batch.created, "updated": batch.updated}


@task("interop.undo_import", label=N_("Take an import back"))
def undo_import(job: JobContext, *, batch_id: int, user_id: int, reason: str, confirmed: list[int]) -> dict[str, int]:
    """Take an import back; what was already taken back is not touched again."""
    with session_scope(job.engine) as session:
        batch = get_batch(session, batch_id)
        by = session.get_one(User, user_id)
        with _failing(session, batch):
            commit = _committing(job, N_("Taking the rows back"))
            left = undo_batch(session, batch, by=by, reason=reason, confirmed=set(confirmed), commit=commit)
        return {"left": left}


@task("interop.export", label=N_("Write a list to a file"))
def export(job: JobContext, *, export_id: int) -> dict[str, int] | None:
    """Write a list to a file."""
    with session_scope(job.engine) as session:
        found = session.get(ExportFile, export_id)
        if found is None or found.done_at is not None:
            return None
        rows = write_export(session, found, job.settings, progress=job.progress)
        begin_write(session)
        job.hold(session)
        found = session.get_one(ExportFile, export_id)
        finish_export(session, found, job.settings, rows=rows)
        session.commit()
        return {"rows": rows}


@task("interop.sweep", label=N_("Clear away old exports"))
def sweep(job: JobContext) -> None:
    """Forget old exports."""
    with session_scope(job.engine, write=True) as session:
        sweep_exports(session, job.settings)
        session.commit()


def _write_mending(session: Session, batch: ImportBatch, job: JobContext) -> None:
    """Lay the rows to mend ready for download."""
    write_rows_to_mend(session, batch, mending_path(job.settings, batch.id), batch.by.language or job.settings.language)


class _committing:  # noqa: N801 - used as the function that it is
    """Commits a chunk only while the job is still ours, and tells the page how far it has come."""

    def __init__(self, job: JobContext, words: str) -> None:
        self._job = job
        self._words = words

    def __call__(self, session: Session, share: float) -> None:
        self._job.hold(session)
        session.commit()
        self._job.progress(round(share * PARTS), PARTS, Message(self._words))


@contextmanager
def _failing(session: Session, batch: ImportBatch) -> Iterator[None]:
    """Write the reason of a refusal on the batch, so that its page can say why it stopped."""
    try:
        yield
    except Refusal as refusal:
        begin_write(session)
        message = refusal.message
        batch.state = BatchState.FAILED
        batch.error = {"msgid": message.msgid, "values": stored(message.values)}
        session.commit()
        raise


def register() -> None:
    """Have the worker forget old exports; the tasks above are known by being imported."""
    periodic("interop.sweep", every=dt.timedelta(days=1))
