"""What hangs on records, written for many of them at once: numbers, materials, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.bulk_numbers import TakenNumber
from museum_tracker.catalogue.models import ArtifactMaterial, ArtifactNumber, Dimension
from museum_tracker.core.db import Columns, Same, insert_columns
from museum_tracker.history.models import ChangeSet

_MEASURED = ("kind", "qualifier", "min_cm", "max_cm", "text")
_measured = itemgetter(*_MEASURED)


def write_numbers(session: Session, rows: Sequence[tuple[int, TakenNumber]], deed: ChangeSet) -> None:
    """Write numbers beside the objects that bear them."""
    if not rows:
        return
    ids, numbers = zip(*rows, strict=True)
    said = dict(zip(TakenNumber._fields, zip(*numbers, strict=True), strict=True))
    columns: Columns = {
        "artifact_id": ids,
        "series_id": [series or None for series in said["series_id"]],
        **{name: said[name] for name in ("kind", "text", "key", "compact", "sort", "state")},
        "shelved": Same(value=False),
        "created_at": Same(deed.at),
    }
    insert_columns(session, ArtifactNumber, len(rows), columns, together=1)


def write_materials(session: Session, records: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Write the materials of objects, the chief one first."""
    rows = [
        (artifact_id, term, place) for artifact_id, terms in records for place, term in enumerate(dict.fromkeys(terms))
    ]
    _write(session, ArtifactMaterial, ("artifact_id", "term_id", "position"), rows)


def write_dimensions(session: Session, records: Iterable[tuple[int, Sequence[Mapping[str, Any]]]]) -> None:
    """Write the measures of objects."""
    rows = [
        (artifact_id, place, *_measured(measure))
        for artifact_id, measures in records
        for place, measure in enumerate(measures)
    ]
    _write(session, Dimension, ("artifact_id", "position", *_MEASURED), rows)


def _write(session: Session, model: Any, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    insert_columns(session, model, len(rows), dict(zip(names, zip(*rows, strict=True), strict=False)))
