"""A report as a workbook: a contents sheet, one sheet a section with native charts, one sheet an appendix."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from museum_tracker.reports.cells import plain, right_aligned
from museum_tracker.reports.model import (
    Appendix,
    Block,
    Chart,
    Document,
    Kind,
    Paragraph,
    Section,
    SeriesKind,
    Table,
)

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LACQUER, WASH, PATINA, GOLD = "#9B2226", "#F3F1EB", "#2F6F62", "#C8A24A"
FONT = "Times New Roman"
PAGE = 70  # characters that fit across a printed A4 page at this type size


def render(document: Document) -> bytes:
    """The report as .xlsx; texts stay texts, whatever they start with."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": document.title, "author": document.author})
    _Book(book, document).write()
    book.close()
    return out.getvalue()


class _Book:
    """The workbook while its sheets are written: formats and sheet names are shared."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document = book, document
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.names: set[str] = set()
        self.widths: dict[str, list[float]] = {}

    def write(self) -> None:
        contents = self.sheet(self.document.words["contents"])
        listed = [(self.section(section), f"{section.number} {section.title}") for section in self.document.sections]
        listed += [
            (self.appendix(appendix), f"{appendix.number}. {appendix.title}") for appendix in self.document.appendices
        ]
        self.contents(contents, listed)

    def sheet(self, name: str) -> Any:
        """A sheet set up for A4 printing, its name made fit for Excel and unique."""
        base = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "1"
        chosen, number = base, 2
        while chosen.casefold() in self.names:
            chosen = f"{base[:28]} {number}"
            number += 1
        self.names.add(chosen.casefold())
        sheet = self.book.add_worksheet(chosen)
        sheet.set_paper(9)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def form(self, **options: Any) -> Any:
        """A cell format, made once."""
        key = tuple(sorted(options.items()))
        if key not in self.formats:
            base = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
            self.formats[key] = self.book.add_format({**base, **options})
        return self.formats[key]

    def value_form(self, kind: Kind, *, strong: bool) -> Any:
        number = {Kind.COUNT: "#,##0", Kind.NUMBER: "#,##0.####", Kind.PERCENT: "0.0%", Kind.DATE: "dd/mm/yyyy"}.get(
            kind
        )
        options: dict[str, Any] = {"border": 1, "border_color": "#CFC9BC", "text_wrap": True, "bold": strong}
        if number:
            options["num_format"] = number
        options["align"] = "right" if right_aligned(kind) else "left"
        return self.form(**options)

    def contents(self, sheet: Any, listed: list[tuple[Any, str]]) -> None:
        head = self.document.letterhead
        sheet.set_column(0, 0, PAGE)
        sheet.write(0, 0, head.parent.upper(), self.form())
        sheet.write(1, 0, head.agency.upper(), self.form(bold=True))
        sheet.write(3, 0, f"{head.type_name.upper()}", self.form(bold=True, font_size=14))
        sheet.write(4, 0, head.subject, self.form(bold=True, text_wrap=True))
        row = 6
        for paragraph in self.document.opening:
            sheet.write(row, 0, paragraph.text, self.form(text_wrap=True, valign="top"))
            sheet.set_row(row, 17 * _lines(paragraph.text, PAGE))
            row += 2
        link = self.form(font_color=LACQUER, underline=1)
        for target, label in listed:
            sheet.write_url(row, 0, f"internal:'{target.get_name()}'!A1", link, string=label)
            row += 1
        sheet.print_area(0, 0, row, 0)

    def section(self, section: Section) -> Any:
        sheet = self.sheet(f"{section.number} {section.title.capitalize()}")
        last = self._columns(sheet, [block for _, block in _walk(section)])
        sheet.write(0, 0, f"{section.number} {section.title}", self.form(bold=True, font_size=14))
        sheet.freeze_panes(1, 0)
        row = 2
        for part, block in _walk(section):
            row = self.block(sheet, row, last, part, block)
        sheet.print_area(0, 0, max(row, 2), max(last, 5))
        return sheet

    def block(self, sheet: Any, row: int, last: int, part: Section | None, block: Block) -> int:
        if part is not None:
            sheet.write(row, 0, f"{part.number} {part.title}", self.form(bold=True))
            row += 1
        if isinstance(block, Paragraph):
            self._merged(sheet, row, last, block.text, self.form(text_wrap=True, valign="top"), height=17)
            return row + 2
        if isinstance(block, Chart):
            start = row
            row = self.table(sheet, row, last, block.data)
            return self.chart(sheet, start, row, block)
        return self.table(sheet, row, last, block)

    def table(self, sheet: Any, row: int, last: int, table: Table) -> int:
        self._merged(sheet, row, last, table.caption, self.form(italic=True))
        row = self.rows(sheet, row + 1, table)
        for note in table.notes:
            form = self.form(italic=True, font_size=11, text_wrap=True, valign="top")
            self._merged(sheet, row, last, note, form, height=16)
            row += 1
        return row + 1

    def rows(self, sheet: Any, row: int, table: Table) -> int:
        heading = self.form(bold=True, text_wrap=True, align="center", border=1, border_color="#CFC9BC", bg_color=WASH)
        sheet.set_row(row, 34)
        for index, column in enumerate(table.columns):
            sheet.write_string(row, index, column.label, heading)
        for line in table.rows:
            row += 1
            tall = max(
                _lines(str(value), self.widths[sheet.get_name()][index]) for index, value in enumerate(line.values)
            )
            if tall > 1:
                sheet.set_row(row, 16.5 * tall)
            for index, (column, value) in enumerate(zip(table.columns, line.values, strict=True)):
                _write(sheet, row, index, plain(value, column.kind), self.value_form(column.kind, strong=line.strong))
        return row + 1

    def chart(self, sheet: Any, start: int, row: int, block: Chart) -> int:
        """A native chart under its table, which spans from two rows below `start`."""
        first, final = start + 2, start + 1 + len(block.data.rows)
        drawn = self.book.add_chart({"type": "line" if block.kind is SeriesKind.LINE else "column"})
        for index, column in enumerate(block.data.columns[1:], 1):
            colour = (PATINA, GOLD, LACQUER)[(index - 1) % 3]
            drawn.add_series(
                {
                    "name": column.label,
                    "categories": [sheet.get_name(), first, 0, final, 0],
                    "values": [sheet.get_name(), first, index, final, index],
                    "fill": {"color": colour},
                    "line": {"color": colour, "width": 2.25},
                    "gap": 80,
                }
            )
        drawn.set_title({"name": block.caption, "name_font": {"name": FONT, "size": 12, "bold": True}})
        drawn.set_legend({"position": "bottom"} if len(block.data.columns) > 2 else {"none": True})
        kinds = [column.kind for column in block.data.columns]
        gridlines = {"visible": True, "line": {"color": "#E4E0D7"}}
        numbers = "0%" if Kind.PERCENT in kinds else "#,##0"
        drawn.set_y_axis({"min": 0, "num_format": numbers, "major_gridlines": gridlines})
        if kinds[0] is Kind.DATE:
            drawn.set_x_axis({"date_axis": True, "num_format": "mm/yyyy"})
        drawn.set_size({"width": min(720, int(self._across(sheet) * 7.4)), "height": 280})
        sheet.insert_chart(row, 0, drawn, {"description": f"{block.drawing.title}. {block.drawing.description}"})
        return row + 16

    def appendix(self, appendix: Appendix) -> Any:
        sheet = self.sheet(f"{appendix.number} {appendix.title}")
        if appendix.landscape:
            sheet.set_landscape()
        last = self._columns(sheet, [appendix.table])
        sheet.write(0, 0, f"{appendix.number}. {appendix.title}", self.form(bold=True, font_size=14))
        sheet.write(1, 0, f"({appendix.reference})", self.form(italic=True))
        end = self.rows(sheet, 3, appendix.table)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        if appendix.table.rows:
            sheet.autofilter(3, 0, end - 1, last)
        else:
            sheet.write(4, 0, self.document.words["none"], self.form(italic=True))
        sheet.print_area(0, 0, max(end - 1, 4), last)
        return sheet

    def _columns(self, sheet: Any, blocks: list[Block]) -> int:
        """Set column widths that suit every table of a sheet; the index of the last column."""
        widths = [10.0]
        for block in blocks:
            table = block.data if isinstance(block, Chart) else block
            if isinstance(table, Table):
                wanted = _widths(table)
                widths = [max(pair) for pair in zip_longest(widths, wanted, fillvalue=0.0)]
        if any(isinstance(block, Paragraph) for block in blocks):
            widths += [12.0] * max(0, -(-int(PAGE - sum(widths)) // 12))
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        self.widths[sheet.get_name()] = widths
        return len(widths) - 1

    def _across(self, sheet: Any) -> float:
        return sum(self.widths[sheet.get_name()])

    def _merged(self, sheet: Any, row: int, last: int, words: str, form: Any, *, height: int = 0) -> None:
        if last > 0:
            sheet.merge_range(row, 0, row, last, "", form)
        sheet.write_string(row, 0, words, form)
        if height:
            sheet.set_row(row, height * _lines(words, self._across(sheet)))


def _walk(section: Section) -> Iterator[tuple[Section | None, Block]]:
    """Every block beneath a section; the first block of each part comes with the part, for its heading."""
    for block in section.blocks:
        yield None, block
    for part in section.parts:
        for place, (inner, block) in enumerate(_walk(part)):
            yield (inner or part) if place == 0 else inner, block


def _widths(table: Table) -> list[float]:
    """Column widths in characters: wide enough for the column's numbers, in proportion for its texts."""
    least = {Kind.COUNT: 9.0, Kind.NUMBER: 11.0, Kind.PERCENT: 10.0, Kind.DATE: 12.0, Kind.TEXT: 11.0}
    return [max(least[column.kind], 11.5 * column.width) for column in table.columns]


def _lines(words: str, room: float) -> int:
    return max(1, -(-len(words) // max(int(room * 0.95), 8)))


def _write(sheet: Any, row: int, column: int, value: str | float | dt.date | None, form: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), form)  # noqa: DTZ001 - a day
    else:
        sheet.write_number(row, column, value, form)
