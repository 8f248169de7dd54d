"""The heartbeat of preservation: every kept file is read back, and what is missing, changed or unknown is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import system_user
from museum_tracker.core import clock
from museum_tracker.media.damage import Finding, note_finding, read_back
from museum_tracker.media.file_references import FileKind, kept_kinds, named_keys
from museum_tracker.media.models import AssetVersion, DamagedFile, Derivative, FixityCheck, StorageReport
from museum_tracker.media.rules import VersionState
from museum_tracker.media.storage import Storage
from museum_tracker.media.trash import bring_back, find_discarded

EVERY = dt.timedelta(days=90)
PER_DAY = 2000
MOST_ORPHANS = 1000
Due = tuple[FileKind, str]
Found = tuple[FileKind, str, Finding]


def begin_round(session: Session) -> StorageReport:
    """Open the report of a round."""
    report = StorageReport(at=clock.now())
    session.add(report)
    session.flush()
    return report


def list_due(engine: sa.Engine, *, everything: bool) -> list[Due]:
    """Files to be read back: those never read or longest unread, a day's portion unless all are asked for."""
    with engine.connect() as connection:
        return [
            (kind, sha256)
            for kind in kept_kinds()
            for sha256 in connection.scalars(_due(kind, everything=everything)).all()
        ]


def _due(kind: FileKind, *, everything: bool) -> sa.Select[str]:
    of_kind = FixityCheck.kind == kind.name
    read = sa.select(FixityCheck.sha256, sa.func.max(FixityCheck.at).label("at")).where(of_kind)
    last = read.group_by(FixityCheck.sha256).subquery()
    query = (
        sa.select(kind.column)
        .outerjoin(last, last.c.sha256 == kind.column)
        .where(kind.column != "")
        .group_by(kind.column, last.c.at)
        .order_by(last.c.at.is_not(None), last.c.at, sa.func.min(kind.column))
    )
    if kind.settled is not None:
        query = query.where(kind.settled)
    if everything:
        return query
    open_rows = (DamagedFile.kind == kind.name, DamagedFile.healed_at.is_(None))
    damaged = kind.column.in_(sa.select(DamagedFile.sha256).where(*open_rows))
    return query.where(damaged | last.c.at.is_(None) | (last.c.at < clock.now() - EVERY)).limit(PER_DAY)


class Reader:
    """Reads files back; one that is missing is looked for in the trash first."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._discarded: dict[str, list[str]] | None = None

    def __call__(self, kind: FileKind, sha256: str) -> Finding:
        """What reading a file back shows; a sound copy in the trash is put back."""
        key = kind.key(sha256)
        finding = read_back(self._storage, key, sha256)
        if finding is not Finding.MISSING:
            return finding
        if self._discarded is None:
            self._discarded = find_discarded(self._storage)
        found = bring_back(self._storage, key, sha256, self._discarded.get(key, []))
        return Finding.INTACT if found else Finding.MISSING


def write_findings(session: Session, report_id: int, findings: Sequence[Found]) -> None:
    """Keep what a part of a round found."""
    report, by = session.get_one(StorageReport, report_id), system_user(session)
    for kind, sha256, finding in findings:
        note_finding(session, kind, sha256, finding, by=by)
        report.checked += 1
        report.missing += finding is Finding.MISSING
        report.changed += finding is Finding.CHANGED
    session.flush()


def find_orphans(engine: sa.Engine, storage: Storage) -> list[str]:
    """Kept files that no record knows, as far as a thousand."""
    orphans: list[str] = []
    for kind in kept_kinds():
        with Session(engine) as session:
            known = named_keys(session, kind)
        orphans += (key for key in storage.list(kind.name) if key not in known)
    return sorted(orphans)[:MOST_ORPHANS]


def end_round(session: Session, report_id: int, orphans: list[str]) -> None:
    """Close the report of a round."""
    report = session.get_one(StorageReport, report_id)
    report.orphans = orphans
    report.complete = True
    session.flush()


def list_unmade(session: Session, storage: Storage) -> list[int]:
    """Ready files of which a copy made for viewing is missing: they are made anew from the original."""
    there = set(storage.list("derivatives"))
    query = (
        sa.select(Derivative.version_id, Derivative.key)
        .join(AssetVersion, AssetVersion.id == Derivative.version_id)
        .where(AssetVersion.state == VersionState.READY)
    )
    return sorted({row.version_id for row in session.execute(query) if row.key not in there})
