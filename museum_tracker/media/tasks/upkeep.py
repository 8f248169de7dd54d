"""What the worker does for the storage: sweep what was left behind, read kept files back, have lost copies remade."""

from __future__ import annotations

import datetime as dt
from typing import Any

from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import JobContext, periodic, task
from museum_tracker.media import fixity, sweeping, trash
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of
from museum_tracker.media.sweeping_pause import may_sweep

BATCH = 200


@task("media.sweep", label=N_("Sweep what interrupted uploads left"))
def sweep(job: JobContext) -> dict[str, Any] | None:
    """Move staged files that nobody claims after a day to the trash, and forget uploads given up for a week."""
    storage = storage_of(job.settings)
    if not storage.is_marked():
        return None
    with session_scope(job.engine, write=True) as session:
        removed = sweeping.sweep(session, storage) if may_sweep(session, storage) else None
        session.commit()
    return {"paused": True} if removed is None else {"removed": removed}


@task("media.sweep_kept", label=N_("Move kept files that no record names to the trash"))
def sweep_kept(job: JobContext) -> dict[str, Any] | None:
    """Move files that no record names to the trash after a day, and empty the trash of what lay there its days."""
    storage = storage_of(job.settings)
    if not storage.is_marked():
        return None
    old = sweeping.list_old(storage)
    with session_scope(job.engine, write=True) as session:
        allowed = may_sweep(session, storage)
        removed = sweeping.discard_unnamed(session, storage, old) if allowed else 0
        session.commit()
    if not allowed:
        return {"paused": True}
    return {"removed": removed, "emptied": trash.empty(storage, job.settings.trash_days)}


@task("media.fixity", label=N_("Read kept files back"))
def check_fixity(job: JobContext, *, everything: bool = False) -> dict[str, Any] | None:
    """Read kept files back, the longest unread first, and tell which are missing or changed."""
    storage = storage_of(job.settings)
    if not storage.is_marked():
        return None
    with session_scope(job.engine, write=True) as session:
        report_id = fixity.begin_round(session).id
        session.commit()
    due, read = fixity.list_due(job.engine, everything=everything), fixity.Reader(storage)
    for begin in range(0, len(due), BATCH):
        found = [(kind, sha256, read(kind, sha256)) for kind, sha256 in due[begin : begin + BATCH]]
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            fixity.write_findings(session, report_id, found)
            session.commit()
        job.progress(begin + len(found), len(due))
    unmade = _end(job, storage, report_id, fixity.find_orphans(job.engine, storage))
    return {"checked": len(due), "unmade": unmade}


def _end(job: JobContext, storage: Storage, report_id: int, orphans: list[str]) -> int:
    with session_scope(job.engine) as session:
        unmade = fixity.list_unmade(session, storage)
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        for version_id in unmade:
            enqueue(session, "media.remake", dedupe_key=f"remake-{version_id}", priority=-5, version_id=version_id)
        fixity.end_round(session, report_id, orphans)
        session.commit()
    return len(unmade)


def register_periodic() -> None:
    """Have the storage swept every hour, and read back a part at a time every day."""
    periodic("media.sweep", every=dt.timedelta(hours=1))
    periodic("media.sweep_kept", every=dt.timedelta(days=1))
    periodic("media.fixity", every=dt.timedelta(days=1))
