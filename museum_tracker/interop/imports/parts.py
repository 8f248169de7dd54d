"""Rows that belong to the line above: kept with its object as written, described and shown, never counted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.writing.change import Edit, change_artifacts
from museum_tracker.core.db import among
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.imports.deciding import Decision
from museum_tracker.interop.imports.findings import Found
from museum_tracker.interop.imports.keeping import LEFT
from museum_tracker.interop.imports.plan import Answer, SheetPlan
from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.imports.targets import NOT_KEPT
from museum_tracker.interop.models import ImportBatch, ImportRow, Outcome

HEADING = N_("Part of it (row %(row)s)")
NOTHING_ABOVE = Message(N_("No entered object stands above this row: it still waits."))


def keep_parts(
    session: Session,
    deed: ChangeSet,
    batch: ImportBatch,
    sheet: SheetPlan,
    decisions: Sequence[Decision],
    *,
    ids: dict[int, int],
) -> list[int]:
    """Keep the rows that are parts with the objects above them; answers the objects that changed.

    `ids` are the objects of the rows of this chunk by row, and get those of the parts.
    """
    parts = [decision for decision in decisions if decision.part]
    if not parts:
        return []
    entered = _entered(session, batch, sheet, parts) | {
        one.record.row.number: ids[one.record.row.number]
        for one in decisions
        if not one.part and one.outcome not in LEFT and one.record.row.number in ids
    }
    rows = sorted(entered)
    for decision in parts:
        row = decision.record.row
        place = bisect_left(rows, row.number) - 1
        if place < 0 or rows[place] < row.above:
            decision.outcome = Outcome.WAITING
            decision.record.findings.append(Found("", "", NOTHING_ABOVE))
        else:
            ids[row.number] = entered[rows[place]]
    return _write(session, deed, sheet, [one for one in parts if one.record.row.number in ids], ids)


def _entered(session: Session, batch: ImportBatch, sheet: SheetPlan, parts: Sequence[Decision]) -> dict[int, int]:
    """The objects of rows that were entered before, from the first line above these parts to the last part."""
    first = min(decision.record.row.above for decision in parts)
    rows = session.execute(
        sa.select(ImportRow.row, ImportRow.artifact_id).where(
            ImportRow.batch_id == batch.id,
            ImportRow.sheet == sheet.name,
            ImportRow.row.between(first, parts[-1].record.row.number),
            ImportRow.entered,
            ImportRow.undone.is_(False),
            ImportRow.decision != Answer.PART,
        )
    )
    return {row.row: row.artifact_id for row in rows if row.artifact_id}


def _write(
    session: Session, deed: ChangeSet, sheet: SheetPlan, parts: Sequence[Decision], ids: dict[int, int]
) -> list[int]:
    owners = {ids[decision.record.row.number] for decision in parts}
    query = sa.select(Artifact.id, Artifact.raw).where(among(session, Artifact.id, list(owners)))
    raw: dict[int, dict[str, Any]] = {row.id: dict(row.raw or {}) for row in session.execute(query)}
    changed: set[int] = set()
    for decision in parts:
        row = decision.record.row
        heading, text = translate(HEADING, "vi", row=str(row.number)), part_text(decision.record, sheet)
        kept = raw[ids[row.number]]
        if kept.get(heading) == text:
            decision.outcome = Outcome.UNCHANGED
            continue
        kept[heading] = text
        changed.add(ids[row.number])
    return change_artifacts(session, {one: Edit({"raw": raw[one]}) for one in changed}, deed=deed, tell=False)


def part_text(record: Record, sheet: SheetPlan) -> str:
    """What a part's row says, as written, without the running number."""
    targets = sheet.targets
    said = [
        " ".join(cell.split())
        for column, cell in enumerate(record.row.cells)
        if cell.strip() and targets.get(column) not in NOT_KEPT
    ]
    return " · ".join(said)[:1000]
