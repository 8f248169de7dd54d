"""Preparing files: verified, measured, and copied for viewing, in a child process with limits."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from museum_tracker.accounts.queries import system_user
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.registry import JobContext, task
from museum_tracker.media import child, preparing
from museum_tracker.media.damage import ORIGINALS, Finding, note_finding
from museum_tracker.media.file_references import file_kinds
from museum_tracker.media.fixity import Reader
from museum_tracker.media.kinds import FORMATS
from museum_tracker.media.kinds.base import Converted, Limits, Unusable
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.queries import get_version
from museum_tracker.media.rules import AssetKind, VersionState
from museum_tracker.media.services import mark_verified
from museum_tracker.media.staging import StorageTrouble, hash_file
from museum_tracker.media.storage import Storage, original_key
from museum_tracker.media.stores import storage_of

ROOM_TO_CONVERT = 256 * 1024 * 1024


class OriginalUnsound(Unusable):
    """The original has changed on the disk."""

    msgid = preparing.ALTERED


class OriginalMissing(OriginalUnsound):
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
        _quarantine(job, version_id, refusal)
        return {"state": "quarantined"}
    except StorageTrouble as trouble:  # not this file's fault, so the job is tried again
        _note_failure(job, version_id)
        raise child.ConversionFailed(str(trouble)) from trouble
    except (child.ConversionFailed, OSError):
        _note_failure(job, version_id)
        raise
    return {"state": "ready"}


def _work_on(job: JobContext, storage: Storage, version: AssetVersion) -> None:
    storage.check()
    key = original_key(version.sha256)
    if storage.size(key) is None and Reader(storage)(file_kinds()[ORIGINALS], version.sha256) is Finding.MISSING:
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
    converted = child.convert(source, FORMATS[version.format], out, limits_of(job, version), alive=job.check)
    kept = preparing.keep_files(storage, version, out, converted.made)
    _finish(job, version.id, converted, kept)


def limits_of(job: JobContext, version: AssetVersion) -> Limits:
    """What one conversion may use, by the settings and the kind of file, and how a model is to stand."""
    settings = job.settings
    model = FORMATS[version.format].kind == AssetKind.MODEL3D
    return Limits(
        megapixels=settings.max_image_megapixels,
        unpacked_mb=settings.max_upload_mb,
        memory_mb=settings.child_memory_mb,
        seconds=settings.model_seconds if model else settings.image_seconds,
        cache=str((settings.instance / "cache").resolve()),
        up=version.up,
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


def _quarantine(job: JobContext, version_id: int, refusal: Unusable) -> None:
    reason = refusal.message
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        version = get_version(session, version_id)
        if isinstance(refusal, OriginalUnsound):
            finding = Finding.MISSING if isinstance(refusal, OriginalMissing) else Finding.CHANGED
            note_finding(session, file_kinds()[ORIGINALS], version.sha256, finding, by=system_user(session))
        action = N_("Held %(file)s back: %(cause)s")
        deed = begin_deed(session, by=system_user(session), action=action, file=version.original_name, cause=reason)
        preparing.quarantine(session, version, reason, deed=deed)
        session.commit()


def _note_failure(job: JobContext, version_id: int) -> None:
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        preparing.note_failure(get_version(session, version_id))
        session.commit()


@task("media.remake", label=N_("Make copies for viewing anew"))
def remake(job: JobContext, *, version_id: int) -> dict[str, Any] | None:
    """Make the copies of a ready file anew from its original: some were lost. The file stays ready meanwhile."""
    storage = storage_of(job.settings)
    storage.check()
    with session_scope(job.engine) as session:
        version = get_version(session, version_id)
        session.expunge(version)
    kind = file_kinds()[ORIGINALS]
    finding = Reader(storage)(kind, version.sha256)
    if version.state is not VersionState.READY or finding is not Finding.INTACT:
        with session_scope(job.engine, write=True) as session:
            note_finding(session, kind, version.sha256, finding, by=system_user(session))
            session.commit()
        return None
    out = storage.new_folder("convert-")
    try:
        with storage.lent(original_key(version.sha256)) as source:
            converted = child.convert(source, FORMATS[version.format], out, limits_of(job, version), alive=job.check)
        kept = preparing.keep_files(storage, version, out, converted.made)
    finally:
        shutil.rmtree(out, ignore_errors=True)
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        preparing.replace_files(session, version_id, kept)
        session.commit()
    return {"made": len(kept)}
