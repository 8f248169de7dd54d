"""The sheets of a file together: which go on with an earlier one, which are summaries, which hold people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from museum_tracker.interop.imports.decoding import Decoder
from museum_tracker.interop.imports.layout import Layout
from museum_tracker.interop.imports.matching import heading_key
from museum_tracker.interop.imports.proposing import ColumnView, SheetView
from museum_tracker.interop.imports.reading.table import RawRow
from museum_tracker.interop.imports.rowkinds import RowKind, Sorter
from museum_tracker.interop.imports.targets import LINE, NAMES, NUMBERS

FITTING = 0.6  # share of a sheet's rows that have to be plain objects in another sheet's columns
_PEOPLE = (
    frozenset({"nam sinh", "ngay sinh", "sinh nam", "ngay thang nam sinh", "birth", "born", "birth year", "birth date"})
    | {"date of birth", "ngay thang sinh", "year of birth", "sinh ngay", "begin date"},
    frozenset({"nam mat", "ngay mat", "mat nam", "death", "died", "death year", "death date", "date of death"})
    | {"ngay thang nam mat", "year of death", "hy sinh", "ngay hy sinh", "end date"},
    frozenset({"gioi tinh", "nam nu", "phai", "gender", "sex"}),
    frozenset({"quoc tich", "nationality", "citizenship"}),
)
_OF_OBJECTS = frozenset(
    {"material", "dimensions", "weight", "classification_number", "condition", "technique", "quantity"}
)


def holds_objects(view: SheetView) -> bool:
    """Whether a sheet has a column of names or numbers."""
    return not set(view.plan.targets.values()).isdisjoint(NAMES | NUMBERS)


def people_columns(view: SheetView) -> tuple[str, ...]:
    """The headings by which a sheet is a table of people: two or more of birth, death, gender and nationality."""
    headings = {heading_key(column.plan.heading): column.plan.heading for column in view.columns}
    found = [next((headings[key] for key in sorted(known) if key in headings), "") for known in _PEOPLE]
    named = tuple(heading for heading in found if heading)
    objects = set(view.plan.targets.values()) & _OF_OBJECTS
    return named if len(named) >= 2 and not objects else ()


def continued(view: SheetView, rows: Sequence[RawRow], first: SheetView) -> SheetView | None:
    """A sheet without a heading of its own, read with the columns of an earlier one; None where it does not fit."""
    plan = replace(view.plan, header_row=0, columns=first.plan.columns, taken=True)
    readable = list(Decoder.of(plan).rows(rows))
    targets = plan.targets
    sorter = Sorter(
        Layout((), [], 1),
        names=frozenset(index for index, target in targets.items() if target in NAMES),
        numbers=frozenset(index for index, target in targets.items() if target in NUMBERS),
        lines=frozenset(index for index, target in targets.items() if target == LINE),
    )
    kinds = [sorter.kind(row) for row in readable]
    filled = [row for row, kind in zip(readable, kinds, strict=True) if kind is not RowKind.EMPTY]
    wide = any(cell.strip() for row in filled for cell in row.cells[len(plan.columns) :])
    if not filled or wide or kinds.count(RowKind.OBJECT) < len(filled) * FITTING or not _alike(readable, first):
        return None
    columns = tuple(_column(column, index, readable) for index, column in enumerate(first.columns))
    return replace(view, plan=plan, columns=columns, continues=first.plan.name)


def _alike(rows: Sequence[RawRow], first: SheetView) -> bool:
    """Whether what stands under the numbers are numbers, and under the names words."""
    targets = first.plan.targets
    for index, target in targets.items():
        cells = [row.cells[index].strip() for row in rows if index < len(row.cells) and row.cells[index].strip()]
        digits = sum(any(char.isdigit() for char in cell) for cell in cells)
        letters = sum(any(char.isalpha() for char in cell) for cell in cells)
        if target == "number" and digits < len(cells) * FITTING:
            return False
        if target in {"name_vi", "name_en"} and (not cells or letters < len(cells) * FITTING):
            return False
    return True


def _column(column: ColumnView, index: int, rows: Sequence[RawRow]) -> ColumnView:
    cells = [row.cells[index].strip()[:120] for row in rows[:40] if index < len(row.cells)]
    return replace(column, samples=tuple(dict.fromkeys(filter(None, cells)))[:3])
