"""Reading a sheet for targets: the reader itself belongs to the tables in and out, which register it here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_

Reader = Callable[[Path, str], list[list[str]]]

_readers: list[Reader] = []


class NoReader(Refusal):
    """Nothing here reads sheets."""

    msgid = N_("Sheets cannot be read here.")


def set_reader(reader: Reader) -> None:
    """Register what reads a file's first visible sheet (.xlsx, .ods, .csv …) as rows of text."""
    _readers[:] = [reader]


def read_sheet(path: Path, name: str) -> list[list[str]]:
    """The rows of a file's first sheet, as text.

    Raises:
        Refusal: the file is no table, damaged, protected or too large.
    """
    if not _readers:
        raise NoReader
    return _readers[0](path, name)
