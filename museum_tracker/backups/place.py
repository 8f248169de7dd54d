"""A folder of backups: on a disk that may have no owners, no links and little room, or on a network share.

`files/` holds every kept file once, under its hash, for all backups; each backup is a folder with a copy of the
database, its account, the settings and perhaps the key. A folder has its name only when it is whole.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from museum_tracker.backups.errors import NoBackupThere, PlaceAway, PlaceForeign, of_disk
from museum_tracker.backups.manifest import SUFFIX, Manifest, load_manifest
from museum_tracker.backups.rules import Snapshot
from museum_tracker.core.private_files import private_folder

MARKER = "museum-tracker-backups.json"
FILES, DAMAGED, UNFINISHED = "files", "damaged", ".unfinished"
DATABASE, KEY, SETTINGS, READ_BACK = "museum", "secret_key", "settings.json", "read-back.json"
OLD_SECONDS = 24 * 3600


class Place:
    """A folder in which a museum's backups lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mark(self, museum: str) -> None:
        """Make a folder the place of a museum's backups.

        Raises:
            PlaceForeign: another museum's lie there.
            BackupFailed: it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (self.folder / MARKER).exists():
                (self.folder / MARKER).write_text(json.dumps({"museum": museum}), encoding="utf-8")
        except OSError as error:
            raise of_disk(error, self.folder, MARKER) from error
        self.check(museum)

    def check(self, museum: str) -> None:
        """Refuse a folder that is not the place: the empty mount point of a disk that is not connected.

        Raises:
            PlaceAway, PlaceForeign
        """
        try:
            owner = json.loads((self.folder / MARKER).read_text(encoding="utf-8"))["museum"]
        except (OSError, ValueError, KeyError, TypeError):
            raise PlaceAway(place=str(self.folder)) from None
        if museum and owner != museum:
            raise PlaceForeign(place=str(self.folder))

    def file(self, key: str) -> Path:
        """Where the copy of a kept file lies."""
        return self.folder.joinpath(FILES, *key.split("/"))

    def begin(self, name: str) -> Path:
        """A private folder for a backup in the making; leftovers of those that were killed are cleared away."""
        for left in self.folder.glob(f"*{UNFINISHED}"):
            if left.name == f"{name}{UNFINISHED}" or time.time() - left.stat().st_mtime > OLD_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        private_folder(self.folder / FILES)
        return private_folder(self.folder / f"{name}{UNFINISHED}")

    def finish(self, begun: Path, name: str) -> Path:
        """Give a whole backup its name."""
        sync_all(begun)
        return begun.rename(self.folder / name)

    def free_name(self, name: str) -> str:
        """A name behind those of every backup made in the same second: both stay, and the newer one sorts last."""
        same = sorted(path.name for path in self.folder.glob(f"{name}*"))
        if not same:
            return name
        number = same[-1].removeprefix(name).strip("-").partition(".")[0].partition("-")[0]
        return f"{name}-{int(number) + 1 if number.isdecimal() else 2}"

    def snapshots(self) -> list[Snapshot]:
        """The backups that came to their end, the oldest first."""
        found = [path for path in self.folder.glob("museum-*") if path.is_dir() and not path.name.endswith(UNFINISHED)]
        return [_snapshot(path) for path in sorted(found)]

    def latest_good(self) -> Path:
        """The folder of the last backup that was not found damaged.

        Raises:
            NoBackupThere
        """
        good = [snapshot.name for snapshot in self.snapshots() if snapshot.good]
        if not good:
            raise NoBackupThere(place=str(self.folder))
        return self.folder / good[-1]

    def mark_read_back(self, name: str, *, good: bool, at: str) -> None:
        """Note beside a backup what reading it back showed; a disk that cannot be written keeps no note."""
        with suppress(OSError):
            path = self.folder / name / READ_BACK
            path.write_text(json.dumps({"good": good, "at": at}), encoding="utf-8")

    def lay_aside(self, key: str) -> None:
        """Move a damaged copy away, so that the next backup copies the file anew."""
        target = self.folder.joinpath(DAMAGED, *key.split("/"))
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            self.file(key).replace(target)


def _snapshot(folder: Path) -> Snapshot:
    try:
        database_of(folder)
        told = json.loads((folder / READ_BACK).read_text(encoding="utf-8"))
        return Snapshot(folder.name, good=bool(told["good"]), proven=True)
    except FileNotFoundError:
        return Snapshot(folder.name)
    except (NoBackupThere, OSError, ValueError, KeyError, TypeError):
        return Snapshot(folder.name, good=False)


def database_of(snapshot: Path) -> Path:
    """The copy of the database in a backup.

    Raises:
        NoBackupThere: it is none.
    """
    for ending in (".db", ".dump"):
        copy = snapshot / f"{DATABASE}{ending}"
        if copy.is_file() and copy.with_name(copy.name + SUFFIX).is_file():
            return copy
    raise NoBackupThere(place=str(snapshot))


def manifest_of(snapshot: Path) -> Manifest:
    """The account of a backup.

    Raises:
        NoBackupThere, ManifestUnreadable
    """
    database = database_of(snapshot)
    return load_manifest(database.with_name(database.name + SUFFIX))


def sync_all(folder: Path) -> None:
    """Wait until every file in a folder is on the disk and not only in memory."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
