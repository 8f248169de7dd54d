"""Reading backups back: every file and every copy of the database, whole and as they were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from museum_tracker.backups.database import describe_sqlite
from museum_tracker.backups.errors import NoBackupThere
from museum_tracker.backups.manifest import (
    BackupChanged,
    Manifest,
    ManifestUnreadable,
    differing,
    read_manifest,
    sha256_of,
)
from museum_tracker.backups.place import Place, database_of
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.media.staging import hash_file

Progress = Callable[[int, int], None]


@dataclass
class ReadBack:
    """What reading a place of backups back showed."""

    backups: int = 0
    files: int = 0
    octets: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    bad: dict[str, str] = field(default_factory=dict)
    left_out: int = 0

    @property
    def whole(self) -> bool:
        """Whether everything is as it was made."""
        return not (self.damaged or self.missing or self.bad)


def read_place_back(place: Place, progress: Progress = lambda _done, _all: None) -> ReadBack:
    """Read every backup at a place back. A damaged copy of a file is laid aside, so that the next backup makes it anew.

    Raises:
        NoBackupThere, PlaceAway
    """
    place.check("")
    found, manifests = ReadBack(), {}
    for snapshot in place.snapshots():
        found.backups += 1
        try:
            manifests[snapshot.name] = _read_database(place.folder / snapshot.name)
        except (Refusal, OSError) as reason:
            found.bad[snapshot.name] = str(reason)
    if not found.backups:
        raise NoBackupThere(place=str(place.folder))
    keys = sorted({key for told in manifests.values() for key in told.files.keys() - told.left_out.keys()})
    for number, key in enumerate(keys, 1):
        _read_file(place, key, found)
        progress(number, len(keys))
    wrong = {*found.damaged, *found.missing}
    for name, told in manifests.items():
        good = not wrong & told.files.keys()
        found.left_out = len(told.left_out)
        place.mark_read_back(name, good=good, at=clock.now().isoformat(timespec="seconds"))
    for name in found.bad:
        place.mark_read_back(name, good=False, at=clock.now().isoformat(timespec="seconds"))
    return found


def _read_file(place: Place, key: str, found: ReadBack) -> None:
    try:
        sha256, size = hash_file(place.file(key))
    except FileNotFoundError:
        found.missing.append(key)
        return
    except OSError:  # a sector that cannot be read
        sha256, size = "", 0
    if sha256 == sha256_of(key):
        found.files += 1
        found.octets += size
    else:
        found.damaged.append(key)
        place.lay_aside(key)


def _read_database(snapshot: Path) -> Manifest:
    """The account of a backup whose copy of the database is the one that was made, and holds what it tells."""
    database = database_of(snapshot)
    told = read_manifest(database)
    if told is None:
        raise ManifestUnreadable(file=database.name)
    if database.suffix == ".db":
        engine = sa.create_engine(f"sqlite:///{database}", poolclass=sa.NullPool)
        with engine.connect() as connection:
            whole = connection.exec_driver_sql("pragma integrity_check(1)").scalar() == "ok"
        if not whole or differing(told.counts.items(), describe_sqlite(database).counts):
            raise BackupChanged
    return told
