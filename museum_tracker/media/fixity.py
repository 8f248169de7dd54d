"""The heartbeat of preservation: originals are read back, and what is missing, changed or unknown is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import system_user
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.history.services import begin_deed, record
from museum_tracker.media.models import AssetVersion, FixityCheck, StorageReport
from museum_tracker.media.rules import VersionState
from museum_tracker.media.signals import asset_changed
from museum_tracker.media.storage import Storage, original_key

EVERY = dt.timedelta(days=90)
PER_DAY = 2000
MOST_ORPHANS = 1000
PROVEN = (VersionState.READY, VersionState.QUARANTINED, VersionState.RETIRED)


class Finding(StrEnum):
    """What reading an original back showed."""

    INTACT = "intact"
    MISSING = "missing"
    CHANGED = "changed"


FINDING_LABELS = {
    Finding.INTACT: N_("intact"),
    Finding.MISSING: N_("missing from the disk"),
    Finding.CHANGED: N_("changed on the disk"),
}


def begin_round(session: Session) -> StorageReport:
    """Open the report of a round."""
    report = StorageReport(at=clock.now())
    session.add(report)
    session.flush()
    return report


def list_due(engine: sa.Engine, *, everything: bool) -> list[tuple[int, str]]:
    """Files to be read back: those never read or longest unread, a day's portion unless all are asked for."""
    last = sa.select(FixityCheck.version_id, sa.func.max(FixityCheck.at).label("at")).group_by(FixityCheck.version_id)
    read = last.subquery()
    query = (
        sa.select(AssetVersion.id, AssetVersion.sha256)
        .outerjoin(read, read.c.version_id == AssetVersion.id)
        .where(AssetVersion.state.in_(PROVEN))
        .order_by(read.c.at.is_not(None), read.c.at, AssetVersion.id)
    )
    if not everything:
        unproven = AssetVersion.verified_at.is_(None)
        query = query.where(unproven | read.c.at.is_(None) | (read.c.at < clock.now() - EVERY)).limit(PER_DAY)
    with engine.connect() as connection:
        return [(row.id, row.sha256) for row in connection.execute(query)]


def read_back(storage: Storage, sha256: str) -> Finding:
    """Read one original from the disk and compare it with what was received."""
    try:
        found, _ = storage.digest(original_key(sha256))
    except FileNotFoundError:
        return Finding.MISSING
    return Finding.INTACT if found == sha256 else Finding.CHANGED


def write_findings(session: Session, report_id: int, findings: Sequence[tuple[int, Finding]]) -> None:
    """Keep what was found; a file that is no longer sound stops being evidence, one that is again counts again."""
    report = session.get_one(StorageReport, report_id)
    for version_id, finding in findings:
        version = session.get_one(AssetVersion, version_id)
        sound = finding is Finding.INTACT
        session.add(FixityCheck(version_id=version_id, at=clock.now(), intact=sound, detail=finding.value))
        report.checked += 1
        report.missing += finding is Finding.MISSING
        report.changed += finding is Finding.CHANGED
        report.octets += version.size if sound else 0
        if sound != (version.verified_at is not None):
            _change_verified(session, version, sound=sound)
    session.flush()


def _change_verified(session: Session, version: AssetVersion, *, sound: bool) -> None:
    action = N_("%(file)s is intact again") if sound else N_("%(file)s is missing or changed on the disk")
    deed = begin_deed(session, by=system_user(session), action=action, file=version.original_name)
    version.verified_at = clock.now() if sound else None
    session.flush()
    before, after = {"sound": not sound}, {"sound": sound}
    record(session, deed, entity="asset", entity_id=version.asset_id, before=before, after=after)
    asset_changed.send(session, artifact_id=version.asset.artifact_id, deed=deed)


def find_orphans(engine: sa.Engine, storage: Storage) -> list[str]:
    """Originals on the disk that no record knows, and that were there before this minute's uploads."""
    with engine.connect() as connection:
        known = set(connection.scalars(sa.select(AssetVersion.sha256).distinct()))
    orphans = []
    for key in storage.list("originals"):
        if key.rsplit("/", 1)[-1] not in known:
            orphans.append(key)
            if len(orphans) >= MOST_ORPHANS:
                break
    return sorted(orphans)


def end_round(session: Session, report_id: int, orphans: list[str]) -> None:
    """Close the report of a round."""
    report = session.get_one(StorageReport, report_id)
    report.orphans = orphans
    report.complete = True
    session.flush()
