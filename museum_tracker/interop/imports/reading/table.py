"""What every readable file offers, whatever made it: its sheets, and their rows as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from museum_tracker.core.i18n import Message

NO_FONTS: Mapping[int, str] = {}


class Mark(StrEnum):
    """Something the reader noticed in a row and did not keep to itself."""

    CUT_SHORT = "cut_short"
    MANY_LINES = "many_lines"
    CELL_ERROR = "cell_error"
    NO_RESULT = "no_result"


class Notice(NamedTuple):
    """A mark, the column where it lies (counted from 0; None for the whole row) and what stood there."""

    mark: Mark
    column: int | None = None
    value: str = ""


class RawRow(NamedTuple):
    """A row as the file has it: its number as a spreadsheet shows it (from 1), its cells as text.

    `spread` names the cells that only repeat a merged cell to their left, `fonts` those written in a font of before
    Unicode, as far as the file tells.
    """

    number: int
    cells: list[str]
    notices: tuple[Notice, ...] = ()
    spread: frozenset[int] = frozenset()
    fonts: Mapping[int, str] = NO_FONTS


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a text file has one, named like the file."""

    name: str
    hidden: bool = False


@dataclass(frozen=True)
class Reading:
    """How a file was understood, to be shown and corrected by a person."""

    kind: str
    encoding: str = ""
    separator: str = ""
    notes: tuple[Message, ...] = field(default=())


class Table(Protocol):
    """An open file of rows; close it after use."""

    reading: Reading
    sheets: list[Sheet]

    def rows(self, sheet: str) -> Iterator[RawRow]:
        """The rows of a sheet from its top, empty ones included."""
        ...

    def done(self) -> float:
        """The share of the file that has been read, 0 to 1."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
