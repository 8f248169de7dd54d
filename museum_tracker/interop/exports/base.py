"""What an export format is: it writes headings and rows of texts, and knows nothing of where they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# A text that a spreadsheet could take for a formula, with the apostrophes that already stand before it.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class ExportColumn:
    """A column of an export: its heading, how wide it is shown (in characters), whether it holds plain numbers."""

    heading: str
    width: int = 20
    numeric: bool = False


Rows = Iterable[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Format:
    """A way to write a list. `write(path, columns, rows, title)` writes the whole file, whatever its length."""

    name: str
    label: str
    extension: str
    media_type: str
    write: Callable[[Path, Sequence[ExportColumn], Rows, str], None]


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it, which `as_written` takes away again."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_written(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
