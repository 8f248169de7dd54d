"""Text tables for spreadsheets: no cell can act as a formula, whatever stands before its first sign."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any

# A text that a spreadsheet could take for a formula: what it leaves out at the beginning (blanks, breaks, signs without
# width), with the apostrophes that already stand there, then a sign that begins a formula in any of its widths.
_FORMULA = re.compile(r"'*(?:[\s\x00\u00ad\u200b-\u200f\u2060\ufeff']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
SEPARATOR = ";"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it, which `as_written` takes away again."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_written(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class TableWriter:
    """Writes rows of a text table: the one way in which the program writes .csv, so that each cell is guarded.

    Cells are parted by semicolons and decimals written with a comma, in both languages: that is how Excel on a Windows
    set to Vietnam reads a file that is opened with a double click, and there "0.734" would be read as 734. A first line
    "sep=;" would make Excel forget the byte-order mark, and with it the accents. The import reads it back.
    """

    def __init__(self, file: Any) -> None:
        self._write = csv.writer(file, delimiter=SEPARATOR).writerow

    def row(self, values: Iterable[object]) -> None:
        """Write a row; texts are guarded, numbers stay numbers."""
        self._write([_cell(value) for value in values])


def _cell(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    return str(value).replace(".", ",") if isinstance(value, float) else value
