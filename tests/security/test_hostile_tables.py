"""Workbooks and texts made to overload or to trick the computer that reads or writes them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from museum_tracker.interop.imports.reading.archives import sheet_extents
from museum_tracker.interop.imports.reading.errors import TableTooLarge
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.limits import Limits
from museum_tracker.interop.imports.staging import file_name
from tests.interop.tables import write_zip

SHEET = b'<?xml version="1.0"?><worksheet><sheetData>%s</sheetData></worksheet>'


def workbook(path: Path, rows: bytes) -> Path:
    write_zip(path, {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": SHEET % rows})
    return path


@pytest.mark.parametrize(
    "cell",
    [
        b"<row r='1'><c r='XFD1048576' t='n'><v>1</v></c></row>",
        b'<row r="1"><c\n r = "XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c s="1" r="ALL1048576"><v>1</v></c></row>',
        b'<x:row r="1"><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_far_cell_is_seen_however_its_place_is_written(tmp_path: Path, cell: bytes):
    with pytest.raises(TableTooLarge):
        open_table(workbook(tmp_path / "xa.xlsx", cell), "xa.xlsx")


@pytest.mark.parametrize("piece", [b"<c ", b'<c r="A1" r="', b'<c t="e" ', b"<row ", b'<c r="A1" t="e">', b"<c r=''"])
def test_a_sheet_of_broken_tags_is_measured_in_a_moment(tmp_path: Path, piece: bytes):
    path = workbook(tmp_path / "x.xlsx", piece * 60_000 + b" " * 100_000)
    began = time.process_time()
    sheet_extents(path, Limits())
    assert time.process_time() - began < 5


def test_the_name_of_a_table_holds_no_line_break_for_a_header():
    assert file_name("C:\\x\\sổ\r\nX-Evil: 1\x00.csv") == "sổX-Evil: 1.csv"
