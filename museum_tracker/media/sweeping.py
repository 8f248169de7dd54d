"""Clean up what interrupted uploads and refused records leave behind: into the trash, never for good."""

from __future__ import annotations

import datetime as dt
import shutil

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.media.file_references import FileKind, file_kinds, named_keys
from museum_tracker.media.models import MediaUpload
from museum_tracker.media.rules import UploadState
from museum_tracker.media.storage import Storage
from museum_tracker.media.trash import discard_staged

UNKNOWN_FILES = dt.timedelta(days=1)
ABANDONED = dt.timedelta(days=7)
OPEN = (UploadState.RECEIVING, UploadState.RECEIVED)


def sweep(session: Session, storage: Storage) -> int:
    """Forget uploads untouched for a week, then discard staged files that nobody claims; answers how many.

    Working copies of conversions are copies: their folders are removed.
    """
    now = clock.now()
    old = (MediaUpload.state.in_(OPEN), MediaUpload.updated_at < now - ABANDONED)
    session.execute(sa.delete(MediaUpload).where(*old).execution_options(synchronize_session=False))
    claimed = set(session.scalars(sa.select(MediaUpload.token).where(MediaUpload.state.in_(OPEN))))
    removed = 0
    for path in storage.staging.iterdir() if storage.staging.is_dir() else ():
        age = now - dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if age < UNKNOWN_FILES or path.name.split(".")[0] in claimed:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            discard_staged(storage, path)
        removed += 1
    return removed


def list_old(storage: Storage) -> dict[str, list[str]]:
    """Kept files by kind that were in their place before yesterday; long work, done before the database is asked."""
    now = clock.now()
    return {
        name: [key for key, since in storage.list_kept(name) if now - since >= UNKNOWN_FILES] for name in file_kinds()
    }


def discard_unnamed(session: Session, storage: Storage, old: dict[str, list[str]]) -> int:
    """Discard kept files whose record was refused after they had been put in place; answers how many."""
    return sum(_discard(session, storage, kind, old.get(name, [])) for name, kind in file_kinds().items())


def _discard(session: Session, storage: Storage, kind: FileKind, old: list[str]) -> int:
    unnamed = sorted(set(old) - named_keys(session, kind)) if old else []
    for key in unnamed:
        storage.discard(key)
    return len(unnamed)
