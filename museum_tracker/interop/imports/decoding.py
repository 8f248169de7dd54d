"""Old fonts made readable before anything is judged: by the font if the file tells it, else by the sheet's encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from museum_tracker.core.legacy import (
    Encoding,
    convert,
    encoding_of_font,
    guess,
    is_surely_unicode,
)
from museum_tracker.interop.imports.plan import SheetPlan
from museum_tracker.interop.imports.reading.cells import NumberText
from museum_tracker.interop.imports.reading.table import RawRow

MARKED_WORDS = 0.1  # share of words with marks below which a sheet is hardly Vietnamese


class Decoder:
    """Turns the cells of a sheet into Unicode; a cell that is Unicode already, or a number, stays as it is."""

    def __init__(self, sheet: str, columns: dict[int, str] | None = None, *, fonts: bool = True) -> None:
        self._fonts = fonts
        self._sheet = _encoding(sheet)
        self._columns = {column: _encoding(code) for column, code in (columns or {}).items() if code}
        self._idle = self._sheet is Encoding.UNICODE and not any(
            code is not Encoding.UNICODE for code in self._columns.values()
        )

    @classmethod
    def of(cls, plan: SheetPlan) -> Decoder:
        """The decoder that a plan asks for."""
        return cls(plan.legacy, {index: column.legacy for index, column in enumerate(plan.columns)}, fonts=plan.fonts)

    def rows(self, rows: Iterable[RawRow]) -> Iterator[RawRow]:
        """The rows, readable."""
        for row in rows:
            yield row if self._idle and not (row.fonts and self._fonts) else self.row(row)

    def row(self, row: RawRow) -> RawRow:
        """A row, readable."""
        cells = [cell and self._cell(cell, column, row.fonts.get(column, "")) for column, cell in enumerate(row.cells)]
        return row._replace(cells=cells)

    def _cell(self, cell: str, column: int, font: str) -> str:
        if isinstance(cell, NumberText) or is_surely_unicode(cell):
            return cell
        if font and self._fonts:
            return convert(cell, encoding_of_font(font), font=font)
        if cell.isascii():
            return cell
        return convert(cell, self._columns.get(column, self._sheet))


def _encoding(code: str) -> Encoding:
    return Encoding(code) if code in set(Encoding) else Encoding.UNICODE


def guess_sheet(rows: Sequence[RawRow]) -> str:
    """The encoding of the cells of a sheet whose font does not tell it."""
    return guess_cells(
        [cell for row in rows for column, cell in enumerate(row.cells) if cell and column not in row.fonts]
    )


def guess_cells(cells: Iterable[str]) -> str:
    """The old encoding that cells seem to be in; cells that are Unicode for sure have no say."""
    asked = [cell for cell in cells if not is_surely_unicode(cell)]
    words = [word for cell in asked for word in cell.split() if any(char.isalpha() for char in word)]
    marked = sum(1 for word in words if not word.isascii())
    return guess(asked).value if marked > len(words) * MARKED_WORDS else Encoding.UNICODE.value


def font_encodings(rows: Iterable[RawRow]) -> set[str]:
    """The old encodings that the fonts of some rows tell."""
    fonts = {font for row in rows for font in row.fonts.values()}
    return {encoding_of_font(font).value for font in fonts}
