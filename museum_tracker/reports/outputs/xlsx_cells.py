"""Cells of a workbook: formats made once, values in their own types, lines written as they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from museum_tracker.reports.cells import plain, right_aligned
from museum_tracker.reports.model import Kind, Row, Table, Told, Value

LACQUER, WASH, PATINA, GOLD, EDGE = "#9B2226", "#F3F1EB", "#2F6F62", "#C8A24A", "#CFC9BC"
FONT = "Times New Roman"
PAGE = 70  # characters that fit across a printed A4 page at this type size
MIDDLE = 20  # lines of a paragraph in one row: a row higher than 409 points would be cut off
LINE = 16.5  # points of a line of 12 pt in a table
FILLED = 0.92  # of a column's width that letters of this type really fill
LONGEST = 32_000  # characters; Excel leaves out a cell with more than 32,767
NUMBERS = {
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.####",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.YEAR: "0",
    Kind.DIFFERENCE: "+#,##0;-#,##0;0",
    Kind.CHANGE: "+0.0%;-0.0%;0.0%",
}
LEAST = {
    Kind.COUNT: 9.0, Kind.NUMBER: 11.0, Kind.PERCENT: 10.0, Kind.DATE: 12.0, Kind.TEXT: 11.0, Kind.DIFFERENCE: 10.0,
    Kind.CHANGE: 11.0, Kind.YEAR: 9.0,
}  # fmt: skip


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[Any, ...], Any] = {}

    def get(self, **options: Any) -> Any:
        """A format in the type of the report."""
        key = tuple(sorted(options.items()))
        if key not in self.made:
            base = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
            self.made[key] = self.book.add_format({**base, **options})
        return self.made[key]

    def told(self, value: Told, *, strong: bool) -> Any:
        """The format of a number that is read with its sign or as a share."""
        return self.get(
            border=1, border_color=EDGE, text_wrap=True, bold=strong, align="right", num_format=_written(value)
        )

    def value(self, kind: Kind, *, strong: bool) -> Any:
        """The format of a kind of value inside a table."""
        options: dict[str, Any] = {"border": 1, "border_color": EDGE, "text_wrap": True, "bold": strong}
        if kind in NUMBERS:
            options["num_format"] = NUMBERS[kind]
        options["align"] = "right" if right_aligned(kind) else "left"
        return self.get(**options)


def _written(value: Told) -> str:
    """The number format that shows a told number with its sign and its decimals."""
    digits = "0.0%" if value.share and value.number * 100 % 1 else "0%" if value.share else "#,##0.####"
    if not value.share and float(value.number).is_integer():
        digits = "0" if value.text.isdecimal() else "#,##0"
    return f'"{value.sign} "{digits}' if value.sign else digits


def write_rows(sheet: Any, row: int, table: Table, formats: Formats, widths: list[float]) -> int:
    """The headings and lines of a table from a row on; answers the row after the last."""
    heading = formats.get(bold=True, text_wrap=True, align="center", border=1, border_color=EDGE, bg_color=WASH)
    tall = max(lines_of(column.label, width) for column, width in zip(table.columns, widths, strict=False))
    sheet.set_row(row, 17 * max(tall, 2))
    for index, column in enumerate(table.columns):
        sheet.write_string(row, index, column.label, heading)
    kinds = [column.kind for column in table.columns]
    forms = {strong: [formats.value(kind, strong=strong) for kind in kinds] for strong in (False, True)}
    writers = [_writer(sheet, kind, formats) for kind in kinds]
    rooms = [max(width * FILLED, 6.0) for width in widths]
    for line in table.rows:
        row += 1
        tall = _write_line(row, line, writers, forms[line.strong], rooms)
        if tall > 1:  # LibreOffice keeps the height it finds: a row of several lines says so itself
            sheet.set_row(row, LINE * tall)
    return row + 1


def _write_line(row: int, line: Row, writers: list[Callable[..., None]], forms: list[Any], rooms: list[float]) -> int:
    """Write a line's cells; answers how many lines of text the tallest takes."""
    tall = 1
    for index, (writer, value, form) in enumerate(zip(writers, line.values, forms, strict=True)):
        writer(row, index, value, form)
        if isinstance(value, str) and len(value) > rooms[index]:
            tall = max(tall, _wrapped(value, rooms[index]))
    return min(tall, MIDDLE)


def _wrapped(words: str, room: float) -> int:
    """How many lines a text takes when it is broken between words."""
    lines, used = 1, 0
    for word in words.split():
        longer = used + len(word) + (used > 0)
        if used and longer > room:
            lines, longer = lines + 1, len(word)
        extra = int(longer // (room + 1))
        lines, used = lines + extra, longer - int(extra * room)
    return lines


def _writer(sheet: Any, kind: Kind, formats: Formats) -> Callable[[int, int, Value, Any], None]:
    """How a column's values are written: as what they are, never guessed from how they look."""
    string, number, blank, moment = sheet.write_string, sheet.write_number, sheet.write_blank, sheet.write_datetime

    def write(row: int, column: int, value: Value, form: Any) -> None:
        if isinstance(value, str):
            string(row, column, value if len(value) < LONGEST else fits(value), form)
        elif isinstance(value, Told):
            number(row, column, plain(value, kind), formats.told(value, strong=bool(form.bold)))
        elif value is None:
            blank(row, column, None, form)
        elif isinstance(value, dt.date):
            moment(row, column, value, form)
        else:
            number(row, column, plain(value, kind), form)

    return write


def named_first(table: Table) -> Table:
    """The table with its numbering written before each name, so that every table of a sheet begins with names."""
    if table.columns[0].key != "place":
        return table
    rows = tuple(replace(row, values=(f"{row.values[0]}. {row.values[1]}", *row.values[2:])) for row in table.rows)
    return replace(table, columns=table.columns[1:], rows=rows)


def widths_of(table: Table) -> list[float]:
    """Column widths in characters: wide enough for the column's numbers, in proportion for its texts."""
    return [max(LEAST[column.kind], 11.5 * column.width) for column in table.columns]


def lines_of(words: str, room: float) -> int:
    """About how many lines a text takes in so many characters of room."""
    return max(1, -(-len(words) // max(int(room * 0.95), 8)))


def split(words: str, most: int) -> list[str]:
    """A text in pieces of at most so many characters, cut between words."""
    pieces = []
    while len(words) > most:
        at = words.rfind(" ", 0, most)
        at = at if at > 0 else most
        pieces.append(words[:at])
        words = words[at:].lstrip()
    return [*pieces, words]


def fits(words: str) -> str:
    """A text no longer than a cell can hold."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
