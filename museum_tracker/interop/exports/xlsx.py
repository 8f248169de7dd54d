"""Workbooks: every text a text, headings that stay in sight, written row by row whatever the length.

XlsxWriter makes the book with its headings, widths and formats; the rows below the headings, nine tenths of the work
at a hundred thousand objects, are streamed into the sheet that it left empty.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from museum_tracker.core.i18n import N_
from museum_tracker.interop.exports.base import ExportColumn, Format, Rows
from museum_tracker.interop.exports.sheet_rows import TooLong, rows_of_xml

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
ROWS_END = "</sheetData>"
TOO_LONG_SHEET = "Quá dài"
_COLUMN_STYLE = re.compile(r'<col [^>]*style="(\d+)"')


def write(path: Path, columns: Sequence[ExportColumn], rows: Rows, title: str) -> None:
    """Write a list as .xlsx; a text too long for a cell stands on no row but is told of on a second sheet."""
    head = _read(_empty_book(columns, title))[SHEET].decode().partition(ROWS_END)[0]
    style = _COLUMN_STYLE.search(head)
    too_long: list[TooLong] = []
    last = 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(re.sub("<dimension [^>]*/>", "", head).encode())
            told = rows_of_xml(
                rows,
                first=2,
                style=int(style.group(1)) if style else 0,
                numeric=[column.numeric for column in columns],
                too_long=too_long,
            )
            for line, row in enumerate(told, 2):
                sheet.write(row.encode())
                last = line
            book = _read(_empty_book(columns, title, rows=last, too_long=too_long))
            sheet.write((ROWS_END + book.pop(SHEET).decode().partition(ROWS_END)[2]).encode())
        for name, content in book.items():
            package.writestr(name, content)


def _read(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _empty_book(
    columns: Sequence[ExportColumn], title: str, *, rows: int = 1, too_long: Sequence[TooLong] = ()
) -> bytes:
    """The book without its rows: headings, widths, the filter over `rows` lines, and what no cell could hold."""
    import xlsxwriter  # only a worker or a command ever writes a workbook

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3EDE2"})
        body = book.add_format({"valign": "top"})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, body)
        sheet.write_row(0, 0, [column.heading for column in columns], bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows - 1, 1), len(columns) - 1)
        _tell_left_out(book, columns, too_long)
    return out.getvalue()


def _tell_left_out(book: Any, columns: Sequence[ExportColumn], too_long: Sequence[TooLong]) -> None:
    if not too_long:
        return
    sheet = book.add_worksheet(TOO_LONG_SHEET)
    sheet.set_column(0, 2, 28)
    sheet.write_row(0, 0, ["Dòng / Row", "Cột / Column", "Số ký tự / Characters"])
    for line, (row, place, length) in enumerate(too_long, 1):
        sheet.write_row(line, 0, [row, columns[place].heading, length])


def _sheet_name(title: str) -> str:
    """A name that Excel allows for a sheet."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "1"


FORMAT = Format(name="xlsx", label=N_("Workbook (.xlsx)"), extension="xlsx", media_type=MEDIA_TYPE, write=write)
