"""Where a table begins: its heading lines below the titles, one line of them or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from museum_tracker.interop.imports.matching import GROUP, Matcher
from museum_tracker.interop.imports.reading.table import RawRow

SEARCHED = 60  # rows looked at from the top of a sheet
_NUMERIC = re.compile(r"[\d\s.,:/%()+-]+")
_LONG = 60
APART = 3  # rows between two headings of one table: nearer ones are lines of the same heading


@dataclass(frozen=True)
class Layout:
    """The heading of a sheet: the rows it takes, the name of each column, the first row below it."""

    header_rows: tuple[int, ...]
    headings: list[str]
    first_row: int
    header_cells: tuple[tuple[str, ...], ...] = ()


def letter_heading(column: int) -> str:
    """The letters by which spreadsheets call a column (0 is A, 26 is AA)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_layout(rows: Sequence[RawRow], matcher: Matcher, *, header_row: int | None = None) -> Layout:
    """The heading lines among the first rows; `header_row` is a person's choice (0: the table has no heading)."""
    rows = list(rows[:SEARCHED])
    width = max((len(row.cells) for row in rows), default=0)
    if header_row == 0:
        return Layout((), [letter_heading(column) for column in range(width)], 1)
    chosen = next((index for index, row in enumerate(rows) if row.number == header_row), None)
    index = _best(rows, matcher) if chosen is None else chosen
    if index is None:
        return Layout((), [letter_heading(column) for column in range(width)], 1)
    first = _first_of_several(rows, index) if chosen is None else index
    layout = _with_second_line(rows, first, width, matcher)
    later = next((row for row in rows[first + APART :] if _repeats(rows[first], row)), None)
    return _completed(layout, later) if later else layout


def _first_of_several(rows: Sequence[RawRow], best: int) -> int:
    """The same heading above an earlier part of the table: what stands between them are objects, not titles."""
    earlier = rows[: max(best + 1 - APART, 0)]
    return next((index for index, row in enumerate(earlier) if _repeats(row, rows[best])), best)


def _repeats(row: RawRow, other: RawRow) -> bool:
    """Whether the cells of a row stand in another one too, column by column."""
    pairs = zip(row.cells, other.cells, strict=False)
    same = sum(bool(one.strip()) and one.strip().casefold() == two.strip().casefold() for one, two in pairs)
    return same >= 2 and same >= len(_own(row)) * 0.7


def _completed(layout: Layout, later: RawRow) -> Layout:
    """A column that only a later heading names is called so."""
    named = [
        _one_line(_cell(later, column)) or heading if heading == letter_heading(column) else heading
        for column, heading in enumerate(layout.headings)
    ]
    return replace(layout, headings=named)


def _best(rows: Sequence[RawRow], matcher: Matcher) -> int | None:
    """The row with most known headings; failing that, the first that looks like a row of headings."""
    scores = [_known(row, matcher) for row in rows]
    top = max(scores, default=0)
    if top >= 2:
        return scores.index(top)
    fillings = [len(_own(row)) for row in rows]
    usual = median([filling for filling in fillings if filling] or [0])
    for index, row in enumerate(rows):
        if fillings[index] >= max(usual * 0.6, 2 if usual >= 2 else 1) and _looks_like_headings(row):
            return index
    first = next((index for index, filling in enumerate(fillings) if filling), None)
    if first is not None and fillings[first] > 1 and any(_NUMERIC.fullmatch(cell) for cell in _own(rows[first])):
        return None  # a first row with numbers in it is an object already
    return first


def _own(row: RawRow) -> list[str]:
    """The cells that say something of their own: not empty, not repeated from a merged cell."""
    return [cell for column, cell in enumerate(row.cells) if cell.strip() and column not in row.spread]


def _known(row: RawRow, matcher: Matcher) -> int:
    cells = [cell for cell in _own(row) if len(cell) <= _LONG]
    if len(cells) < 2:
        return 0
    targets = {matcher.guess(cell)[0] for cell in cells if matcher.known(cell)}
    return len(targets)


def _looks_like_headings(row: RawRow) -> bool:
    cells = _own(row)
    wordy = [cell for cell in cells if len(cell) <= _LONG and not _NUMERIC.fullmatch(cell)]
    return len(wordy) == len(cells) and len(set(cells)) == len(cells)


def _with_second_line(rows: Sequence[RawRow], index: int, width: int, matcher: Matcher) -> Layout:
    for top, bottom in ((index - 1, index), (index, index + 1)):
        if top < 0 or bottom >= len(rows) or (top < index and not any(map(matcher.known, _own(rows[top])))):
            continue  # a line above without any known heading is the title of the table
        if _is_second_line(rows[top], rows[bottom], width):
            return _layout((rows[top], rows[bottom]), _two_lines(rows[top], rows[bottom], width))
    return _layout((rows[index],), [_one_line(_cell(rows[index], column)) for column in range(width)])


def _layout(lines: tuple[RawRow, ...], headings: list[str]) -> Layout:
    named = [heading or letter_heading(column) for column, heading in enumerate(headings)]
    return Layout(
        tuple(line.number for line in lines), named, lines[-1].number + 1, tuple(tuple(line.cells) for line in lines)
    )


def _cell(row: RawRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _one_line(heading: str) -> str:
    return " ".join(heading.split())


def _two_lines(top: RawRow, bottom: RawRow, width: int) -> list[str]:
    """The headings of both lines; in plain text a group's name stands only over its first part."""
    headings, group = [], ""
    for column in range(width):
        above, below = _cell(top, column), _cell(bottom, column)
        group = above or (group if below else "")
        headings.append(_joined(group, below))
    return headings


def _joined(top: str, bottom: str) -> str:
    top, bottom = _one_line(top), _one_line(bottom)
    if not bottom or top == bottom:
        return top
    return f"{top}{GROUP}{bottom}" if top else bottom


def _is_second_line(top: RawRow, bottom: RawRow, width: int) -> bool:
    """A second heading line names parts only under groups, and repeats or leaves empty everything else."""
    if len(_own(top)) < 2:
        return False
    parts = 0
    for column in range(width):
        above, below = _cell(top, column), _cell(bottom, column)
        if not below or below == above:
            continue
        grouped = column in top.spread or not above or _heads_group(top, bottom, column)
        if not grouped or len(below) > _LONG or _NUMERIC.fullmatch(below):
            return False
        parts += 1
    return parts >= 2


def _heads_group(top: RawRow, bottom: RawRow, column: int) -> bool:
    right = column + 1
    return right in top.spread or (not _cell(top, right) and bool(_cell(bottom, right)))
