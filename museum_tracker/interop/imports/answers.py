"""What people answered about rows that wait: of this file, and of the same rows in earlier imports of the table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome


class Answers:
    """The answers that count for the rows of an import, read once for a whole walk.

    A table that is imported again is the same file, or one of the same name: its rows are known by what they say.
    """

    def __init__(self, session: Session, batch: ImportBatch) -> None:
        self._own: dict[tuple[str, int], str] = {}
        self._before: dict[str, str] = {}
        own = sa.select(ImportRow.sheet, ImportRow.row, ImportRow.decision).where(
            ImportRow.batch_id == batch.id, ImportRow.decision != ""
        )
        if batch.applied_at is not None:  # later answers are about the rows that still wait
            own = own.where(ImportRow.outcome == Outcome.WAITING)
        for row in session.execute(own):
            self._own[row.sheet, row.row] = row.decision
        before = (
            sa.select(ImportRow.cells, ImportRow.decision)
            .join(ImportBatch)
            .where(
                ImportBatch.id != batch.id,
                sa.or_(ImportBatch.sha256 == batch.sha256, ImportBatch.file_name == batch.file_name),
                ImportBatch.state != BatchState.UNDONE,
                ImportRow.decision != "",
            )
            .order_by(ImportRow.id)
        )
        for row in session.execute(before) if batch.applied_at is None else ():
            self._before[_said(row.cells)] = row.decision

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """The sheets and rows that were answered in this import."""
        return frozenset(self._own)

    def of(self, sheet: str, records: Sequence[Record]) -> dict[int, str]:
        """The answers about some rows of a sheet, by row."""
        found = {row: answer for (name, row), answer in self._own.items() if name == sheet}
        for record in records if self._before else ():
            answer = self._before.get(_said(record.row.cells))
            if answer:
                found.setdefault(record.row.number, answer)
        return found


def _said(cells: Sequence[Any]) -> str:
    return json.dumps([str(cell) for cell in cells], ensure_ascii=False)


def count_questions(session: Session, batch: ImportBatch) -> Mapping[str, int]:
    """How many rows wait for an answer to each question."""
    rows = session.execute(
        sa.select(ImportRow.question, sa.func.count())
        .where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.WAITING)
        .group_by(ImportRow.question)
        .order_by(ImportRow.question)
    )
    return dict(rows.all())
