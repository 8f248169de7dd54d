"""The sheets of a workbook: contents, sections with native charts, appendices written line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from museum_tracker.reports.model import Appendix, Block, Chart, Document, Kind, Paragraph, Section, SeriesKind, Table
from museum_tracker.reports.outputs.xlsx_cells import (
    GOLD,
    LACQUER,
    MIDDLE,
    PAGE,
    PATINA,
    Formats,
    fits,
    lines_of,
    named_first,
    split,
    widths_of,
    write_rows,
)

CHART_ROWS = 16
LONGEST_TAB = 31  # signs in the name of a sheet
LINE = 17  # points of a line of 12 pt
SET = 1.08  # letters of this type that stand in the room of one of the sheet's own
WIDE = 95  # characters: a wider sheet is printed across


def tab_name(name: str, most: int = LONGEST_TAB) -> str:
    """The name of a sheet: what Excel allows, cut between words where it is longer."""
    text = " ".join(re.sub(r"[\[\]:*?/\\']", " ", name).split())
    if len(text) > most:
        text = text[: most + 1].rpartition(" ")[0] or text[:most]
    return text.strip(" ,;–-")


class Book:
    """The workbook while its sheets are written: formats and sheet names are shared."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document = book, document
        self.formats = Formats(book)
        self.names: set[str] = set()
        self.widths: dict[str, list[float]] = {}

    def write(self) -> None:
        """Every sheet, the contents first."""
        contents = self.sheet(self.document.words["contents"]) if not self.document.bare else None
        listed = [(self.section(section), f"{section.number} {section.title}") for section in self.document.sections]
        listed += [
            (self.appendix(appendix), f"{appendix.number}. {appendix.title}".lstrip(". "))
            for appendix in self.document.appendices
        ]
        if contents is not None:
            self.contents(contents, listed)

    def sheet(self, name: str) -> Any:
        """A sheet set up for A4 printing, its name made fit for Excel and unique."""
        base = tab_name(name) or "1"
        chosen, number = base, 2
        while chosen.casefold() in self.names:
            chosen = f"{tab_name(base, LONGEST_TAB - len(str(number)) - 1)} {number}"
            number += 1
        self.names.add(chosen.casefold())
        sheet = self.book.add_worksheet(chosen)
        sheet.set_paper(9)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def contents(self, sheet: Any, listed: list[tuple[Any, str]]) -> None:
        """Who reports on what, the opening words, and a link to every sheet."""
        head = self.document.letterhead
        plain, bold = self.formats.get(), self.formats.get(bold=True)
        sheet.set_column(0, 0, PAGE)
        for row, (text, form) in enumerate(
            (
                (head.parent.upper(), plain),
                (head.agency.upper(), bold),
                (head.number, plain),
                (head.type_name.upper(), self.formats.get(bold=True, font_size=14)),
                (head.subject, self.formats.get(bold=True, text_wrap=True)),
            )
        ):
            sheet.write_string(row, 0, text, form)
        row = 6
        for paragraph in self.document.opening:
            row = self._told(sheet, row, 0, paragraph.text, PAGE)
        link = self.formats.get(font_color=LACQUER, underline=1)
        for target, label in listed:
            sheet.write_url(row, 0, f"internal:'{target.get_name()}'!A1", link, string=label)
            row += 1
        sheet.print_area(0, 0, max(row - 1, 0), 0)

    def section(self, section: Section) -> Any:
        """A sheet with everything of a section."""
        sheet = self.sheet(section.tab or f"{section.number} {section.title.capitalize()}")
        parts = [(part, named_first(block) if isinstance(block, Table) else block) for part, block in _walk(section)]
        last = self._columns(sheet, [block for _, block in parts])
        if self._across(sheet) > WIDE:
            sheet.set_landscape()
        sheet.write_string(0, 0, f"{section.number} {section.title}", self.formats.get(bold=True, font_size=14))
        sheet.freeze_panes(1, 0)
        row = 2
        breaks = []
        for part, block in parts:
            if isinstance(block, Chart) and row > CHART_ROWS:
                breaks.append(row)  # a chart and its table stay on one page
            row = self.block(sheet, row, last, part, block)
        sheet.set_h_pagebreaks(breaks)
        sheet.print_area(0, 0, max(row - 2, 2), last)
        return sheet

    def block(self, sheet: Any, row: int, last: int, part: Section | None, block: Block) -> int:
        """One block of a section; answers the row for the next."""
        if part is not None:
            sheet.write_string(row, 0, f"{part.number} {part.title}", self.formats.get(bold=True))
            row += 1
        if isinstance(block, Paragraph):
            return self._told(sheet, row, last, block.text, self._across(sheet))
        if isinstance(block, Chart):
            start = row
            row = self.table(sheet, row, last, block.data)
            return self.chart(sheet, start, row, block)
        return self.table(sheet, row, last, block)

    def table(self, sheet: Any, row: int, last: int, table: Table) -> int:
        """A table under its caption, with its notes."""
        if table.caption:
            self._merged(sheet, row, last, table.caption, self.formats.get(italic=True))
            row += 1
        row = write_rows(sheet, row, table, self.formats, self.widths[sheet.get_name()])
        for note in table.notes:
            form = self.formats.get(italic=True, font_size=11, text_wrap=True, valign="top")
            self._merged(sheet, row, last, note, form, height=16)
            row += 1
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
        self._axes(drawn, block)
        drawn.set_size({"width": min(720, int(self._across(sheet) * 7.4)), "height": 280})
        sheet.insert_chart(row, 0, drawn, {"description": f"{block.drawing.title}. {block.drawing.description}"})
        return row + CHART_ROWS

    def appendix(self, appendix: Appendix) -> Any:
        """A sheet with an appendix: its words, then its list with frozen, repeated and filtered headings."""
        sheet = self.sheet(appendix.tab or f"{appendix.number} {appendix.title}")
        if appendix.landscape:
            sheet.set_landscape()
        tables: list[Block] = [appendix.table] if appendix.table is not None else []
        last = self._columns(sheet, [*appendix.blocks, *tables])
        title = f"{appendix.number}. {appendix.title}".lstrip(". ")
        sheet.write_string(0, 0, title, self.formats.get(bold=True, font_size=14))
        if appendix.reference:
            sheet.write_string(1, 0, f"({appendix.reference})", self.formats.get(italic=True))
        row = 3
        for block in appendix.blocks:
            row = self.block(sheet, row, last, None, block)
        end = row if appendix.table is None else self._listed(sheet, row, last, appendix.table)
        sheet.print_area(0, 0, max(end - 1, 3), last)
        return sheet

    def _listed(self, sheet: Any, row: int, last: int, table: Table) -> int:
        end = write_rows(sheet, row, table, self.formats, self.widths[sheet.get_name()])
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)
        if len(table.rows):
            sheet.autofilter(row, 0, end - 1, last)
            return end
        sheet.write_string(end, 0, self.document.words["none"], self.formats.get(italic=True))
        return end + 1

    def _axes(self, drawn: Any, block: Chart) -> None:
        drawn.set_title({"name": block.caption, "name_font": {"name": "Times New Roman", "size": 12, "bold": True}})
        drawn.set_legend({"position": "bottom"} if len(block.data.columns) > 2 else {"none": True})
        kinds = [column.kind for column in block.data.columns]
        gridlines = {"visible": True, "line": {"color": "#E4E0D7"}}
        numbers = "0%" if Kind.PERCENT in kinds else "#,##0"
        drawn.set_y_axis({"min": 0, "num_format": numbers, "major_gridlines": gridlines})
        if kinds[0] is Kind.DATE:
            drawn.set_x_axis({"date_axis": True, "num_format": "mm/yyyy"})

    def _columns(self, sheet: Any, blocks: list[Block]) -> int:
        """Set column widths that suit every table of a sheet; the index of the last column."""
        widths = [10.0]
        for block in blocks:
            table = block.data if isinstance(block, Chart) else block
            if isinstance(table, Table):
                widths = [max(pair) for pair in zip_longest(widths, widths_of(table), fillvalue=0.0)]
        if any(isinstance(block, Paragraph) for block in blocks):
            widths += [12.0] * max(0, -(-int(PAGE - sum(widths)) // 12))
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        self.widths[sheet.get_name()] = widths
        return len(widths) - 1

    def _across(self, sheet: Any) -> float:
        return sum(self.widths[sheet.get_name()])

    def _told(self, sheet: Any, row: int, last: int, words: str, across: float) -> int:
        """A paragraph in merged cells; a long one goes on in the rows beneath, so that none is cut off in print."""
        form = self.formats.get(text_wrap=True, valign="top")
        for piece in split(words, int(across) * MIDDLE):
            self._merged(sheet, row, last, piece, form, height=LINE, across=across)
            row += 1
        return row + 1

    def _merged(
        self, sheet: Any, row: int, last: int, words: str, form: Any, *, height: int = 0, across: float = 0
    ) -> None:
        if last > 0:
            sheet.merge_range(row, 0, row, last, "", form)
        sheet.write_string(row, 0, fits(words), form)
        if height:
            sheet.set_row(row, height * lines_of(words, (across or self._across(sheet)) * SET))


def _walk(section: Section) -> Iterator[tuple[Section | None, Block]]:
    """Every block beneath a section; the first block of each part comes with the part, for its heading."""
    for block in section.blocks:
        yield None, block
    for part in section.parts:
        for place, (inner, block) in enumerate(_walk(part)):
            yield (inner or part) if place == 0 else inner, block
