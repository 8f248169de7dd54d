"""Bringing the files of a backup back, and comparing every kept file with the records at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.queries import system_user
from museum_tracker.backups.manifest import sha256_of
from museum_tracker.cli.base import Progress, say, text
from museum_tracker.core.db import begin_write
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.damage import Finding, find_damaged, note_finding
from museum_tracker.media.file_references import FileKind, kept_files
from museum_tracker.media.fixity import Reader, list_unmade
from museum_tracker.media.staging import CHUNK
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of

SHOWN = 20


def bring_and_compare(
    engine: sa.Engine, settings: Settings, files: Path | None, left_out: dict[str, str]
) -> Counter[Finding]:
    """Read every file that the records name back; what is missing or changed is taken from the backup, if it has it.

    What is still not sound is noted, so that people are told; copies for viewing that are missing are made anew.
    """
    storage, found = storage_of(settings), Counter[Finding]()
    wrong: list[tuple[FileKind, str, Finding]] = []
    with Session(engine) as session:
        wanted = sorted(((kind, sha256) for kind, sha256 in kept_files(session)), key=lambda one: one[0].key(one[1]))
    if files is not None and wanted and not storage.is_marked():
        storage.create()
    read = Reader(storage)
    with Progress(text(N_("Comparing the files"))) as progress:
        for number, (kind, sha256) in enumerate(wanted, 1):
            verdict = _settle(storage, read, kind, sha256, files)
            found[verdict] += 1
            if verdict is not Finding.INTACT:
                wrong.append((kind, sha256, verdict))
            progress(number, len(wanted), None)
    _note(engine, storage, wrong)
    _tell(found, [kind.key(sha256) for kind, sha256, _ in wrong], left_out)
    return found


def _settle(storage: Storage, read: Reader, kind: FileKind, sha256: str, files: Path | None) -> Finding:
    verdict = read(kind, sha256)
    copy = files.joinpath(*kind.key(sha256).split("/")) if files else None
    if verdict is Finding.INTACT or copy is None or not copy.is_file():
        return verdict
    with copy.open("rb") as file:
        staged = storage.stage(iter(lambda: file.read(CHUNK), b""), limit=copy.stat().st_size)
    if staged.sha256 != sha256_of(kind.key(sha256)):
        staged.path.unlink()
        return verdict
    storage.adopt(staged.path, kind.key(sha256))
    return Finding.INTACT


def _note(engine: sa.Engine, storage: Storage, wrong: list[tuple[FileKind, str, Finding]]) -> None:
    """Have the records say what is wrong now, and what is no longer."""
    with Session(engine) as session:
        begin_write(session)
        by = system_user(session)
        unsound = {(kind.name, sha256) for kind, sha256, _ in wrong}
        for kind, sha256, verdict in wrong:
            note_finding(session, kind, sha256, verdict, by=by)
        for kind, sha256 in list(kept_files(session)):
            if (kind.name, sha256) not in unsound and find_damaged(session, kind.name, sha256) is not None:
                note_finding(session, kind, sha256, Finding.INTACT, by=by)
        for version_id in list_unmade(session, storage) if storage.is_marked() else ():
            enqueue(session, "media.remake", dedupe_key=f"remake-{version_id}", priority=-5, version_id=version_id)
        session.commit()


def _tell(found: Counter[Finding], wrong: Iterable[str], left_out: dict[str, str]) -> None:
    say(
        N_("Files: %(intact)s intact, %(missing)s missing, %(changed)s changed."),
        intact=found[Finding.INTACT],
        missing=found[Finding.MISSING],
        changed=found[Finding.CHANGED],
    )
    for key in list(wrong)[:SHOWN]:
        say(N_("  %(key)s (damaged already when the backup was made)") if key in left_out else "  %(key)s", key=key)
