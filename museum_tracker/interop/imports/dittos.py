""" "The same as above": nt, ″ and their kin, recognised, filled from the row above, and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from museum_tracker.core.i18n import N_


class Ditto(StrEnum):
    """What stood in a cell instead of a value."""

    MARK = "mark"
    DASH = "dash"
    BLANK = "blank"


class DittoRule(StrEnum):
    """How a column is to be read where it holds a mark, a dash or nothing."""

    NEVER = "never"
    MARKS = "marks"
    MARKS_AND_DASHES = "dashes"
    BLANKS_TOO = "blanks"


DITTO_RULE_LABELS = {
    DittoRule.NEVER: N_("Keep everything as written"),
    DittoRule.MARKS: N_("“nt” means the same as above; “-” means nothing"),
    DittoRule.MARKS_AND_DASHES: N_("“nt” and “-” mean the same as above"),
    DittoRule.BLANKS_TOO: N_("“nt”, “-” and an empty cell mean the same as above"),
}

_MARKS = frozenset(
    {
        "nt",
        "n.t",
        "n.t.",
        "nt.",
        "-nt-",
        "- nt -",
        "–nt–",
        '"nt"',
        "(nt)",
        "nhu tren",
        "như trên",
        "như trên.",
        "nhu tren.",
        "//",
        "-//-",
        "- // -",
    }
    | {'"', "''", "″", "〃", "”", "“", "„", '""', "- ″ -", '-"-', '- " -', "id", "id.", "idem", "ditto", "do.", "-″-"}
)
_DASH = re.compile(r"[-–—−]{1,3}|\.{2,}|…|/")
_LONGEST = 9  # no mark is longer


def ditto_of(cell: str) -> Ditto | None:
    """Whether a cell holds a mark, a dash or nothing; "-500" is a value, and so is a single letter."""
    return _ditto(cell) if len(cell) <= _LONGEST else None


@lru_cache(maxsize=20_000)
def _ditto(cell: str) -> Ditto | None:
    text = cell.strip()
    if not text:
        return Ditto.BLANK
    if text.lower() in _MARKS:
        return Ditto.MARK
    return Ditto.DASH if _DASH.fullmatch(text) else None


@dataclass
class ColumnDittos:
    """What a column holds besides values, counted."""

    marks: int = 0
    dashes: int = 0
    filled: int = 0
    orphans: int = 0


@dataclass
class Filler:
    """Fills each column from the row above as its rule says; keeps what stood there and the counts."""

    rules: dict[int, DittoRule]
    counts: dict[int, ColumnDittos] = field(init=False)
    _above: list[str | None] = field(init=False)
    _fills_blanks: bool = field(init=False)

    def __post_init__(self) -> None:
        self.counts = {column: ColumnDittos() for column in self.rules}
        self._above = [None] * (max(self.rules, default=-1) + 1)
        self._fills_blanks = DittoRule.BLANKS_TOO in self.rules.values()

    @contextmanager
    def only_looking(self) -> Iterator[None]:
        """Fill rows without remembering what stands in them."""
        above = list(self._above)
        yield
        self._above = above

    def fill(self, cells: list[str]) -> dict[int, str]:
        """Fill a row in place; returns what stood in the cells that were changed, by column."""
        if not self._fills_blanks and not any(map(_ditto, [cell for cell in cells if 0 < len(cell) <= _LONGEST])):
            below = [cell or above for cell, above in zip(cells, self._above, strict=False)]
            self._above[: len(below)] = below  # a row of values, as nearly all are
            return {}
        stood: dict[int, str] = {}
        for column, rule in self.rules.items():
            cell = cells[column] if column < len(cells) else ""
            found = ditto_of(cell)
            if found is None:
                self._above[column] = cell
            else:
                self._replace(cells, column, rule, found, stood)
        return stood

    def _replace(self, cells: list[str], column: int, rule: DittoRule, found: Ditto, stood: dict[int, str]) -> None:
        cell, count = cells[column] if column < len(cells) else "", self.counts[column]
        count.marks += found is Ditto.MARK
        count.dashes += found is Ditto.DASH
        replaced = self._replacement(column, rule, found, count)
        if replaced is not None and replaced != cell:
            stood[column] = cell
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = replaced

    def _replacement(self, column: int, rule: DittoRule, found: Ditto, count: ColumnDittos) -> str | None:
        """What the cell means; None leaves it as it is."""
        if rule is DittoRule.NEVER or (found is Ditto.BLANK and rule is not DittoRule.BLANKS_TOO):
            return None
        if found is Ditto.DASH and rule is DittoRule.MARKS:
            return ""
        above = self._above[column]
        if above is None:
            count.orphans += found is Ditto.MARK
            return None
        count.filled += 1
        return above
