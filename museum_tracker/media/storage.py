"""Where files are kept: staged, adopted under their own hash, never overwritten, proved to be on the right disk."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.media.disk import link_or_rename, put_in_place, sync_folder

if TYPE_CHECKING:
    from config import Settings

MARKER = "museum-tracker-storage.txt"
MARKER_TEXT = "This folder holds the museum's original files. Do not delete it; back it up with the database.\n"
CHUNK = 1024 * 1024
NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # not every platform knows quotas
KEY = re.compile(r"(?:[a-z0-9][a-z0-9._-]{0,99}/){0,6}[a-z0-9][a-z0-9._-]{0,99}")


class StorageMissing(Refusal):
    """The folder of files is not the one the records know: nothing may be read from or written to it."""

    msgid = N_(
        "The folder of files %(folder)s is empty or not the museum's: its disk may not be connected. "
        "Nothing was stored."
    )
    status = 503


class StorageFull(Refusal):
    """The disk has no room for the file; nothing was kept of it."""

    msgid = N_("The disk is full: %(free)s left, %(needed)s needed. Nothing was stored; make room and send it again.")
    status = 507


class FileTooLarge(Refusal):
    """The file is larger than the museum accepts."""

    msgid = N_("The file is larger than %(limit)s, the most that is accepted.")
    status = 413


@dataclass(frozen=True)
class Staged:
    """A file received whole and safe on disk, not yet part of the collection."""

    path: Path
    sha256: str
    size: int


class Storage(Protocol):
    """What a place for files must be able to do; keys are our own words, never names given by people."""

    def check(self) -> None:
        """Refuse when this is not the museum's storage."""

    def require_room(self, octets: int) -> None:
        """Refuse when a file of this size would fill the disk."""

    def stage(self, chunks: Iterable[bytes], *, limit: int) -> Staged:
        """Receive a file."""

    def adopt(self, staged: Path, key: str) -> None:
        """Make a staged file permanent under its key."""

    def put(self, key: str, source: Path) -> None:
        """Keep a copy of a derived file, in place of an earlier one."""

    def open(self, key: str) -> BinaryIO:
        """Read a kept file."""

    def local_path(self, key: str) -> Path:
        """A path from which a kept file can be read."""

    def size(self, key: str) -> int | None:
        """Size of a kept file in bytes; None when it is missing."""

    def kept_since(self, key: str) -> dt.datetime:
        """When a file was last put in place."""

    def delete(self, key: str) -> None:
        """Forget a kept file; a missing one is no error."""

    def list(self, prefix: str) -> Iterator[str]:
        """Keys that begin with a folder."""


class LocalStorage:
    """Files in a folder of this computer: durable, create-only, and refusing a disk that is not there."""

    def __init__(self, root: Path, *, min_free: int = 0) -> None:
        self.root = root
        self.staging = root / "staging"
        self.min_free = min_free

    def create(self) -> None:
        """Mark the folder as the museum's; done once, before the first file."""
        self.staging.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), (self.root / MARKER).open("x", encoding="utf-8") as file:
            file.write(MARKER_TEXT)

    def is_marked(self) -> bool:
        """Whether the folder bears the museum's mark."""
        return (self.root / MARKER).is_file()

    def check(self) -> None:
        """Refuse an unmarked folder, such as the empty mount point of a disk that is not connected."""
        if not self.is_marked():
            raise StorageMissing(folder=self.root.name)

    def free(self) -> int:
        """Bytes free on the disk."""
        return shutil.disk_usage(self.root).free

    def require_room(self, octets: int) -> None:
        """Refuse when the disk, with its reserve, has no room for a file of this size."""
        free = self.free()
        if free - octets < self.min_free:
            raise StorageFull(free=megabytes(free), needed=megabytes(octets + self.min_free))

    def new_staged_path(self) -> Path:
        """A fresh name in the staging folder."""
        self.check()
        self.staging.mkdir(exist_ok=True)
        return self.staging / f"{secrets.token_hex(16)}.part"

    def stage(self, chunks: Iterable[bytes], *, limit: int) -> Staged:
        """Receive a file into staging, hashed on its way and safe on disk when this returns.

        Raises:
            FileTooLarge, StorageFull: nothing is left of the file.
        """
        path = self.new_staged_path()
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("xb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise FileTooLarge(limit=megabytes(limit))
                    file.write(chunk)
                    digest.update(chunk)
                sync(file)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if is_full(error):
                raise StorageFull(free=megabytes(0), needed=megabytes(size)) from error
            raise
        return Staged(path, digest.hexdigest(), size)

    def adopt(self, staged: Path, key: str) -> None:
        """Give a staged file its permanent name by an atomic link; the bytes are not copied.

        A sound file already there is kept (same key, same bytes); one of another size is replaced.
        """
        self.check()
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.stat().st_size != staged.stat().st_size:
            staged.replace(target)
        else:
            link_or_rename(staged, target)
            os.utime(target)  # named anew: sweeping spares it for another day
        sync_folder(target.parent)

    def put(self, key: str, source: Path) -> None:
        """Copy a derived file in, whole or not at all."""
        self.check()
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.new_staged_path()
        try:
            with source.open("rb") as reader, temporary.open("xb") as writer:
                shutil.copyfileobj(reader, writer, CHUNK)
                sync(writer)
            put_in_place(temporary, target)
        except OSError as error:
            if is_full(error):
                raise StorageFull(free=megabytes(0), needed=megabytes(source.stat().st_size)) from error
            raise
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(target.parent)

    def open(self, key: str) -> BinaryIO:
        """Read a kept file; the caller closes it."""
        return self._path(key).open("rb")

    def local_path(self, key: str) -> Path:
        """Where the file lies; to be read only."""
        return self._path(key)

    def size(self, key: str) -> int | None:
        """Size of a kept file in bytes; None when it is missing."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def kept_since(self, key: str) -> dt.datetime:
        """When a file was last put in place."""
        return dt.datetime.fromtimestamp(self._path(key).stat().st_mtime, dt.UTC)

    def delete(self, key: str) -> None:
        """Remove a kept file; a missing one is no error."""
        self._path(key).unlink(missing_ok=True)

    def list(self, prefix: str) -> Iterator[str]:
        """Keys of every file below a folder, in no order."""
        for folder, _, names in os.walk(self.root / prefix):
            for name in names:
                yield (Path(folder) / name).relative_to(self.root).as_posix()

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key) or ".." in key:
            raise ValueError(f"not a storage key: {key!r}")
        return self.root.joinpath(*key.split("/"))


def local_storage(settings: Settings) -> LocalStorage:
    """The museum's storage as its settings describe it."""
    return LocalStorage(settings.uploads, min_free=settings.min_free_mb * CHUNK)


def original_key(sha256: str) -> str:
    """Key of an original file: its own hash, spread over folders of moderate size."""
    return f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file, read from the disk as it lies there."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def sync(file: BinaryIO) -> None:
    """Wait until what was written is on the disk and not only in memory: power cuts are common."""
    file.flush()
    os.fsync(file.fileno())


def is_full(error: BaseException) -> bool:
    """Whether an error says that the disk has no room left."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def derived_key(sha256: str, recipe: int, name: str) -> str:
    """Key of a file made from an original by a numbered recipe."""
    return f"derivatives/{sha256[:2]}/{sha256}/{recipe}-{name}"


def megabytes(octets: int) -> str:
    """A size for messages, in MB."""
    return f"{octets // 1_000_000} MB"
