"""What a zipped workbook would unfold to, measured before it is unfolded."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.zips import has_bearable_list
from museum_tracker.interop.imports.reading.errors import (
    BinaryTable,
    LockedTable,
    NotATable,
    TableTooLarge,
    damage_named,
)
from museum_tracker.interop.imports.reading.limits import MIB, Limits

_BLOCK = MIB
# Every part is of bounded length: a file made for it could otherwise keep a pattern walking through it for days.
# Written as XML allows it, with either quotation mark, so that no cell goes unseen.
_TAG = rb"<(?:\w{1,20}:)?"
_PLACE = rb"\sr\s{0,9}=\s{0,9}[\"']"
_CELL = re.compile(_TAG + rb"c(?=\s)[^<>]{0,300}?" + _PLACE + rb"([A-Z]{1,4})(\d{1,12})")
_FILLED = re.compile(_CELL.pattern + rb"[\"'][^<>]{0,300}(?<!/)>(?!</)")  # colour alone fills no cell
_UNPLACED = re.compile(_TAG + rb"c(?:>|(?=\s)(?![^<>]{0,300}?" + _PLACE + rb")[^<>]{0,300}>)")
_ROW = re.compile(_TAG + rb"row(?=\s)[^<>]{0,300}?" + _PLACE + rb"(\d{1,12})")
_ERROR = re.compile(
    rb'<(?:\w{1,20}:)?c [^<>]{0,300}?r="([A-Z]{1,4})(\d{1,9})"[^<>]{0,300}? t="e"[^<>]{0,300}>'
    rb".{0,400}?<(?:\w{1,20}:)?v>(#[^<]{1,12})<",
    re.S,
)
# A formula that no program has worked out yet; one whose result is an empty text says so by its type.
_UNSOLVED = re.compile(
    rb'<(?:\w{1,20}:)?c (?![^<>]{0,300}\bt=)[^<>]{0,300}?r="([A-Z]{1,4})(\d{1,9})"[^<>]{0,300}>'
    rb"<(?:\w{1,20}:)?f(?:\s[^<>]{0,300})?(?:/>|>([^<]{0,8192})</(?:\w{1,20}:)?f>)"
    rb"(?:<(?:\w{1,20}:)?v\s?/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?</(?:\w{1,20}:)?c>"
)
_KEPT_ERRORS = 10_000
_STREAMS = {name: name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document")}


@dataclass
class Extent:
    """How far a sheet's contents reach, and what stands there instead of values: #N/A, or a formula without result."""

    rows: int = 0
    columns: int = 0
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def check_archive(path: Path, limits: Limits) -> str:
    """The kind of a zipped workbook ("xlsx" or "ods"), once its totals are seen to be harmless."""
    if not has_bearable_list(path):
        raise NotATable
    with damage_named(), zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    too_dense = unpacked > 50 * MIB and unpacked > packed * limits.unpacked_ratio
    if unpacked > limits.unpacked_octets or too_dense or len(entries) > 10_000:
        raise TableTooLarge(found=_mebibytes(unpacked), limit=_mebibytes(limits.unpacked_octets))
    if any(entry.flag_bits & 1 for entry in entries):
        raise LockedTable
    if "EncryptionInfo" in names or "EncryptedPackage" in names:
        raise LockedTable
    if "xl/workbook.bin" in names:
        raise BinaryTable
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise NotATable


def check_compound(path: Path) -> None:
    """Refuse what is no old workbook although it is packed like one: a locked workbook of today, a text, slides."""
    kept = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            for name, mark in _STREAMS.items():
                if mark in kept + block:
                    raise LockedTable if name == "EncryptedPackage" else NotATable
            kept = block[-64:]


