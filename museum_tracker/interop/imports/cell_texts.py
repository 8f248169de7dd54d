"""Single cells: what a database can hold, repaired quotation marks, numbers with the unit of their column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from museum_tracker.interop.imports.reading.cells import NumberText
from museum_tracker.interop.imports.reading.encodings import C1_CONTROLS

_CONTROLS = re.compile("[\x80-\x9f\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALVES = re.compile("[\ud800-\udfff]")
_ODD = re.compile(f"{_CONTROLS.pattern}|{_HALVES.pattern}")
_UNIT = re.compile(r"\d\s?(?:[mcd]?m\d*|in|inch|kg|gr?|gam|gram|lbs?|oz|[\"″])(?!\w)", re.IGNORECASE)
_LAST_DIGIT = re.compile(r"(\d)(?=\D*$)")
_SMALL_UNITS = frozenset({"mm", "g"})  # of which books write thousands


def repaired(cell: str) -> str:
    """A text in which old Windows quotes and dashes that came through as control characters are what they were."""
    return _CONTROLS.sub(lambda found: C1_CONTROLS.get(ord(found.group()), ""), cell)


def are_ordinary(cells: Sequence[str]) -> bool:
    """Whether cells are plain texts in which there is nothing to repair and nothing that a database cannot hold."""
    together = "".join(cells)
    return (together.isprintable() or not _ODD.search(together)) and {*map(type, cells)} == {str}


def storable(cells: Sequence[str]) -> list[str]:
    """Cells as a database can hold them: without the zero character and halves of characters."""
    together = "".join(cells)
    if "\0" not in together and not _HALVES.search(together):
        return list(cells)
    return [
        str(cell) if cell.isascii() and "\0" not in cell else cell.replace("\0", "").encode("utf-8", "replace").decode()
        for cell in cells
    ]


def decimal(text: str, unit: str) -> str:
    """A number held as a number gets the decimal comma by which our readers know it is no thousands mark.

    Three decimals of millimetres and grams would still look like thousands: 1.205 mm is written 1,2050 mm.
    """
    if not isinstance(text, NumberText) or "." not in text:
        return text
    ambiguous = unit in _SMALL_UNITS and len(text.rpartition(".")[2]) == 3
    return text.replace(".", ",") + ("0" if ambiguous else "")


def measured(text: str, unit: str) -> str:
    """A size or weight with the unit that stands in its column's heading, where the cell names none."""
    text = decimal(text, unit)
    if not unit or _UNIT.search(text):
        return text
    return _LAST_DIGIT.sub(rf"\1 {unit}", text, count=1)


def unit_behind(text: str, unit: str) -> str:
    """The unit to be written behind a size in a column of its own; centimetres unless the heading says another."""
    return f" {unit or 'cm'}" if text.strip()[-1:].isdigit() else ""
