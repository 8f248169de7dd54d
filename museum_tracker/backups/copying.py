"""Making a backup: the database first, then every file it names, read back, and only then it has its name."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import sqlalchemy as sa

import config
from museum_tracker.backups.database import copy_database
from museum_tracker.backups.errors import NotReadBack, PlaceFull, PlaceInside, of_disk
from museum_tracker.backups.manifest import (
    BackupChanged,
    Manifest,
    ManifestUnreadable,
    read_manifest,
    sha256_of,
    write_manifest,
)
from museum_tracker.backups.place import DATABASE, KEY, SETTINGS, Place
from museum_tracker.backups.rules import outdated
from museum_tracker.core import clock
from museum_tracker.core.private_files import keeps_owners, private_file
from museum_tracker.media.damage import Finding
from museum_tracker.media.staging import CHUNK
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of
from museum_tracker.web.secret import secret_key

Progress = Callable[[int, int], None]
ROOM_LEFT = 16 * CHUNK
SECRETS = frozenset({"secret_key", "home"})


@dataclass
class Made:
    """What a backup came to."""

    name: str = ""
    folder: Path = Path()
    files: int = 0
    copied: int = 0
    octets: int = 0
    with_key: bool = False
    owners: bool = True
    same_disk: bool = False
    left_out: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)


def make_backup(
    settings: config.Settings,
    place: Place,
    *,
    museum: str,
    keep: int,
    with_key: bool | None = None,
    portable: bool | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Made:
    """Copy everything a museum keeps to a place that bears its mark; answers what was done.

    `with_key` None takes the key along where files have owners. Older backups beyond the last `keep` good ones go,
    their files stay.

    Raises:
        BackupFailed: nothing of it has a name; the earlier ones stand.
    """
    require_outside(settings, place.folder)
    place.check(museum)
    local = clock.local(clock.now(), settings.timezone)
    made = Made(name=place.free_name(f"museum-{local:%Y%m%d-%H%M%S}"))
    try:
        made.owners = keeps_owners(place.folder)
        made.same_disk = _device(place.folder) == _device(settings.instance)
        begun = place.begin(made.name)
        try:
            _fill(settings, place, begun, made, with_key=with_key, portable=portable, progress=progress)
            made.folder = place.finish(begun, made.name)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
        for name in outdated(place.snapshots(), keep):
            shutil.rmtree(place.folder / name, ignore_errors=True)
            made.removed.append(name)
    except OSError as error:
        raise of_disk(error, place.folder, made.name) from error
    return made


def require_outside(settings: config.Settings, folder: Path) -> None:
    """Refuse the museum's own folders as a place.

    Raises:
        PlaceInside
    """
    own = (settings.uploads, settings.instance)
    if any(folder.resolve().is_relative_to(path.resolve()) for path in own) or folder.resolve() == settings.home:
        raise PlaceInside(place=str(folder))


def _device(folder: Path) -> int:
    return next(path for path in (folder, *folder.resolve().parents) if path.exists()).stat().st_dev


def _fill(
    settings: config.Settings,
    place: Place,
    begun: Path,
    made: Made,
    *,
    with_key: bool | None,
    portable: bool | None,
    progress: Progress,
) -> None:
    url = sa.make_url(settings.database)
    copy, found = copy_database(url, begun / DATABASE, portable=portable)
    _write_settings(settings, begun / SETTINGS)
    made.with_key = made.owners if with_key is None else with_key
    if made.with_key:
        private_file(begun / KEY).write_text(secret_key(settings), encoding="utf-8")
    found = _copy_files(storage_of(settings), place, found, made, progress)
    write_manifest(copy, found)
    try:
        read_manifest(copy)
    except (ManifestUnreadable, BackupChanged):
        raise NotReadBack(file=copy.name, place=str(place.folder)) from None


def _write_settings(settings: config.Settings, target: Path) -> None:
    """What the installation was started with, without its secrets, as MUSEUM_* variables."""
    chosen = {
        f"MUSEUM_{each.name.upper()}": str(getattr(settings, each.name))
        for each in fields(config.Settings)
        if each.name not in SECRETS and getattr(settings, each.name) != each.default
    }
    if settings.database_url:
        chosen["MUSEUM_DATABASE_URL"] = sa.make_url(settings.database_url).render_as_string(hide_password=True)
    private_file(target).write_text(json.dumps(chosen, ensure_ascii=False, indent=1), encoding="utf-8")


def _copy_files(storage: Storage, place: Place, found: Manifest, made: Made, progress: Progress) -> Manifest:
    """Have every file that the records name at the place, each once; those there already are not copied again."""
    sizes = {key: storage.size(key) for key in found.files}
    wanted = [key for key, size in sizes.items() if _size(place.file(key)) is None or _size(place.file(key)) != size]
    _require_room(place.folder, sum(sizes[key] or 0 for key in wanted))
    done = len(sizes) - len(wanted)
    for key in sorted(wanted):
        finding = _copy(storage, key, place)
        if finding is Finding.INTACT:
            made.copied += 1
            made.octets += _size(place.file(key)) or 0
        elif _size(place.file(key)) is None:  # an earlier backup may still hold it sound
            made.left_out[key] = finding.value
        done += 1
        progress(done, len(sizes))
    made.files = len(sizes) - len(made.left_out)
    return replace(found, files={key: _size(place.file(key)) or -1 for key in sizes}, left_out=made.left_out)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _require_room(folder: Path, octets: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < octets + ROOM_LEFT:
        raise PlaceFull(place=str(folder), free=free // 1_000_000, needed=(octets + ROOM_LEFT) // 1_000_000)


def _copy(storage: Storage, key: str, place: Place) -> Finding:
    """Copy one file, hashed on its way; it has its name only once it is whole and on the disk."""
    target, digest = place.file(key), hashlib.sha256()
    part = target.with_name(target.name + ".part")
    try:
        source = storage.open(key)
    except FileNotFoundError:
        return Finding.MISSING
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with source, private_file(part).open("wb") as file:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != sha256_of(key):
            return Finding.CHANGED
        part.replace(target)
    except OSError as error:
        raise of_disk(error, place.folder, sha256_of(key)[:12]) from error
    finally:
        part.unlink(missing_ok=True)
    return Finding.INTACT
