"""Opening a file as a table, recognised by its bytes and never by its name."""

from __future__ import annotations

from pathlib import Path

from museum_tracker.core.i18n import N_, Message
from museum_tracker.interop.imports.reading.archives import check_archive, check_compound
from museum_tracker.interop.imports.reading.delimited import DelimitedTable
from museum_tracker.interop.imports.reading.errors import EmptyTable, NotATable, TableTooLarge, WebPageTable
from museum_tracker.interop.imports.reading.limits import DEFAULT_LIMITS, MIB, Limits
from museum_tracker.interop.imports.reading.table import Table
from museum_tracker.interop.imports.reading.workbooks import Workbook

_HEAD = 64 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"glTF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format",
)


def open_table(
    path: Path, name: str, *, limits: Limits = DEFAULT_LIMITS, encoding: str = "", separator: str = ""
) -> Table:
    """Open a table file; `name` is what the person calls it, `encoding` and `separator` overrule the guess (.csv).

    Raises:
        UnreadableTable: the file is empty, of another kind, damaged, protected or too large.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyTable
    if size > limits.octets:
        raise TableTooLarge(found=_mebibytes(size), limit=_mebibytes(limits.octets))
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return Workbook(path, check_archive(path, limits), limits)
    if head.startswith(_OLD_OFFICE):
        check_compound(path)
        return Workbook(path, "xls", limits)
    _refuse_foreign(head)
    return DelimitedTable(path, name, limits, encoding=encoding, separator=separator)


def _refuse_foreign(head: bytes) -> None:
    if head.startswith(_FOREIGN):
        raise NotATable
    start = head[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise WebPageTable if b"<html" in start or b"<table" in start else NotATable
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 26)))
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) * 0.2
    if not wide and controls > len(head) * 0.02:
        raise NotATable
    if not head.strip(b"\x00\r\n\t ,;|\xef\xbb\xbf\xff\xfe"):
        raise EmptyTable


def _mebibytes(octets: int) -> Message:
    return Message(N_("%(count)s MB"), {"count": octets // MIB})
