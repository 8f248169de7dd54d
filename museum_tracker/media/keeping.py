"""Putting a received file where it is kept, and healing what lies there damaged when the same file comes again."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.damage import ORIGINALS, Finding, find_damaged, note_finding
from museum_tracker.media.file_references import FileKind, file_kinds, kept_kinds
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.media.staging import hash_file
from museum_tracker.media.storage import Adopted, Storage


class NothingToHeal(Refusal):
    """A file was sent to heal a damaged one, but is none of them."""

    msgid = N_("“%(file)s” is none of the damaged files: its bytes are others. Look for the file as it was first sent.")


def keep(session: Session, storage: Storage, kind: str, staged: Path, sha256: str, *, by: User) -> bool:
    """Put a staged file in its place; what lies there is hashed first. Answers whether a damaged file was healed.

    Raises:
        StorageFull, StorageMissing
    """
    adopted = storage.adopt(staged, file_kinds()[kind].key(sha256))
    return note_adopted(session, kind, sha256, adopted, by=by)


def note_adopted(session: Session, kind: str, sha256: str, adopted: Adopted, *, by: User) -> bool:
    """Write down, in the caller's writing transaction, that a file that was put in its place healed a damaged one."""
    kept = file_kinds()[kind]
    known = find_damaged(session, kind, sha256) is not None
    if not known and (adopted is Adopted.THERE or not kept.is_named(session, sha256)):
        return False
    note_finding(session, kept, sha256, Finding.INTACT, by=by, healed=True)
    if kind == ORIGINALS:
        _prepare_held_back(session, sha256)
    return True


def _prepare_held_back(session: Session, sha256: str) -> None:
    """Have files prepared that were held back because their original was not sound."""
    held = (AssetVersion.sha256 == sha256, AssetVersion.state == VersionState.QUARANTINED)
    for version in session.scalars(sa.select(AssetVersion).where(*held)):
        version.state, version.reason = VersionState.STORED, {}
        session.flush()
        enqueue(session, "media.derive", dedupe_key=f"derive-{version.id}", version_id=version.id)


def heal(session: Session, storage: Storage, staged: Path, name: str, *, by: User) -> FileKind:
    """Put a staged file in place of the damaged one that it is, of whatever kind.

    Raises:
        NothingToHeal: no damaged file has these bytes.
    """
    sha256, _ = hash_file(staged)
    damaged = [kind for kind in kept_kinds() if find_damaged(session, kind.name, sha256) is not None]
    if not damaged:
        raise NothingToHeal(file=name)
    for kind in damaged[1:]:  # the same bytes kept for two purposes
        with staged.open("rb") as file:
            copy = storage.stage(iter(lambda: file.read(1 << 20), b""), limit=staged.stat().st_size)
        keep(session, storage, kind.name, copy.path, sha256, by=by)
    keep(session, storage, damaged[0].name, staged, sha256, by=by)
    return damaged[0]
