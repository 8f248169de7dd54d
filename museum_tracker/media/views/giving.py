"""Giving out kept files: only what is known to be what was received; anything else is said, noted and told."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from museum_tracker.accounts.queries import system_user
from museum_tracker.core.db import begin_write
from museum_tracker.core.i18n import Message
from museum_tracker.media.damage import FINDING_LABELS, FileDamaged, Finding, find_damaged, note_finding, read_back
from museum_tracker.media.file_references import FileKind, file_kinds
from museum_tracker.media.staging import CHUNK
from museum_tracker.media.views.blueprint import storage
from museum_tracker.web.database import current_session

HASHED_BELOW = 256 * CHUNK  # larger files are given out on their length and their last reading back
REMEMBERED = 5000
_read: OrderedDict[tuple[str, int, int], None] = OrderedDict()


def require_sound(kind_name: str, sha256: str, name: str, *, size: int | None = None) -> str:
    """The key of a kept file whose bytes are those received; a damaged one is noted, and people are told.

    Raises:
        FileDamaged: it is missing or changed.
    """
    kind, session = file_kinds()[kind_name], current_session()
    key = kind.key(sha256)
    known = find_damaged(session, kind.name, sha256)
    finding = Finding(known.finding) if known is not None else _examine(key, sha256, size)
    if finding is Finding.INTACT:
        return key
    if known is None:
        _note(kind, sha256, finding)
    raise FileDamaged(file=name, finding=Message(FINDING_LABELS[finding]))


def kept_path(kind_name: str, sha256: str, name: str) -> Path:
    """Where a kept file can be read on this computer, once its bytes were found to be those received.

    Raises:
        FileDamaged: it is missing or changed.
    """
    return storage().local_path(require_sound(kind_name, sha256, name)).resolve()


def _examine(key: str, sha256: str, size: int | None) -> Finding:
    found = storage().size(key)
    if found is None:
        return Finding.MISSING
    if size is not None and found != size:
        return Finding.CHANGED
    if found > HASHED_BELOW:
        return Finding.INTACT
    mark = (key, found, 0 if storage().remote else storage().local_path(key).stat().st_mtime_ns)
    if mark in _read:  # the pieces of one download ask again and again
        return Finding.INTACT
    finding = read_back(storage(), key, sha256)
    if finding is Finding.INTACT and not storage().remote:
        _read[mark] = None
        while len(_read) > REMEMBERED:
            _read.popitem(last=False)
    return finding


def _note(kind: FileKind, sha256: str, finding: Finding) -> None:
    session = current_session()
    begin_write(session)
    note_finding(session, kind, sha256, finding, by=system_user(session))
    session.commit()
