"""Small table files made for the tests: delimited text in any encoding, and workbooks of the three kinds."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.table import RawRow

Rows = Sequence[Sequence[Any]]


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    """A text file in an encoding."""
    path.write_bytes(text.encode(encoding))
    return path


def write_xlsx(path: Path, rows: Rows, *, merged: Sequence[str] = (), sheets: dict[str, Rows] | None = None) -> Path:
    """An .xlsx with rows on its first sheet, merged ranges such as "A1:C1", and further sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sổ đăng ký"
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    for name, more in (sheets or {}).items():
        page = book.create_sheet(name)
        for row in more:
            page.append(list(row))
    book.save(path)
    book.close()
    return path


def write_xls(path: Path, rows: Rows, *, merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """An .xls of the Excel of twenty years ago; merged ranges are (row, row, column, column) from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sổ cũ", cell_overwrite_ok=True)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    for r0, r1, c0, c1 in merged:
        sheet.merge(r0, r1, c0, c1)
    book.save(str(path))
    return path


def write_ods(path: Path, rows: Sequence[Sequence[str | tuple[str, int, int]]]) -> Path:
    """An .ods of texts; (text, down, right) is a cell merged over so many rows and columns."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Trang 1")
    for row in rows:
        line = TableRow()
        for cell in row:
            if cell == "":
                line.addElement(CoveredTableCell())
                continue
            text, down, right = (cell, 1, 1) if isinstance(cell, str) else cell
            element = TableCell(valuetype="string", numberrowsspanned=down, numbercolumnsspanned=right)
            element.addElement(P(text=text))
            line.addElement(element)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def write_zip(path: Path, parts: dict[str, bytes]) -> Path:
    """A zip with the given parts, for workbooks that lie."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def rows_of(path: Path, sheet: str | None = None, **options: Any) -> list[RawRow]:
    """All rows of a file's sheet (the first, unless named)."""
    table = open_table(path, path.name, **options)
    try:
        return list(table.rows(sheet or table.sheets[0].name))
    finally:
        table.close()


def cells_of(path: Path, sheet: str | None = None, **options: Any) -> list[list[str]]:
    """All rows of a file's sheet as their cells."""
    return [row.cells for row in rows_of(path, sheet, **options)]


HEADING = "Số đăng ký;Tên hiện vật;Chất liệu;Niên đại;Kích thước;Phương thức sưu tầm;Ngày sưu tầm;Ghi chú\n"


def register(tmp_path: Path, *lines: str, name: str = "so.csv") -> Path:
    """A register of these lines."""
    return write_text(tmp_path / name, HEADING + "".join(line + "\n" for line in lines))