def _mebibytes(octets: int) -> Message:
    return Message(N_("%(count)s MB unpacked"), {"count": octets // MIB})


def sheet_extents(path: Path, limits: Limits) -> list[Extent]:
    """The extent of every sheet of an .xlsx, in the order of its parts.

    A reader lays a sheet out as a full rectangle, so that one cell in the last corner would fill the memory.
    """
    with damage_named(), zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        return [_checked_extent(archive, part, limits) for part in sorted(parts, key=_part_order)]


def _checked_extent(archive: zipfile.ZipFile, part: str, limits: Limits) -> Extent:
    """The extent of a sheet; a cell that is only coloured, far from the table, does not make it too large."""
    extent = _extent(archive, part, limits)
    try:
        check_extent(extent.rows, extent.columns, limits)
    except TableTooLarge:
        filled = _filled(archive, part, limits)
        if filled is None:
            raise
        extent.rows, extent.columns = filled
        check_extent(extent.rows, extent.columns, limits)
    return extent


def _filled(archive: zipfile.ZipFile, part: str, limits: Limits) -> tuple[int, int] | None:
    """The rows and columns of the cells that hold something; None where a cell does not say its place."""
    rows, letters = 0, set[bytes]()
    with archive.open(part) as file:
        for block in pieces(file, limits):
            if _UNPLACED.search(block):
                return None
            for column, row in _FILLED.findall(block):
                letters.add(column)
                rows = max(rows, int(row))
    return rows, max(map(column_number, letters), default=0)


def _part_order(name: str) -> tuple[int, str]:
    found = re.search(r"(\d+)\.xml$", name)
    return (int(found.group(1)) if found else 0, name)


def _extent(archive: zipfile.ZipFile, part: str, limits: Limits) -> Extent:
    extent, letters = Extent(), set[bytes]()
    kept = 0
    with archive.open(part) as file:
        for block in pieces(file, limits):
            cells = _CELL.findall(block)
            letters.update(column for column, _ in cells)
            rows = {*_ROW.findall(block), *(row for _, row in cells)}  # a cell may lie below the row that holds it
            extent.rows = max(extent.rows, max(map(int, rows), default=0))
            for column, row, value in _without_value(block) if kept < _KEPT_ERRORS else ():
                text = html.unescape(value.decode("utf-8", "replace"))
                extent.errors.setdefault(int(row), []).append((column_number(column) - 1, text))
                kept += 1
    extent.columns = max(map(column_number, letters), default=0)
    return extent


def _without_value(block: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Cells that hold an error or an unsolved formula: column, row, and what stands there."""
    if b't="e"' in block:
        yield from _ERROR.findall(block)
    if b"f>" in block or b"<f " in block:
        for column, row, formula in _UNSOLVED.findall(block):
            yield column, row, b"=" + formula[:60]


def pieces(file: IO[bytes], limits: Limits) -> Iterator[bytes]:
    """A part in blocks that end between rows; stops a part that unfolds to more than its header admitted."""
    kept, seen = b"", 0
    while block := file.read(_BLOCK):
        seen += len(block)
        if seen > limits.unpacked_octets:
            raise TableTooLarge(found=_mebibytes(seen), limit=_mebibytes(limits.unpacked_octets))
        block = kept + block
        cut = block.rfind(b"</row>") + 1 or block.rfind(b"<") + 1
        kept, whole = block[cut - 1 :], block[: cut - 1]
        yield whole
    yield kept


def column_number(letters: bytes) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that would be laid out larger than the limits."""
    if rows > limits.rows:
        raise TableTooLarge(
            found=Message(N_("%(count)s rows"), {"count": rows}),
            limit=Message(N_("%(count)s rows"), {"count": limits.rows}),
        )
    if columns > limits.columns:
        raise TableTooLarge(
            found=Message(N_("%(count)s columns"), {"count": columns}),
            limit=Message(N_("%(count)s columns"), {"count": limits.columns}),
        )
    if rows * columns > limits.cells:
        raise TableTooLarge(
            found=Message(N_("%(count)s cells"), {"count": rows * columns}),
            limit=Message(N_("%(count)s cells"), {"count": limits.cells}),
        )
