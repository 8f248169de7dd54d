"""Clean up what interrupted uploads leave behind, never anything that a record knows."""

from __future__ import annotations

import datetime as dt
import shutil

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.media.keepers import keepers
from museum_tracker.media.models import MediaUpload
from museum_tracker.media.rules import UploadState
from museum_tracker.media.storage import Storage

UNKNOWN_FILES = dt.timedelta(days=1)
ABANDONED = dt.timedelta(days=7)
OPEN = (UploadState.RECEIVING, UploadState.RECEIVED)


def sweep(session: Session, storage: Storage) -> int:
    """Forget uploads untouched for a week, then remove staged files that nobody claims; answers how many."""
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
            path.unlink(missing_ok=True)
        removed += 1
    return removed + _sweep_unnamed(session, storage, now)


def _sweep_unnamed(session: Session, storage: Storage, now: dt.datetime) -> int:
    """Remove kept files whose record was refused after they had been put in place."""
    removed = 0
    for prefix, named in keepers().items():
        old = [key for key, since in storage.list_kept(prefix) if now - since >= UNKNOWN_FILES]
        wanted = set(named(session)) if old else set()
        for key in old:
            if key not in wanted:
                storage.delete(key)
                removed += 1
    return removed
