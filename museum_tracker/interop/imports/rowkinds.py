"""What a row is: an object, or one of the things that books put between objects; all are counted."""

from __future__ import annotations

import re
from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.core.text import fold
from museum_tracker.interop.imports.layout import Layout
from museum_tracker.interop.imports.reading.table import RawRow


class RowKind(StrEnum):
    """What stands in a row of a sheet."""

    OBJECT = "object"
    TITLE = "title"
    HEADER = "header"
    NUMBERING = "numbering"
    REPEATED_HEADER = "repeated_header"
    PAGE_TOTAL = "page_total"
    SECTION = "section"
    FOOTER = "footer"
    EMPTY = "empty"


ROW_KIND_LABELS = {
    RowKind.OBJECT: N_("Object rows"),
    RowKind.TITLE: N_("Title rows above the heading"),
    RowKind.HEADER: N_("Heading rows"),
    RowKind.NUMBERING: N_("Rows that only number the columns"),
    RowKind.REPEATED_HEADER: N_("Headings repeated on a new page"),
    RowKind.PAGE_TOTAL: N_("Page totals and carried sums"),
    RowKind.SECTION: N_("Section headings between objects"),
    RowKind.FOOTER: N_("Signature lines below the table"),
    RowKind.EMPTY: N_("Empty rows"),
}

_SECTION_MARK = re.compile(r"(?:[IVXL]{1,6}|[A-HĐ])\s?[.)/]?")
_NUMBERING = re.compile(r"[(\[]?\s*(\d{1,2}|[A-ZĐ])\s*[)\]]?")
_TOTAL = re.compile(
    r"(tong so|tong cong|tong|cong trang|cong mang sang|cong chuyen sang|cong don|cong|mang sang|chuyen sang|"
    r"mang trang sau|total|subtotal|grand total|page total|carried forward|brought forward|sum)\b[\s:.\d]*"
    r"(trang|mang sang|chuyen sang|truoc|sau|hien vat|forward|page)?[\s:.()\d]*"
)
_TOTAL_LETTERS = frozenset("tcmsg")  # asked first: folding every row's first cell would take most of the time
_LONGEST_TOTAL = 40
_TELLING = 4  # a footer has at most three cells, and a repeated heading shows itself in its first four
_AMOUNT = re.compile(r"[\d\s.,]+(hien vat|chiec|cai|don vi|trang)?")
_FOOTER = re.compile(
    r"(nguoi lap|nguoi kiem ke|nguoi ghi|nguoi giao|nguoi nhan|thu kho|thu truong|giam doc|pho giam doc|"
    r"kt\.? ?giam doc|truong phong|ke toan|phong kiem ke|\(?ky[, ]|ky ten|xac nhan cua|(dai dien )?ben (giao|nhan)|"
    r"dai dien|bang chu\b|an dinh\b|(tong so|cong) ?:.{0,80}(hien vat|chiec|don vi|tai lieu)|"
    r"bien ban (nay )?(duoc )?lap|"
    r".{0,40}, ?ngay .{0,6}thang .{0,6}nam|ngay\W{0,6}\d{0,2}\W{0,6}thang)"
)


