"""Text tables for spreadsheets: no cell can act as a formula, whatever stands before its first sign."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any

# A text that a spreadsheet could take for a formula: what it leaves out at the beginning (blanks, breaks, signs without
# width), with the apostrophes that already stand there, then a sign that begins a formula in any of its widths.
_FORMULA = re.compile(r"'*(?:[\s\x00\u00ad\u200b-\u200f\u2060\ufeff']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it, which `as_written` takes away again."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_written(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class TableWriter:
    """Writes rows of a text table: the one way in which the program writes .csv, so that each cell is guarded."""

    def __init__(self, file: Any) -> None:
        self._write = csv.writer(file).writerow

    def row(self, values: Iterable[object]) -> None:
        """Write a row; texts are guarded, numbers stay numbers."""
        self._write([harmless(value) if isinstance(value, str) else value for value in values])
