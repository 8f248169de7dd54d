"""A sheet too large to be laid out at once, cut into small workbooks of some rows each, with its styles and texts."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from museum_tracker.interop.imports.reading.archives import pieces
from museum_tracker.interop.imports.reading.limits import Limits

CELLS_AT_ONCE = 500_000
_DATA = re.compile(rb"<sheetData[^<>]{0,200}>")
_FIRST_ROW = re.compile(rb"<row\s(?:[^<>]{0,300}\s)?r\s?=\s?[\"'](\d{1,9})")
_END_OF_ROW, _END_OF_DATA = b"</row>", b"</sheetData>"
_LONGEST_HEAD = 4 * 1024 * 1024


def can_be_cut(path: Path, part: str) -> bool:
    """Whether the rows of a sheet stand in it as Excel writes them, each with its number."""
    with zipfile.ZipFile(path) as book, book.open(part) as file:
        head = file.read(_LONGEST_HEAD)
    found = _DATA.search(head)
    return found is not None and _FIRST_ROW.search(head, found.end()) is not None


def portions(path: Path, part: str, rows: int, limits: Limits) -> Iterator[tuple[int, Path]]:
    """Workbooks that hold some rows of a sheet each, with the number of the first; gone when the next is asked for."""
    with zipfile.ZipFile(path) as book, tempfile.TemporaryDirectory(prefix="sheet-") as folder:
        tail = _tail(book, part, limits)
        head, kept = b"", b""
        with book.open(part) as file:
            for block in pieces(file, limits):
                kept += block
                if not head:
                    found = _DATA.search(kept)
                    if found is None:
                        continue
                    head, kept = kept[: found.end()], kept[found.end() :]
                if kept.count(_END_OF_ROW) >= rows:
                    cut = kept.rfind(_END_OF_ROW) + len(_END_OF_ROW)
                    yield _first(kept), _portion(book, part, head + kept[:cut] + tail, Path(folder))
                    kept = kept[cut:]
        rest = kept.partition(_END_OF_DATA)[0]
        if _FIRST_ROW.search(rest):
            yield _first(rest), _portion(book, part, head + rest + tail, Path(folder))


def _first(rows: bytes) -> int:
    found = _FIRST_ROW.search(rows)
    return int(found[1]) if found else 1


def _tail(book: zipfile.ZipFile, part: str, limits: Limits) -> bytes:
    """What stands behind the rows: the merged cells among it."""
    last = b""
    with book.open(part) as file:
        for block in pieces(file, limits):
            last = (last + block)[-_LONGEST_HEAD:] if _END_OF_DATA not in block else last + block
    return _END_OF_DATA + last.partition(_END_OF_DATA)[2]


def _portion(book: zipfile.ZipFile, part: str, sheet: bytes, folder: Path) -> Path:
    path = folder / "portion.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for name in book.namelist():
            if not name.startswith(("xl/worksheets/", "xl/media/", "xl/drawings/", "xl/charts/")):
                made.writestr(name, book.read(name))
        made.writestr(part, sheet)
    return path
