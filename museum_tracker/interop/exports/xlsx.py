"""Workbooks: every text a text, headings that stay in sight, written row by row whatever the length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from museum_tracker.core.i18n import N_
from museum_tracker.interop.exports.base import ExportColumn, Format, Rows

LONGEST_CELL = 32_767  # Excel's own limit
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TOO_LONG_SHEET = "Quá dài"


def write(path: Path, columns: Sequence[ExportColumn], rows: Rows, title: str) -> None:
    """Write a list as .xlsx; a text too long for a cell stands on no row but is told of on a second sheet."""
    import xlsxwriter  # only a worker or a command ever writes a workbook

    book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)})
    try:
        sheet = book.add_worksheet(_sheet_name(title))
        _head(book, sheet, columns)
        left_out: list[tuple[int, str, int]] = []
        for number, row in enumerate(rows, 1):
            _row(sheet, number, columns, row, left_out)
        sheet.autofilter(0, 0, max(sheet.dim_rowmax or 0, 1), len(columns) - 1)
        _tell_left_out(book, left_out)
    finally:
        book.close()


def _head(book: Any, sheet: Any, columns: Sequence[ExportColumn]) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3EDE2"})
    body = book.add_format({"valign": "top"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, body)
    sheet.write_row(0, 0, [column.heading for column in columns], bold)
    sheet.freeze_panes(1, 0)


def _row(
    sheet: Any, number: int, columns: Sequence[ExportColumn], row: Sequence[str], left_out: list[tuple[int, str, int]]
) -> None:
    for place, text in enumerate(row):
        if not text:
            continue
        if len(text) > LONGEST_CELL:
            left_out.append((number + 1, columns[place].heading, len(text)))
        elif columns[place].numeric and text.lstrip("-").isdecimal() and len(text) < 16:
            sheet.write_number(number, place, int(text))
        else:
            sheet.write_string(number, place, text)


def _tell_left_out(book: Any, left_out: Sequence[tuple[int, str, int]]) -> None:
    if not left_out:
        return
    sheet = book.add_worksheet(TOO_LONG_SHEET)
    sheet.set_column(0, 2, 28)
    sheet.write_row(0, 0, ["Dòng / Row", "Cột / Column", "Số ký tự / Characters"])
    for place, (row, heading, length) in enumerate(left_out, 1):
        sheet.write_number(place, 0, row)
        sheet.write_string(place, 1, heading)
        sheet.write_number(place, 2, length)


def _sheet_name(title: str) -> str:
    """A name that Excel allows for a sheet."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "1"


FORMAT = Format(name="xlsx", label=N_("Workbook (.xlsx)"), extension="xlsx", media_type=MEDIA_TYPE, write=write)
