"""Walking through a file by its plan, chunk by chunk, for a trial as for the real thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from museum_tracker.core import clock
from museum_tracker.interop.imports.decoding import Decoder
from museum_tracker.interop.imports.layout import SEARCHED, find_layout
from museum_tracker.interop.imports.lookup import ImportLookup
from museum_tracker.interop.imports.plan import ImportPlan, SheetPlan
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.table import Table
from museum_tracker.interop.imports.records import Record, RecordMaker
from museum_tracker.interop.imports.rows import ReadRow, SheetReader
from museum_tracker.interop.imports.staging import path_of
from museum_tracker.interop.imports.targets import RECORD_ID, matcher
from museum_tracker.interop.models import ImportBatch

if TYPE_CHECKING:
    from config import Settings

CHUNK = 5000
CELLS_AT_ONCE = 150_000  # a wide table goes in smaller chunks


@dataclass
class Walk:
    """One walk through a file: what it needs, and what it counted besides objects."""

    plan: ImportPlan
    lookup: ImportLookup
    maker: RecordMaker
    today: str
    table: Table
    counts: dict[str, Any] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)

    def chunks(self, *, from_sheet: int = 0, after_row: int = 0) -> Iterator[tuple[int, SheetPlan, list[Record]]]:
        """Records by sheet (its place in the plan), at most CHUNK at a time, from a place on.

        The rows before the place are read again, because "the same as above" may point to them.
        """
        for place, sheet in enumerate(self.plan.sheets):
            if not sheet.taken or place < from_sheet:
                continue
            reader = self._reader(sheet)
            rows = reader.read(self.table.rows(sheet.name))
            if place == from_sheet and after_row:
                rows = (row for row in rows if row.number > after_row)
            size = max(min(CHUNK, CELLS_AT_ONCE // max(len(sheet.columns), 1)), 1)
            while part := list(islice(rows, size)):
                yield place, sheet, [self._record(row) for row in part]
            self.counts.setdefault("sheets", {})[sheet.name] = counted(reader)
            self.counts["many_lines"] = self.maker.many_lines

    def first(self) -> Iterator[Record]:
        """Records from the top of the file, for as long as somebody asks for more."""
        for sheet in self.plan.sheets:
            if sheet.taken:
                for row in self._reader(sheet).read(self.table.rows(sheet.name)):
                    yield self._record(row)

    def _record(self, row: ReadRow) -> Record:
        return self.maker.make(row)

    def _reader(self, sheet: SheetPlan) -> SheetReader:
        first = list(Decoder.of(sheet).rows(islice(self.table.rows(sheet.name), SEARCHED)))
        ours = self.table.reading.kind == "csv" and RECORD_ID in sheet.targets.values()
        return SheetReader(sheet, find_layout(first, matcher(), header_row=sheet.header_row), ours=ours)

    def note(self, record: Record) -> None:
        """Count the reasons of a record's findings."""
        self.reasons.update(found.message.msgid for found in record.findings)

    def done(self) -> float:
        """The share of the file that has been read."""
        return self.table.done()

    def close(self) -> None:
        """Let go of the file."""
        self.table.close()


def open_walk(engine: sa.Engine, settings: Settings, batch: ImportBatch) -> Walk:
    """Open a batch's file for a walk by its plan.

    Raises:
        UnreadableTable: the file is no longer what it was.
    """
    plan = ImportPlan.from_json(batch.plan)
    lookup = ImportLookup(engine)
    today = clock.today(settings.timezone)
    maker = RecordMaker(plan, lookup, lookup.meanings, today, series=plan.series)
    maker.without_council = lookup.profile.without_council
    table = open_table(
        path_of(settings, batch.sha256), batch.file_name, encoding=plan.encoding, separator=plan.separator
    )
    return Walk(plan, lookup, maker, today.isoformat(), table)


def counted(reader: SheetReader) -> dict[str, Any]:
    """What a sheet held besides objects, as it is stored."""
    counts = reader.counts
    dittos = {
        reader.headings[column]: {"marks": c.marks, "dashes": c.dashes, "filled": c.filled, "orphans": c.orphans}
        for column, c in reader.dittos.counts.items()
        if c.marks or c.dashes or c.filled
    }
    return {
        "rows": {kind.value: number for kind, number in counts.rows.items()},
        "filled": counts.filled,
        "repaired": counts.repaired,
        "merged": counts.merged,
        "dittos": dittos,
        "unread": dict(counts.unread),
    }
