""" "The same as above": nt, ″ and their kin, recognised, filled from the row above, and counted."""

from __future__ import annotations

import re
from collections import Counter
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
    blanks: int = 0
    filled: int = 0
    orphans: int = 0


@dataclass
class Filler:
    """Fills each column from the row above as its rule says; keeps what stood there and the counts."""

    rules: dict[int, DittoRule]
    counts: dict[int, ColumnDittos] = field(default_factory=dict)
    _above: dict[int, str] = field(default_factory=dict)
    _ready: list[tuple[int, DittoRule, ColumnDittos]] = field(default_factory=list)

    def fill(self, cells: list[str]) -> dict[int, str]:
        """Fill a row in place; returns what stood in the cells that were changed, by column."""
        stood: dict[int, str] = {}
        width, above = len(cells), self._above
        for column, rule, count in self._columns():
            cell = cells[column] if column < width else ""
            found = _ditto(cell) if len(cell) <= _LONGEST else None
            if found is None:
                above[column] = cell
            elif found is Ditto.BLANK and rule is not DittoRule.BLANKS_TOO:
                count.blanks += 1
            else:
                self._replace(cells, column, rule, found, stood)
        return stood

    def _replace(self, cells: list[str], column: int, rule: DittoRule, found: Ditto, stood: dict[int, str]) -> None:
        cell, count = cells[column] if column < len(cells) else "", self.counts[column]
        self._count(count, found)
        replaced = self._replacement(column, rule, found, count)
        if replaced is not None and replaced != cell:
            stood[column] = cell
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = replaced

    def _columns(self) -> list[tuple[int, DittoRule, ColumnDittos]]:
        if not self._ready:
            self.counts.update({column: ColumnDittos() for column in self.rules})
            self._ready = [(column, rule, self.counts[column]) for column, rule in self.rules.items()]
        return self._ready

    @staticmethod
    def _count(count: ColumnDittos, found: Ditto) -> None:
        if found is Ditto.MARK:
            count.marks += 1
        elif found is Ditto.DASH:
            count.dashes += 1
        else:
            count.blanks += 1

    def _replacement(self, column: int, rule: DittoRule, found: Ditto, count: ColumnDittos) -> str | None:
        """What the cell means; None leaves it as it is."""
        if rule is DittoRule.NEVER or (found is Ditto.BLANK and rule is not DittoRule.BLANKS_TOO):
            return None
        if found is Ditto.DASH and rule is DittoRule.MARKS:
            return ""
        above = self._above.get(column)
        if above is None:
            count.orphans += found is Ditto.MARK
            return None
        count.filled += 1
        return above


def total(counts: dict[int, ColumnDittos]) -> Counter[str]:
    """The counts of all columns together: marks, dashes and blanks filled or met."""
    summed: Counter[str] = Counter()
    for count in counts.values():
        summed.update(marks=count.marks, dashes=count.dashes, filled=count.filled, orphans=count.orphans)
    return summed
