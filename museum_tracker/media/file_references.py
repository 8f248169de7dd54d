"""Every kind of file that the museum keeps, told by the feature that keeps it: which column names it, where it lies.

The sweeper, the reading back, the backup and the restore all read this one list; a test walks the models for columns
that look like a file's and asks that each stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class FileUse:
    """What people call one kept file, and the path of the page where it is seen."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """One kind of kept file.

    `column` holds each file's SHA-256 (or its key, for files made anew from others, which are `reproducible` and need
    neither backup nor trash); `key` is where the file lies in the storage; `use` finds what people call it. Rows that
    do not meet `settled` name files on their way in, which are not read back yet.
    """

    name: str
    label: str
    column: Any
    key: Callable[[str], str]
    use: Callable[[Session, str], FileUse | None]
    settled: Any = None
    reproducible: bool = False

    def names(self) -> sa.Select[str]:
        """What rows name, each once, rows that were voided or taken back included."""
        return sa.select(self.column).where(self.column != "").distinct()

    def is_named(self, session: Session, value: str) -> bool:
        """Whether any row names the file."""
        return session.scalar(sa.select(sa.exists(sa.select(1).where(self.column == value)))) or False

    def use_of(self, session: Session, value: str) -> FileUse:
        """What people call a file; its hash where no row names it any more."""
        return self.use(session, value) or FileUse(value[:12])


_kinds: dict[str, FileKind] = {}


def add_file_kind(kind: FileKind) -> None:
    """Have the museum keep another kind of file (called in `wire()`); its name is its folder in the storage."""
    _kinds[kind.name] = kind


def file_kinds() -> Mapping[str, FileKind]:
    """Every kind of file, by the folder it lies in."""
    return dict(_kinds)


def kept_kinds() -> list[FileKind]:
    """The kinds whose files cannot be made anew: what is read back, backed up and compared."""
    return [kind for kind in _kinds.values() if not kind.reproducible]


def kept_files(session: Session) -> Iterator[tuple[FileKind, str]]:
    """Every file that rows name and that cannot be made anew, by kind and SHA-256."""
    for kind in kept_kinds():
        for sha256 in session.scalars(kind.names()):
            yield kind, sha256


def named_keys(session: Session, kind: FileKind) -> set[str]:
    """Where every file of a kind lies that rows name."""
    return {kind.key(value) for value in session.scalars(kind.names())}
