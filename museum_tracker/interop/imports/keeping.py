"""Keeping what was read: each row of a file with its cells as written, what became of it, and the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from museum_tracker.core.db import Columns, Same, insert_columns, json_text
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.imports.deciding import Decision
from museum_tracker.interop.imports.plan import SheetPlan
from museum_tracker.interop.models import ImportBatch, ImportRow, Outcome

LEFT = frozenset({Outcome.REJECTED, Outcome.WAITING})
_WORDS = {outcome: outcome.value for outcome in Outcome}


def keep_rows(
    session: Session,
    batch: ImportBatch,
    sheet: SheetPlan,
    decisions: Sequence[Decision],
    *,
    ids: Mapping[int, int] | None = None,
    deed: ChangeSet | None = None,
    chosen: Mapping[int, str] | None = None,
) -> None:
    """Write rows of a sheet; with a deed they are entered (but those rejected or waiting), without one only tried."""
    ids, chosen = ids or {}, chosen or {}
    records = [decision.record for decision in decisions]
    entered = [deed is not None and decision.outcome not in LEFT for decision in decisions]
    columns: Columns = {
        "batch_id": Same(batch.id),
        "sheet": Same(sheet.name),
        "row": [record.row.number for record in records],
        "outcome": [_WORDS[decision.outcome] for decision in decisions],
        "entered": entered,
        "question": [decision.question for decision in decisions],
        "decision": [chosen.get(record.row.number, "") for record in records],
        "label": [record.label for record in records],
        "artifact_id": [
            ids.get(record.row.number) if enters else None for record, enters in zip(records, entered, strict=True)
        ],
        "change_set_id": Same(deed.id if deed is not None else None),
        "cells": [json_text(record.row.cells) for record in records],
        "findings": [
            json_text([found.to_json() for found in record.findings]) if record.findings else "[]" for record in records
        ],
        "undone": Same(value=False),
    }
    insert_columns(session, ImportRow, len(records), columns)
