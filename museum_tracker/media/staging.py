"""Files on their way in: received into a folder of this computer, hashed, safe on its disk, not yet kept."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_

CHUNK = 1024 * 1024
NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # not every platform knows quotas


class StorageTrouble(Refusal):
    """The storage cannot take or give a file now; the file itself is not at fault, so it may be sent again."""

    status = 503


class StorageFull(StorageTrouble):
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


class Staging(ABC):
    """The folder of this computer where files are received before they are kept, wherever that may be."""

    def __init__(self, root: Path, *, min_free: int = 0) -> None:
        self.root = root
        self.staging = root / "staging"
        self.min_free = min_free

    def free(self) -> int:
        """Bytes free on the disk that receives."""
        return shutil.disk_usage(self.root).free

    def require_room(self, octets: int) -> None:
        """Refuse when the disk, with its reserve, has no room for a file of this size."""
        free = self.free()
        if free - octets < self.min_free:
            raise StorageFull(free=megabytes(free), needed=megabytes(octets + self.min_free))

    @abstractmethod
    def check(self) -> None:
        """Refuse when this is not the museum's storage."""

    def new_staged_path(self, name: str = "") -> Path:
        """A name in the staging folder: a fresh one, or that of an upload under way."""
        self.check()
        self.staging.mkdir(parents=True, exist_ok=True)
        return self.staging / f"{name or secrets.token_hex(16)}.part"

    def new_folder(self, prefix: str) -> Path:
        """A folder in staging for work on a file; the caller removes it."""
        self.check()
        self.staging.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=prefix, dir=self.staging))

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


def hash_stream(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of what can be read."""
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file, read from the disk as it lies there."""
    with path.open("rb") as file:
        return hash_stream(file)


def sync(file: BinaryIO) -> None:
    """Wait until what was written is on the disk and not only in memory: power cuts are common."""
    file.flush()
    os.fsync(file.fileno())


def is_full(error: BaseException) -> bool:
    """Whether an error says that the disk has no room left."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def megabytes(octets: int) -> str:
    """A size for messages, in MB."""
    return f"{octets // 1_000_000} MB"
