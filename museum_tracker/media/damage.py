"""Kept files found missing or changed: named until they are whole again, with who found it and what healed it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, record
from museum_tracker.media.file_references import FileKind, file_kinds
from museum_tracker.media.models import AssetVersion, DamagedFile, FixityCheck
from museum_tracker.media.rules import VersionState
from museum_tracker.media.signals import asset_changed
from museum_tracker.media.storage import Storage

ORIGINALS = "originals"
PROVEN = (VersionState.READY, VersionState.QUARANTINED, VersionState.RETIRED)
LOST = N_("%(file)s is missing or changed on the disk")
FOUND_WHOLE = N_("%(file)s is intact again")
TOLD = N_("Kept files that are missing or damaged: %(count)s. Send them again or take them from a backup.")
HEALED = N_("Healed %(file)s: the same file was sent again")


class Finding(StrEnum):
    """What reading a kept file back showed."""

    INTACT = "intact"
    MISSING = "missing"
    CHANGED = "changed"


FINDING_LABELS = {
    Finding.INTACT: N_("intact"),
    Finding.MISSING: N_("missing from the disk"),
    Finding.CHANGED: N_("changed on the disk"),
}


class FileDamaged(Refusal):
    """A kept file is missing or changed: what lies there is not what was received."""

    msgid = N_(
        "The kept copy of “%(file)s” is %(finding)s, so it is not given out. Send the same file again, or take it from "
        "a backup: Administration › Damaged files."
    )
    status = 409


def read_back(storage: Storage, key: str, sha256: str) -> Finding:
    """Read a kept file where it lies and compare it with what was received."""
    try:
        found, _ = storage.digest(key)
    except FileNotFoundError:
        return Finding.MISSING
    return Finding.INTACT if found == sha256 else Finding.CHANGED


def note_finding(
    session: Session, kind: FileKind, sha256: str, finding: Finding, *, by: User, healed: bool = False
) -> bool:
    """Keep what a reading showed; a file that is no longer sound stops being evidence, one that is again counts again.

    Answers whether it showed something new; that is written to history with its author.
    """
    sound = finding is Finding.INTACT
    detail = "healed" if healed else finding.value
    session.add(FixityCheck(kind=kind.name, sha256=sha256, at=clock.now(), intact=sound, detail=detail))
    known = find_damaged(session, kind.name, sha256)
    versions = _versions(session, sha256, sound=sound, every=healed) if kind.name == ORIGINALS else []
    if sound == (known is None) and not versions and not healed:
        session.flush()
        return False
    _mark(session, known, kind, sha256, finding)
    action = HEALED if healed else FOUND_WHOLE if sound else LOST
    change = begin_deed(session, by=by, action=action, file=kind.use_of(session, sha256).name)
    for version in versions:
        _change_verified(session, version, change, sound=sound)
    return True


def _mark(session: Session, known: DamagedFile | None, kind: FileKind, sha256: str, finding: Finding) -> None:
    if finding is Finding.INTACT:
        if known is not None:
            known.healed_at = clock.now()
    elif known is None:
        row = session.scalars(_rows(kind.name, sha256)).first() or DamagedFile(kind=kind.name, sha256=sha256)
        row.finding, row.found_at, row.healed_at = finding.value, clock.now(), None
        session.add(row)
    else:
        known.finding = finding.value
    session.flush()


def _rows(kind: str, sha256: str) -> sa.Select[DamagedFile]:
    return sa.select(DamagedFile).where(DamagedFile.kind == kind, DamagedFile.sha256 == sha256)


def _versions(session: Session, sha256: str, *, sound: bool, every: bool) -> Sequence[AssetVersion]:
    """The versions with these bytes whose standing as evidence changes; of a healed file, every one."""
    unproven = AssetVersion.verified_at.is_(None)
    query = sa.select(AssetVersion).where(AssetVersion.sha256 == sha256, AssetVersion.state.in_(PROVEN))
    if not every:
        query = query.where(unproven if sound else sa.not_(unproven))
    return session.scalars(query.order_by(AssetVersion.id)).all()


def _change_verified(session: Session, version: AssetVersion, change: ChangeSet, *, sound: bool) -> None:
    version.verified_at = clock.now() if sound else None
    session.flush()
    before, after = {"sound": not sound}, {"sound": sound}
    record(session, change, entity="asset", entity_id=version.asset_id, before=before, after=after)
    asset_changed.send(session, artifact_id=version.asset.artifact_id, deed=change)


def find_damaged(session: Session, kind: str, sha256: str) -> DamagedFile | None:
    """The note that a file is damaged; None while it is whole."""
    return session.scalars(_rows(kind, sha256).where(DamagedFile.healed_at.is_(None))).first()


def is_damaged(session: Session, sha256: str) -> bool:
    """Whether a damaged file of any kind has these bytes."""
    query = sa.select(DamagedFile.id).where(DamagedFile.sha256 == sha256, DamagedFile.healed_at.is_(None))
    return session.scalars(query.limit(1)).first() is not None


def damaged_originals(session: Session, hashes: Sequence[str]) -> set[str]:
    """Which of these originals are damaged."""
    query = sa.select(DamagedFile.sha256).where(DamagedFile.kind == ORIGINALS, DamagedFile.healed_at.is_(None))
    return set(session.scalars(query.where(DamagedFile.sha256.in_(hashes)))) if hashes else set()


def list_damaged(session: Session, *, healed: bool = False, limit: int = 200) -> list[tuple[FileKind, DamagedFile]]:
    """Damaged files, the newest finding first; or those that were healed, the last one first."""
    order = DamagedFile.healed_at.desc() if healed else DamagedFile.found_at.desc()
    wanted = DamagedFile.healed_at.is_not(None) if healed else DamagedFile.healed_at.is_(None)
    rows = session.scalars(sa.select(DamagedFile).where(wanted).order_by(order, DamagedFile.id).limit(limit))
    kinds = file_kinds()
    return [(kinds[row.kind], row) for row in rows if row.kind in kinds]


def count_damaged(session: Session) -> int:
    """How many kept files are missing or changed."""
    query = sa.select(sa.func.count(DamagedFile.id)).where(DamagedFile.healed_at.is_(None))
    return session.scalar(query) or 0


def told_of_damage(session: Session) -> Message | None:
    """The sentence that the first pages show while any kept file is missing or changed."""
    count = count_damaged(session)
    return Message(TOLD, {"count": count}) if count else None