class Sorter:
    """Tells the kind of each row, once the heading is found and the columns of name and numbers are known.

    `lines` are columns of running numbers, which say nothing of an object.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        names: frozenset[int] = frozenset(),
        numbers: frozenset[int] = frozenset(),
        lines: frozenset[int] = frozenset(),
    ) -> None:
        self.layout = layout
        self.names = names
        self.numbers = numbers
        self.lines = lines
        self._signed = False
        self._headings = [[key.strip().casefold() for key in line] for line in layout.header_cells]
        self._heading_words = frozenset(word for line in self._headings for word in line)

    def kind(self, row: RawRow) -> RowKind:
        """The kind of a row."""
        if row.number >= self.layout.first_row and not row.spread and self._is_plainly_an_object(row.cells):
            self._signed = False
            return RowKind.OBJECT
        own = [(c, cell.strip()) for c, cell in enumerate(row.cells) if cell and not cell.isspace()]
        if not own:
            return RowKind.EMPTY
        if row.number in self.layout.header_rows:
            return RowKind.HEADER
        if row.number < self.layout.first_row:
            return RowKind.TITLE
        if row.spread:
            own = [(column, cell) for column, cell in own if column not in row.spread]
        return self._rare(row, own)

    def _is_plainly_an_object(self, cells: list[str]) -> bool:
        """Whether the first cells alone show that a row is nothing but an object, as of by far the most rows."""
        met: list[str] = []
        for cell in cells:
            if cell and not cell.isspace():
                met.append(cell.strip())
                if len(met) == _TELLING:
                    break
        else:
            return False
        first = met[0]
        if first[0].lower() in _TOTAL_LETTERS and len(first) <= _LONGEST_TOTAL:
            return False
        if not self._heading_words.isdisjoint([cell.casefold() for cell in met]):
            return False
        return not all(map(_NUMBERING.fullmatch, met))

    def _rare(self, row: RawRow, own: list[tuple[int, str]]) -> RowKind:
        if self._repeats_heading(own):
            return RowKind.REPEATED_HEADER
        if _may_be_numbering(own):
            return RowKind.NUMBERING
        if _is_total(own):
            return RowKind.PAGE_TOTAL
        if len(own) <= 3 and self._is_footer(own):
            self._signed = True
            return RowKind.FOOTER
        return self._section_or_object(row, own)

    def _section_or_object(self, row: RawRow, own: list[tuple[int, str]]) -> RowKind:
        if (len(own) == 1 and self._is_section(row, *own[0])) or self._is_numbered_section(own):
            return RowKind.SECTION
        numbered_ahead = self.lines.issuperset(column for column, _ in own)
        return RowKind.EMPTY if numbered_ahead else RowKind.OBJECT

    def _repeats_heading(self, own: list[tuple[int, str]]) -> bool:
        if len(own) < 2:
            return False
        for line in self._headings:
            same = 0
            for met, (column, cell) in enumerate(own):
                same += column < len(line) and cell.casefold() == line[column]
                if met == 3 and not same:  # a heading shows itself in its first cells: by far the most rows stop here
                    break
            if same >= 2 and same >= len(own) * 0.7:
                return True
        return False

    def _is_footer(self, own: list[tuple[int, str]]) -> bool:
        columns = {column for column, _ in own}
        if columns & self.names and columns & self.numbers:
            return False
        if self._signed and not any(char.isdigit() for _, cell in own for char in cell):
            return True  # the names of those who signed stand below their offices
        return any(_FOOTER.match(fold(cell)) for _, cell in own)

    def _is_numbered_section(self, own: list[tuple[int, str]]) -> bool:
        """ "I · ĐỒ GỐM · 35": a mark no object has, a name, and amounts, where an object would bear its number."""
        first, mark = own[0]
        if len(own) < 2 or not self.numbers or first in self.names | self.numbers or not _SECTION_MARK.fullmatch(mark):
            return False
        if own[1][0] not in self.names or {column for column, _ in own} & self.numbers:
            return False
        return all(_AMOUNT.fullmatch(fold(cell)) for _, cell in own[2:])

    def _is_section(self, row: RawRow, column: int, cell: str) -> bool:
        if len(row.spread) >= 2:
            return True
        if column in self.names:
            return False
        if column in self.numbers:
            return " " in cell and not any(char.isdigit() for char in cell)
        first = min(self.names | self.numbers, default=0)
        return column < first and not cell.isdigit() and any(char.isalpha() for char in cell)


def _may_be_numbering(own: list[tuple[int, str]]) -> bool:
    if len(own) < 3 or len(own[0][1]) > 6:
        return False
    found = [_NUMBERING.fullmatch(cell) for _, cell in own]
    if not all(found):
        return False
    digits = [int(match.group(1)) for match in found if match and match.group(1).isdigit()]
    return len(digits) >= 2 and digits == list(range(digits[0], digits[0] + len(digits)))


def _is_total(own: list[tuple[int, str]]) -> bool:
    """A total has its word first and nothing but amounts besides: an object named "Cộng đồng…" has not."""
    first = own[0][1]
    if len(first) > _LONGEST_TOTAL or first[:1].lower() not in _TOTAL_LETTERS or not _TOTAL.fullmatch(fold(first)):
        return False
    words = [fold(cell) for _, cell in own[1:]]
    return all(_AMOUNT.fullmatch(word) or _TOTAL.fullmatch(word) for word in words)
