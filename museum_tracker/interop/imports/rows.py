"""From the rows of a sheet to what they say of each object: the texts of fields, and everything else as written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from museum_tracker.catalogue.fields import FIELDS, FieldKind
from museum_tracker.core.spreadsheets import as_written
from museum_tracker.core.text import clean
from museum_tracker.interop.imports.cell_texts import are_ordinary, decimal, measured, repaired, storable, unit_behind
from museum_tracker.interop.imports.decoding import Decoder
from museum_tracker.interop.imports.dittos import DittoRule, Filler
from museum_tracker.interop.imports.layout import Layout, letter_heading
from museum_tracker.interop.imports.matching import heading_key
from museum_tracker.interop.imports.plan import SheetPlan
from museum_tracker.interop.imports.reading.cells import NumberText
from museum_tracker.interop.imports.reading.table import Notice, RawRow
from museum_tracker.interop.imports.rowkinds import DOUBTFUL, RowKind, Sorter
from museum_tracker.interop.imports.targets import LINE, NAMES, NUMBERS, PARTS

_MEASURES = frozenset({FieldKind.WEIGHT, FieldKind.QUANTITY, FieldKind.DIMENSIONS})
_JOIN = "; "


Place = tuple[int, str]  # a column and its heading


@dataclass(slots=True)
class ReadRow:
    """One object row: its place, its cells as the file has them, and what they say.

    `texts` are by field, `special` by other targets, `raw` by heading; `filled` are the columns read from above.
    `columns` gives the heading of each target; rows that only use the first column of every target share it.
    `doubt` is why the row may be no object; `above` is the number of the last row before it that is one. `outside`
    are cells that no heading stands over, `beside` those of a second table, `unread` the first ones of columns that no
    field takes.
    """

    number: int
    cells: list[str]
    headings: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    special: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    doubt: RowKind | None = None
    above: int = 0
    outside: list[Place] = field(default_factory=list)
    beside: list[Place] = field(default_factory=list)
    unread: list[Place] = field(default_factory=list)
    filled: int = 0
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the plan, with what is asked of it for every cell worked out once."""

    index: int
    heading: str
    target: str
    unit: str
    is_field: bool
    is_measure: bool
    part: str
    as_it_is: bool  # its cells need no decoding
    headed: bool
    beside: bool  # it repeats a number or name in the same heading: a second table

    @property
    def named(self) -> str:
        """The target by which findings name the column."""
        return "dimensions" if self.part else self.target


@dataclass
class SheetCounts:
    """What a sheet held, row by row and sign by sign: nothing is passed over in silence."""

    rows: Counter[RowKind] = field(default_factory=Counter)
    filled: int = 0
    repaired: int = 0
    merged: int = 0
    unread: Counter[str] = field(default_factory=Counter)


