"""What the worker does with files: prepare them, prove that they are intact, sweep what was left behind."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from museum_tracker.accounts.queries import system_user
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.registry import JobContext, periodic, task
from museum_tracker.media import child, fixity, preparing, sweeping
from museum_tracker.media.kinds import FORMATS
from museum_tracker.media.kinds.base import Converted, Limits, Unusable
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.queries import get_version
from museum_tracker.media.rules import VersionState
from museum_tracker.media.services import mark_verified
from museum_tracker.media.staging import StorageTrouble, hash_file
from museum_tracker.media.storage import Storage, original_key
from museum_tracker.media.stores import storage_of

ROOM_TO_CONVERT = 256 * 1024 * 1024
FIXITY_BATCH = 200


class OriginalUnsound(Unusable):
    """The original has changed on the disk."""

    msgid = preparing.ALTERED


class OriginalMissing(Unusable):
    """The original is not on the disk."""

    msgid = preparing.MISSING


@task("media.derive", label=N_("Prepare pictures and models"))
def derive(job: JobContext, *, version_id: int) -> dict[str, Any] | None:
    """Verify an original, measure it and make its access copies, in a child process with limits."""
    storage = storage_of(job.settings)
    with session_scope(job.engine) as session:
        version = get_version(session, version_id)
        if version.state in {VersionState.READY, VersionState.RETIRED}:
            return None
        storage.require_room(ROOM_TO_CONVERT)
        session.expunge(version)
    try:
        _work_on(job, storage, version)
    except Unusable as refusal:
        _quarantine(job, version_id, refusal.message)
        return {"state": "quarantined"}
    except StorageTrouble as trouble:  # not this file's fault, so the job is tried again
        _note_failure(job, version_id, str(trouble))
        raise child.ConversionFailed(str(trouble)) from trouble
    except (child.ConversionFailed, OSError) as error:
        _note_failure(job, version_id, str(error))
        raise
    return {"state": "ready"}


def _work_on(job: JobContext, storage: Storage, version: AssetVersion) -> None:
    storage.check()
    key = original_key(version.sha256)
    if storage.size(key) is None:
        raise OriginalMissing
    with storage.lent(key) as source:
        _verify(job, source, version)
        out = storage.new_folder("convert-")
        try:
            _prepare(job, storage, version, source, out)
        finally:
            shutil.rmtree(out, ignore_errors=True)


def _verify(job: JobContext, source: Path, version: AssetVersion) -> None:
    sha256, _ = hash_file(source)
    if sha256 != version.sha256:
        raise OriginalUnsound
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        mark_verified(get_version(session, version.id))
        session.commit()


def _prepare(job: JobContext, storage: Storage, version: AssetVersion, source: Path, out: Path) -> None:
    _mark(job, version.id, VersionState.DERIVING)
    converted = child.convert(source, FORMATS[version.format], out, limits_of(job), alive=job.check)
    kept = preparing.keep_files(storage, version, out, converted.made)
    _finish(job, version.id, converted, kept)


def limits_of(job: JobContext) -> Limits:
    """What one conversion may use, by the settings."""
    settings = job.settings
    return Limits(
        megapixels=settings.max_image_megapixels,
        unpacked_mb=settings.max_upload_mb,
        memory_mb=settings.child_memory_mb,
        seconds=settings.child_seconds,
        cache=str((settings.instance / "cache").resolve()),
    )


def _mark(job: JobContext, version_id: int, state: VersionState) -> None:
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        get_version(session, version_id).state = state
        session.commit()


def _finish(job: JobContext, version_id: int, converted: Converted, kept: list[Any]) -> None:
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        version = get_version(session, version_id)
        deed = begin_deed(session, by=system_user(session), action=N_("Prepared %(file)s"), file=version.original_name)
        preparing.finish(session, version, converted, kept, deed=deed)
        session.commit()


def _quarantine(job: JobContext, version_id: int, reason: Message) -> None:
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        version = get_version(session, version_id)
        action = N_("Held %(file)s back: %(cause)s")
        deed = begin_deed(session, by=system_user(session), action=action, file=version.original_name, cause=reason)
        preparing.quarantine(session, version, reason, deed=deed)
        session.commit()


def _note_failure(job: JobContext, version_id: int, detail: str) -> None:
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        preparing.note_failure(get_version(session, version_id), detail)
        session.commit()


@task("media.sweep", label=N_("Sweep what interrupted uploads left"))
def sweep(job: JobContext) -> dict[str, Any] | None:
    """Remove staged files that nobody claims after a day, and uploads given up for a week."""
    storage = storage_of(job.settings)
    if not storage.is_marked():
        return None
    with session_scope(job.engine, write=True) as session:
        removed = sweeping.sweep(session, storage)
        session.commit()
    return {"removed": removed}


@task("media.fixity", label=N_("Read originals back"))
def check_fixity(job: JobContext, *, everything: bool = False) -> dict[str, Any] | None:
    """Read originals back from the disk, the longest unread first, and tell which are missing or changed."""
    storage = storage_of(job.settings)
    if not storage.is_marked():
        return None
    with session_scope(job.engine, write=True) as session:
        report = fixity.begin_round(session)
        session.commit()
    due = fixity.list_due(job.engine, everything=everything)
    for begin in range(0, len(due), FIXITY_BATCH):
        batch = due[begin : begin + FIXITY_BATCH]
        found = [(version_id, fixity.read_back(storage, sha256)) for version_id, sha256 in batch]
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            fixity.write_findings(session, report.id, found)
            session.commit()
        job.progress(begin + len(batch), len(due))
    orphans = fixity.find_orphans(job.engine, storage)
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        fixity.end_round(session, report.id, orphans)
        session.commit()
    return {"checked": len(due), "orphans": len(orphans)}


def register_periodic() -> None:
    """Have the storage swept every hour and read back a part at a time every day."""
    periodic("media.sweep", every=dt.timedelta(hours=1))
    periodic("media.fixity", every=dt.timedelta(days=1))
