"""Keeping the files of imports: each once, under its SHA-256, as long as its batch is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import clean
from museum_tracker.interop.imports.reading.errors import EmptyTable, TableTooLarge
from museum_tracker.interop.imports.reading.limits import DEFAULT_LIMITS, MIB
from museum_tracker.interop.models import ImportBatch
from museum_tracker.media.file_references import FileKind, FileUse
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.storage import Adopted
from museum_tracker.media.stores import storage_of

if TYPE_CHECKING:
    from config import Settings

IMPORTS = "imports"
_BLOCK = MIB


@dataclass(frozen=True)
class Staged:
    """A file that has arrived whole: its name as the person calls it, its fingerprint and size."""

    name: str
    sha256: str
    size: int
    adopted: Adopted = Adopted.THERE


def import_key(sha256: str) -> str:
    """Where the file of an import is kept."""
    return f"{IMPORTS}/{sha256}"


def path_of(settings: Settings, sha256: str) -> Path:
    """Where a file can be read on this computer; those of an object store's first days lie in `uploads/` still.

    Raises:
        FileNotFoundError: an object store has no such file.
    """
    storage, here = storage_of(settings), settings.uploads / IMPORTS / sha256
    return here if storage.remote and here.is_file() else storage.local_path(import_key(sha256))


def mending_path(settings: Settings, batch_id: int) -> Path:
    """Where the rows to mend of a batch lie, once they were written; they can be written anew."""
    return settings.instance / "rows-to-mend" / f"{batch_id}.xlsx"


def stage(session: Session, settings: Settings, stream: IO[bytes], name: str) -> Staged:
    """Put an upload in its place; nothing stays behind of one that fails.

    Raises:
        EmptyTable: there is nothing in it.
        TableTooLarge: it is larger than this house reads.
        StorageMissing: the folder of files is not there.
    """
    storage = storage_of(settings)
    ensure_storage(session, storage)
    staged = storage.stage(_blocks(stream), limit=DEFAULT_LIMITS.octets + _BLOCK)
    if not staged.size:
        staged.path.unlink()
        raise EmptyTable
    adopted = storage.adopt(staged.path, import_key(staged.sha256))
    return Staged(file_name(name), staged.sha256, staged.size, adopted)


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > DEFAULT_LIMITS.octets:
            limit = Message(N_("%(count)s MB"), {"count": DEFAULT_LIMITS.octets // MIB})
            raise TableTooLarge(found=Message(N_("%(count)s MB"), {"count": size // MIB + 1}), limit=limit)
        yield block


def _use(session: Session, sha256: str) -> FileUse | None:
    batch = session.scalars(sa.select(ImportBatch).where(ImportBatch.sha256 == sha256).order_by(ImportBatch.id)).first()
    return FileUse(batch.file_name, f"/nhap-du-lieu/{batch.id}") if batch else None


IMPORT_FILES = FileKind(
    name=IMPORTS, label=N_("Table of an import"), column=ImportBatch.sha256, key=import_key, use=_use
)


def file_name(name: str) -> str:
    """The last part of a file's name, as it may be shown and stored."""
    last = clean(name.replace("\\", "/").rsplit("/", 1)[-1])
    return "".join(letter for letter in last if letter.isprintable())[:300] or "?"
