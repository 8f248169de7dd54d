"""Where files are kept: under their own hash, never overwritten, in a place proved to be the museum's."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.media.disk import link_or_rename, put_in_place, sync_folder
from museum_tracker.media.staging import (
    CHUNK,
    Staging,
    StorageFull,
    StorageTrouble,
    hash_file,
    is_full,
    megabytes,
    sync,
)

TRASH = "trash"
MARKER = "museum-tracker-storage.txt"
MARKER_TEXT = "This folder holds the museum's original files. Do not delete it; back it up with the database.\n"
KEY = re.compile(r"(?:[a-z0-9][a-z0-9._-]{0,99}/){0,6}[a-z0-9][a-z0-9._-]{0,99}")


class Adopted(StrEnum):
    """How a file came to be under its key: it was not there, a sound copy was, or a damaged one was."""

    NEW = "new"
    THERE = "there"
    HEALED = "healed"


class StorageMissing(StorageTrouble):
    """The folder of files is not the one the records know: nothing may be read from or written to it."""

    msgid = N_(
        "The folder of files %(folder)s is empty or not the museum's: its disk may not be connected. "
        "Nothing was stored."
    )


class Storage(Staging):
    """What a place for files must be able to do; keys are our own words, never names given by people.

    Every kind of storage receives files into a folder of this computer first. A file that is not there is a
    FileNotFoundError; a storage that does not answer is a StorageTrouble.
    """

    remote = False  # whether bringing a file in takes long enough to keep the database waiting

    @property
    @abstractmethod
    def name(self) -> str:
        """What an administrator calls this place."""

    @abstractmethod
    def create(self) -> None:
        """Mark the place as the museum's; done once, before the first file."""

    @abstractmethod
    def is_marked(self) -> bool:
        """Whether the place bears the museum's mark."""

    def check(self) -> None:
        """Refuse an unmarked place, such as the empty mount point of a disk that is not connected."""
        if not self.is_marked():
            raise StorageMissing(folder=self.name)

    @abstractmethod
    def send(self, staged: Path, key: str) -> None:
        """Have the bytes of a staged file in place under its key, proved; the staged file stays."""

    @abstractmethod
    def adopt(self, staged: Path, key: str) -> Adopted:
        """Make a staged file permanent under its key.

        What already lies there is hashed first: a sound file is kept, a damaged one goes to the trash.
        """

    @abstractmethod
    def put(self, key: str, source: Path) -> None:
        """Keep a copy of a derived file, in place of an earlier one."""

    @abstractmethod
    def open(self, key: str) -> BinaryIO:
        """Read a kept file, from any place in it; the caller closes it."""

    @abstractmethod
    def local_path(self, key: str) -> Path:
        """Where a kept file can be read on this computer, only and for now."""

    @abstractmethod
    def lent(self, key: str) -> AbstractContextManager[Path]:
        """A kept file on this computer for as long as long work needs it."""

    @abstractmethod
    def digest(self, key: str) -> tuple[str, int]:
        """SHA-256 and size of a kept file, read back as it lies there."""

    @abstractmethod
    def address(self, key: str, *, name: str, mime: str) -> str | None:
        """Where a browser may fetch a kept file by itself in the next minute, if the storage is set up so."""

    @abstractmethod
    def size(self, key: str) -> int | None:
        """Size of a kept file in bytes; None when it is missing."""

    @abstractmethod
    def move(self, key: str, target: str) -> None:
        """Give a kept file another key, in place of what lies there."""

    def discard(self, key: str) -> None:
        """Move a kept file to the trash, where it stays for the days of a setting."""
        self.move(key, f"{TRASH}/{clock.now():%Y%m%d}/{secrets.token_hex(4)}/{key}")

    @abstractmethod
    def delete(self, key: str) -> None:
        """Delete a file for good, as only the trash is emptied; a missing one is no error."""

    @abstractmethod
    def list_kept(self, prefix: str) -> Iterator[tuple[str, dt.datetime]]:
        """Keys of every file below a folder and when it was put in place, in no order."""

    def list(self, prefix: str) -> Iterator[str]:
        """Keys of every file below a folder, in no order."""
        return (key for key, _since in self.list_kept(prefix))


class LocalStorage(Storage):
    """Files in a folder of this computer: durable, create-only, and refusing a disk that is not there."""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.root.name

    def create(self) -> None:
        """Mark the folder as the museum's."""
        self.staging.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), (self.root / MARKER).open("x", encoding="utf-8") as file:
            file.write(MARKER_TEXT)

    def is_marked(self) -> bool:
        """Whether the folder bears the museum's mark."""
        return (self.root / MARKER).is_file()

    def send(self, staged: Path, key: str) -> None:
        """Nothing to do ahead: adopting costs a link."""

    def adopt(self, staged: Path, key: str) -> Adopted:
        """Give a staged file its permanent name by an atomic link; the bytes are not copied."""
        self.check()
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        done = Adopted.NEW
        if target.exists():
            done = Adopted.THERE if hash_file(target) == hash_file(staged) else Adopted.HEALED
            if done is Adopted.HEALED:
                self.discard(key)
        link_or_rename(staged, target)
        os.utime(target)  # named anew: sweeping spares it for another day
        sync_folder(target.parent)
        return done

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

    def lent(self, key: str) -> AbstractContextManager[Path]:
        """The file where it lies."""
        path = self.local_path(key)
        path.stat()
        return contextlib.nullcontext(path)

    def digest(self, key: str) -> tuple[str, int]:
        """SHA-256 and size of the file as it lies on the disk."""
        return hash_file(self._path(key))

    def address(self, key: str, *, name: str, mime: str) -> str | None:  # noqa: ARG002 - the protocol's words
        """Never: what lies in the folder is given out by this program alone."""
        return None

    def size(self, key: str) -> int | None:
        """Size of a kept file in bytes; None when it is missing."""
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def move(self, key: str, target: str) -> None:
        """Give a kept file another name in the same folder of files."""
        there = self._path(target)
        there.parent.mkdir(parents=True, exist_ok=True)
        self._path(key).replace(there)
        sync_folder(there.parent)

    def delete(self, key: str) -> None:
        """Delete a file for good; a missing one is no error."""
        self._path(key).unlink(missing_ok=True)

    def list_kept(self, prefix: str) -> Iterator[tuple[str, dt.datetime]]:
        """Keys of every file below a folder and when it was put in place, in no order."""
        for folder, _, names in os.walk(self.root / prefix):
            for path in (Path(folder) / name for name in names):
                since = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
                yield path.relative_to(self.root).as_posix(), since

    def _path(self, key: str) -> Path:
        return self.root.joinpath(*parts_of(key))


def parts_of(key: str) -> list[str]:
    """The words of a key.

    Raises:
        ValueError: it is none of ours.
    """
    if not KEY.fullmatch(key) or ".." in key:
        raise ValueError(f"not a storage key: {key!r}")
    return key.split("/")


def original_key(sha256: str) -> str:
    """Key of an original file: its own hash, spread over folders of moderate size."""
    return f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def derived_key(sha256: str, recipe: int, name: str) -> str:
    """Key of a file made from an original by a numbered recipe."""
    return f"derivatives/{sha256[:2]}/{sha256}/{recipe}-{name}"
