"""What the table reader does not tell of an .ods: how far its sheets reach, and which cells are merged."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from museum_tracker.interop.imports.reading.archives import check_extent
from museum_tracker.interop.imports.reading.errors import DamagedTable, LockedTable, damage_named
from museum_tracker.interop.imports.reading.limits import Limits

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MANIFEST, _LOCK = "META-INF/manifest.xml", b"encryption-data"
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class OdsSheet:
    """A sheet's name, its merged ranges and the rectangle that its contents fill."""

    name: str
    merged: list[Range] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def ods_sheets(path: Path, limits: Limits) -> list[OdsSheet]:
    """The sheets of an .ods with their merged ranges; refuses one that would be laid out too large."""
    found: list[OdsSheet] = []
    with damage_named(), zipfile.ZipFile(path) as archive:
        if _MANIFEST in archive.namelist() and _LOCK in archive.read(_MANIFEST):
            raise LockedTable
        with archive.open("content.xml") as file:
            _walk(file, found, limits)
    return found


def _walk(file: object, found: list[OdsSheet], limits: Limits) -> None:
    row = 0
    head = _RefusingReader(file)
    for event, element in ET.iterparse(head, ("start", "end")):  # noqa: S314 - entities are refused by the reader
        if event == "start":
            if element.tag == _TABLE + "table":
                found.append(OdsSheet(element.get(_TABLE + "name", "")))
                row = 0
            continue
        if element.tag == _TABLE + "table-row" and found:
            row = _row(element, found[-1], row, limits)
            element.clear()
        elif element.tag == _TABLE + "table":
            element.clear()


class _RefusingReader:
    """Hands a file on, but not one that declares entities of its own: they can unfold without end."""

    def __init__(self, file: object) -> None:
        self._file = file
        self._first = True

    def read(self, size: int = -1) -> bytes:
        block: bytes = self._file.read(size)  # type: ignore[attr-defined]
        if self._first:
            self._first = False
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                raise DamagedTable
        return block


def _row(element: ET.Element, sheet: OdsSheet, row: int, limits: Limits) -> int:
    """Measure one row; the number of the row after it."""
    column, reach = 0, 0
    for cell in element:
        if not cell.tag.endswith("table-cell"):
            continue
        repeat = _count(cell, "number-columns-repeated")
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            sheet.merged.append(((row, column), (row + down - 1, column + right - 1)))
        if len(cell):
            reach = column + repeat
        column += repeat
    repeated = _count(element, "number-rows-repeated")
    if reach:
        sheet.rows = row + repeated
        sheet.columns = max(sheet.columns, reach)
        check_extent(sheet.rows, sheet.columns, limits)
    return row + repeated


def _count(element: ET.Element, name: str) -> int:
    return max(int(element.get(_TABLE + name, "1")), 1)
