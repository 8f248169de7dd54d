"""What a row is: an object, one of the things that books put between objects, or a doubt; all are counted."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.core.text import fold
from museum_tracker.interop.imports import doubts
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
    PERHAPS_HEADING = "perhaps_heading"
    PERHAPS_TOTAL = "perhaps_total"
    PERHAPS_SIGNATURE = "perhaps_signature"
    PERHAPS_PART = "perhaps_part"
    ODD_NUMBER = "odd_number"


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
    RowKind.PERHAPS_HEADING: N_("Perhaps the heading of a section"),
    RowKind.PERHAPS_TOTAL: N_("Perhaps a total or a summary"),
    RowKind.PERHAPS_SIGNATURE: N_("Perhaps a signature or a remark on the table"),
    RowKind.PERHAPS_PART: N_("Perhaps a part of the object above"),
    RowKind.ODD_NUMBER: N_("What stands in the place of the number is no number"),
}
# Rows that may be no object: they wait for a decision, and are never entered by themselves.
DOUBTFUL = frozenset(
    {
        RowKind.PERHAPS_HEADING,
        RowKind.PERHAPS_TOTAL,
        RowKind.PERHAPS_SIGNATURE,
        RowKind.PERHAPS_PART,
        RowKind.ODD_NUMBER,
    }
)
_MOST_SIGNING = 6  # cells of a line of signatures
Cells = list[tuple[int, str]]


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
        self._name_columns, self._number_columns = sorted(names), sorted(numbers)
        self._signed = False
        self._number_above = ""
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
        """Whether number and name alone show that a row is nothing but an object, as of by far the most rows."""
        number, name = _first(cells, self._number_columns), _first(cells, self._name_columns)
        if not number or len(name) < 2 or not (name[0].isalpha() and doubts.has_digit(number)):
            return False
        if doubts.begins_doubtfully(name) and (doubts.may_be_total(name) or doubts.is_signature(name)):
            return False
        if name.casefold() in self._heading_words or not number[0].isalnum() or doubts.is_prose(number):
            return False
        first = next(cell.strip() for cell in cells if cell and not cell.isspace())
        if first[0].lower() in doubts.TOTAL_LETTERS and first is not number and doubts.may_be_total(first):
            return False
        self._number_above = number
        return name[1] not in " )." or not doubts.is_part(name)

    def _rare(self, row: RawRow, own: Cells) -> RowKind:
        words = [cell for _, cell in own]
        if self._repeats_heading(own):
            return RowKind.REPEATED_HEADER
        if doubts.numbers_columns(words):
            return RowKind.NUMBERING
        if doubts.is_total(words):
            return RowKind.PAGE_TOTAL
        if self._stands_below(own, words):
            return RowKind.FOOTER
        if (len(own) == 1 and self._is_section(row, *own[0])) or self._is_numbered_section(own):
            return RowKind.SECTION
        numbered_ahead = self.lines.issuperset(column for column, _ in own)
        return RowKind.EMPTY if numbered_ahead else self._object_or_doubt(row.cells, own)

    def _stands_below(self, own: Cells, words: list[str]) -> bool:
        """Whether a row stands below a table: the number of a page, or who signs, which is remembered."""
        if all(map(doubts.is_page, words)):
            return True
        signs = len(own) <= _MOST_SIGNING and self._is_footer(own)
        self._signed = self._signed or signs
        return signs

    def _object_or_doubt(self, cells: list[str], own: Cells) -> RowKind:
        number, name = _first(cells, self._number_columns), _first(cells, self._name_columns)
        line = _first(cells, sorted(self.lines))
        if doubts.says_no_number(number):
            number = ""
        numbered = doubts.has_digit(number) and not doubts.is_prose(number) and not doubts.is_part(number)
        if not numbered or not name:
            words = [cell for _, cell in own]
            if any(map(doubts.may_be_total, words)):
                return RowKind.PERHAPS_TOTAL
            if any(doubts.is_signature(word) or doubts.is_remark(word) for word in words):
                return RowKind.PERHAPS_SIGNATURE
        if self._is_part(number, name, line, numbered=numbered):
            return RowKind.PERHAPS_PART
        if number and not numbered:
            alone = not name or doubts.is_mark(number) or doubts.may_be_heading(name)
            return RowKind.PERHAPS_HEADING if alone else RowKind.ODD_NUMBER
        if numbered:
            self._number_above = number
            return RowKind.OBJECT
        return self._unnumbered(own, name, line)

    def _is_part(self, number: str, name: str, line: str, *, numbered: bool) -> bool:
        """A line of a set: marked as one, or with a running number below another's, and without its own number."""
        if doubts.is_part(name) or doubts.is_part(number):
            return not numbered or number == self._number_above
        return bool(self.numbers) and not number and bool(name and line) and doubts.is_sub_line(line)

    def _unnumbered(self, own: Cells, name: str, line: str) -> RowKind:
        """A row without a number: an object that has none, or what stands between numbered ones."""
        beside = self.names | self.lines
        rest = [cell for column, cell in own if column not in beside and not doubts.says_no_number(cell)]
        counted = doubts.has_digit(line)
        if not name or (counted and rest):
            return RowKind.OBJECT
        if line and doubts.is_mark(line):
            return RowKind.PERHAPS_HEADING
        if not rest and doubts.may_be_heading(name):
            return RowKind.PERHAPS_HEADING
        sums = rest and self.numbers and all(doubts.AMOUNT.fullmatch(fold(cell)) for cell in rest)
        return RowKind.PERHAPS_TOTAL if sums and not counted else RowKind.OBJECT

    def _repeats_heading(self, own: Cells) -> bool:
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

    def _is_footer(self, own: Cells) -> bool:
        texts = dict(own)
        if any(
            doubts.has_digit(texts[column]) and not doubts.is_prose(texts[column])
            for column in self.numbers & texts.keys()
        ):
            return False
        if self._signed and not any(doubts.has_digit(cell) for _, cell in own):
            return True  # the names of those who signed stand below their offices
        named = texts.keys() & self.names and len(own) > 3
        return not named and any(doubts.is_signature(cell) for _, cell in own)

    def _is_numbered_section(self, own: Cells) -> bool:
        """ "I · ĐỒ GỐM · 35": a mark no object has, a name, and amounts, where an object would bear its number."""
        first, mark = own[0]
        if len(own) < 2 or not self.numbers or first in self.names | self.numbers or not doubts.is_mark(mark):
            return False
        if own[1][0] not in self.names or {column for column, _ in own} & self.numbers:
            return False
        return all(doubts.AMOUNT.fullmatch(fold(cell)) for _, cell in own[2:])

    def _is_section(self, row: RawRow, column: int, cell: str) -> bool:
        if len(row.spread) >= 2:
            return True
        if column in self.names:
            return False
        if column in self.numbers:
            return " " in cell and not doubts.has_digit(cell) and not doubts.is_part(cell)
        first = min(self.names | self.numbers, default=0)
        return column < first and not cell.isdigit() and any(char.isalpha() for char in cell)


def _first(cells: list[str], columns: list[int]) -> str:
    """The first of these columns that holds something."""
    for column in columns:
        if column < len(cells) and (cell := cells[column].strip()):
            return cell
    return ""