class SheetReader:
    """Reads the object rows of one sheet by its plan; everything else is counted.

    `ours` is a text table that this house wrote, with apostrophes before what looks like a formula.
    """

    def __init__(self, plan: SheetPlan, layout: Layout, *, ours: bool = False) -> None:
        self._ours = ours
        self.counts = SheetCounts()
        self.headings = unique([column.heading for column in plan.columns])
        targets = plan.targets
        self._sorter = Sorter(
            layout,
            names=frozenset(index for index, target in targets.items() if target in NAMES),
            numbers=frozenset(index for index, target in targets.items() if target in NUMBERS),
            lines=frozenset(index for index, target in targets.items() if target == LINE),
        )
        rules = {index: DittoRule(column.ditto) for index, column in enumerate(plan.columns)}
        self._filler = Filler({index: rule for index, rule in rules.items() if rule is not DittoRule.NEVER})
        self._decoder = Decoder.of(plan)
        repeated = _repeated(plan)
        self._columns = [
            _Column(
                index,
                heading,
                column.target,
                column.unit,
                is_field=column.target in FIELDS,
                is_measure=column.target in FIELDS and FIELDS[column.target].kind in _MEASURES,
                part=PARTS.get(column.target, ""),
                as_it_is=not ours,
                headed=not layout.header_rows or column.heading != letter_heading(index),
                beside=index in repeated,
            )
            for index, (column, heading) in enumerate(zip(plan.columns, self.headings, strict=True))
        ]

        self._named: dict[str, str] = {}
        for place in self._columns:
            if place.target:
                self._named.setdefault(place.named, place.heading)
        # Where every column is plain, an ordinary row is read without asking anything of its single cells.
        self._is_plain = all(self._is_plain_column(place) for place in self._columns)
        self._fields = [place.target if place.is_field else "" for place in self._columns]
        self._others = [place for place in self._columns if not place.is_field]

    def _is_plain_column(self, column: _Column) -> bool:
        """Whether a column alone has its target, and what stands in it means what it says."""
        alone = not column.target or self._named[column.named] == column.heading
        return alone and column.as_it_is and not column.part and not (column.is_measure and column.unit)

    @property
    def dittos(self) -> Filler:
        """The filler with its counts by column."""
        return self._filler

    def read(self, rows: Iterator[RawRow]) -> Iterator[ReadRow]:
        """The object rows and those that may be objects, in the order of the file."""
        above = 0
        for row in self._decoder.rows(rows):
            kind = self._sorter.kind(row)
            self.counts.rows[kind] += 1
            if kind is RowKind.OBJECT:
                above = row.number
                yield self._object(row)
            elif kind in DOUBTFUL:
                with self._filler.only_looking():  # what stands in a total is not "the same as above" for anybody
                    found = self._object(row)
                found.doubt, found.above = kind, above
                yield found

    def _object(self, row: RawRow) -> ReadRow:
        plain = self._is_plain and not row.spread and are_ordinary(row.cells) and len(row.cells) <= len(self._columns)
        kept = row.cells if plain else storable(row.cells)
        found = ReadRow(row.number, kept, self.headings, columns=self._named, notices=row.notices)
        cells = list(row.cells)
        for repeated in row.spread:  # a merged cell says one thing, in the column where it begins
            cells[repeated] = ""
        self.counts.merged += len(row.spread)
        found.filled = len(self._filler.fill(cells))
        self.counts.filled += found.filled
        if plain and not found.filled:
            self._take_plain(found, cells)
        else:
            self._take_each(found, cells)
            self.counts.repaired += found.repaired
        return found

    def _take_plain(self, row: ReadRow, cells: list[str]) -> None:
        row.texts = {
            name: cell for name, cell in zip(self._fields, cells, strict=False) if name and cell and not cell.isspace()
        }
        for column in self._others:
            if column.index < len(cells) and (cell := cells[column.index]) and not cell.isspace():
                self._take(row, column, cell)

    def _take_each(self, row: ReadRow, cells: list[str]) -> None:
        for column, cell in zip(self._columns, cells, strict=False):
            text = cell and self._text(row, column, cell)
            if text and not text.isspace():
                self._take(row, column, text)
        for index in range(len(self._columns), len(cells)):
            if cells[index].strip():
                row.raw[letter_heading(index)] = clean(cells[index])
                row.outside.append((index, letter_heading(index)))

    def _take(self, row: ReadRow, column: _Column, text: str) -> None:
        target = column.target
        if column.is_field:
            text = measured(text, column.unit) if column.is_measure else text
            if target in row.texts:
                row.texts[target] = f"{row.texts[target]}{_JOIN}{text}"
                return
            row.texts[target] = text
        elif column.part:
            part = f"{column.part}: {decimal(text, column.unit)}{unit_behind(text, column.unit)}"
            row.texts["dimensions"] = _JOIN.join(filter(None, (row.texts.get("dimensions"), part)))
            return
        elif target:
            row.special[target] = clean(text)
        else:
            row.raw[column.heading] = clean(text)
            self._note_unread(row, column)
            return
        if self._named[target] != column.heading:  # the first column of several with this target is empty here
            row.columns = {**row.columns, target: column.heading}

    def _note_unread(self, row: ReadRow, column: _Column) -> None:
        place = (column.index, column.heading)
        if column.beside:
            row.beside.append(place)
        elif not column.headed:
            row.outside.append(place)
        else:
            if column.heading not in self.counts.unread:
                row.unread.append(place)
            self.counts.unread[column.heading] += 1

    def _text(self, row: ReadRow, column: _Column, cell: str) -> str:
        if (column.as_it_is and cell.isprintable()) or isinstance(cell, NumberText):
            return cell
        if self._ours:
            cell = as_written(cell)
        if not cell.isascii() or not cell.isprintable():
            whole = repaired(cell)
            row.repaired += whole != cell
            return whole
        return cell


def _repeated(plan: SheetPlan) -> frozenset[int]:
    """The columns without a target whose heading is that of a column of names or numbers before them."""
    known: set[str] = set()
    repeated: set[int] = set()
    for index, column in enumerate(plan.columns):
        key = heading_key(column.heading)
        if column.target in NAMES | NUMBERS:
            known.add(key)
        elif not column.target and key in known:
            repeated.add(index)
    return frozenset(repeated)


def unique(headings: Sequence[str]) -> list[str]:
    """Headings made different from each other: the second "Ghi chú" becomes "Ghi chú (2)"."""
    seen: Counter[str] = Counter()
    unique = []
    for heading in headings:
        seen[heading] += 1
        unique.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return unique
