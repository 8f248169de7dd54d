"""Keeping the files of imports: each once, under its SHA-256, as long as its batch is known."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean
from museum_tracker.interop.imports.reading.errors import EmptyTable, TableTooLarge
from museum_tracker.interop.imports.reading.limits import DEFAULT_LIMITS, MIB

if TYPE_CHECKING:
    from config import Settings

FOLDER = "imports"
_BLOCK = MIB


@dataclass(frozen=True)
class Staged:
    """A file that has arrived whole: its name as the person calls it, its fingerprint and size."""

    name: str
    sha256: str
    size: int


def folder(settings: Settings) -> Path:
    """The folder of imported files."""
    return settings.uploads / FOLDER


def path_of(settings: Settings, sha256: str) -> Path:
    """Where a file lies."""
    return folder(settings) / sha256


def mending_path(settings: Settings, batch_id: int) -> Path:
    """Where the rows to mend of a batch lie, once the worker has written them."""
    return folder(settings) / f"mend-{batch_id}.xlsx"


def stage(settings: Settings, stream: IO[bytes], name: str) -> Staged:
    """Write an upload to its place; nothing stays behind of one that fails.

    Raises:
        EmptyTable: there is nothing in it.
        TableTooLarge: it is larger than this house reads.
    """
    folder(settings).mkdir(parents=True, exist_ok=True)
    part = folder(settings) / f"{secrets.token_hex(8)}.part"
    try:
        digest, size = _write(stream, part)
        part.replace(path_of(settings, digest))
    finally:
        part.unlink(missing_ok=True)
    return Staged(file_name(name), digest, size)


def _write(stream: IO[bytes], part: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as file:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > DEFAULT_LIMITS.octets:
                limit = Message(N_("%(count)s MB"), {"count": DEFAULT_LIMITS.octets // MIB})
                raise TableTooLarge(found=Message(N_("%(count)s MB"), {"count": size // MIB + 1}), limit=limit)
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise EmptyTable
    return digest.hexdigest(), size


def file_name(name: str) -> str:
    """The last part of a file's name, as it may be shown and stored."""
    last = clean(name.replace("\\", "/").rsplit("/", 1)[-1])
    return "".join(letter for letter in last if letter.isprintable())[:300] or "?"
