"""What an export format is: it writes headings and rows of texts, and knows nothing of where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


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
