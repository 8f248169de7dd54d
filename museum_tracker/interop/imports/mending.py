"""The rows to mend as a workbook: each as it stood in the file, with its reasons and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.interop.exports.base import ExportColumn
from museum_tracker.interop.exports.xlsx import write
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.plan import ImportPlan, SheetPlan
from museum_tracker.interop.imports.rows import unique
from museum_tracker.interop.imports.targets import REASON, ROW_REFERENCE, SPECIAL_HEADERS
from museum_tracker.interop.models import ImportBatch, ImportRow, Outcome

PORTION = 500


def write_rows_to_mend(session: Session, batch: ImportBatch, path: Path, locale: str) -> int:
    """Write the rows that were rejected or entered with a gap; answers how many. Mended, they are imported alone.

    Sheets of one heading share one table; a file with different headings gives the first sheet that has such rows.
    """
    sheet = _first_sheet(session, batch)
    if sheet is None:
        path.unlink(missing_ok=True)
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    english = locale == "en"
    headings = unique([column.heading for column in sheet.columns])
    columns = [
        ExportColumn(SPECIAL_HEADERS[REASON][english], 50),
        *(ExportColumn(heading, 22) for heading in headings),
        ExportColumn(SPECIAL_HEADERS[ROW_REFERENCE][english], 24),
    ]
    written = 0

    def counted() -> Iterator[list[str]]:
        nonlocal written
        for row in _rows(session, batch, sheet):
            written += 1
            yield _texts(row, len(headings), locale)

    write(path, columns, counted(), sheet.name)
    return written


def count_rows_to_mend(session: Session, batch: ImportBatch) -> int:
    """How many rows the workbook would hold."""
    sheet = _first_sheet(session, batch)
    return _count(session, batch, sheet) if sheet else 0


def _first_sheet(session: Session, batch: ImportBatch) -> SheetPlan | None:
    plan = ImportPlan.from_json(batch.plan)
    return next((sheet for sheet in plan.sheets if sheet.taken and _count(session, batch, sheet)), None)


def _wanted(batch: ImportBatch, sheet: SheetPlan) -> sa.ColumnElement[bool]:
    return sa.and_(
        ImportRow.batch_id == batch.id,
        ImportRow.sheet == sheet.name,
        sa.or_(
            ImportRow.outcome.in_([Outcome.REJECTED, Outcome.WAITING]),
            sa.cast(ImportRow.findings, sa.Text).contains(f'"{Weight.GAP}"'),
        ),
    )


def _count(session: Session, batch: ImportBatch, sheet: SheetPlan) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(ImportRow).where(_wanted(batch, sheet))) or 0


def _rows(session: Session, batch: ImportBatch, sheet: SheetPlan) -> Iterator[ImportRow]:
    last = 0
    while True:
        query = sa.select(ImportRow).where(_wanted(batch, sheet), ImportRow.row > last).order_by(ImportRow.row)
        rows = session.scalars(query.limit(PORTION)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].row
        for row in rows:
            session.expunge(row)


def _texts(row: ImportRow, width: int, locale: str) -> list[str]:
    found = [Found.from_json(kept) for kept in row.findings]
    reasons = [f"{f.column}: {f.message.text(locale)}" if f.column else f.message.text(locale) for f in found]
    cells = [str(cell) for cell in row.cells][:width]
    return ["\n".join(reasons), *cells, *[""] * (width - len(cells)), f"{row.batch_id}/{row.sheet}/{row.row}"]
