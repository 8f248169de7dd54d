"""Records as they stand, many at once as plain values, without an object of the programme for each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import ArtifactNotFound, ArtifactVoided
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, Dimension, NumberSeries
from museum_tracker.catalogue.records import COLUMNS, DAYS, ENUMS, MEASURED
from museum_tracker.catalogue.writing.numbers import Number
from museum_tracker.core.db import among, table_of

_artifacts, _numbers = table_of(Artifact), table_of(ArtifactNumber)
_materials, _dimensions = table_of(ArtifactMaterial), table_of(Dimension)
_STATES = ("custody", "inventory_state")
_LABELLED = ("id", "version", "number", *_STATES)


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it stands: its plain values as `records.snapshot` gives them, its numbers, how people call it."""

    id: int
    version: int
    values: dict[str, Any]
    numbers: list[Number]
    label: str
    custody: str
    inventory_state: str


def read_stored(session: Session, ids: Sequence[int], *, lock: bool = False, voided: bool = False) -> dict[int, Stored]:
    """Those of some records that count, by id, or the voided ones; locked until the deed ends if asked."""
    columns = [_plain(name) for name in (*_LABELLED, *(name for name in COLUMNS if name not in _LABELLED))]
    counts = _artifacts.c.voided_at.is_not(None) if voided else _artifacts.c.voided_at.is_(None)
    query = sa.select(*columns).where(among(session, _artifacts.c.id, ids), counts).order_by(_artifacts.c.id)
    rows = session.execute(query.with_for_update() if lock else query).mappings().all()
    numbers, materials, sizes = _numbers_of(session, ids), _materials_of(session, ids), _sizes_of(session, ids)
    return {row["id"]: _stored(row, numbers[row["id"]], materials[row["id"]], sizes[row["id"]]) for row in rows}


def refuse_absent(session: Session, artifact_id: int) -> None:
    """Say why a record cannot be written.

    Raises:
        ArtifactNotFound: there is none.
        ArtifactVoided: it no longer counts.
    """
    found = session.get(Artifact, artifact_id)
    if found is None:
        raise ArtifactNotFound(what=str(artifact_id))
    raise ArtifactVoided(label=found.label)


def _plain(name: str) -> sa.ColumnElement[Any]:
    """A column whose words come as plain text."""
    column = _artifacts.c[name]
    return sa.type_coerce(column, sa.String).label(name) if name in ENUMS or name in _STATES else column


def _stored(row: Any, numbers: list[Number], materials: list[int], sizes: list[Any]) -> Stored:
    values = {name: row[name] for name in COLUMNS}
    for name in DAYS:
        if isinstance(values[name], dt.date):
            values[name] = values[name].isoformat()
    values |= {"numbers": [number.plain for number in numbers], "materials": materials, "dimensions": sizes}
    label = " · ".join(part for part in (row["number"], values["name_vi"] or values["name_en"]) if part)
    return Stored(
        row["id"], row["version"], values, numbers, label or f"#{row['id']}", *(row[name] for name in _STATES)
    )


def _numbers_of(session: Session, ids: Sequence[int]) -> dict[int, list[Number]]:
    found: dict[int, list[Number]] = defaultdict(list)
    words = [sa.type_coerce(_numbers.c[name], sa.String) for name in ("kind", "text", "state")]
    series = [sa.func.coalesce(_numbers.c.series_id, 0), sa.func.coalesce(NumberSeries.code, "")]
    others = [_numbers.c[name] for name in ("key", "compact", "sort", "id", "shelved")]
    query = sa.select(_numbers.c.artifact_id, *words, *series, *others)
    query = query.outerjoin(NumberSeries, NumberSeries.id == _numbers.c.series_id).order_by(_numbers.c.id)
    for artifact_id, *said in session.execute(query.where(among(session, _numbers.c.artifact_id, ids))):
        found[artifact_id].append(Number(*said))
    return found


def _materials_of(session: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    query = sa.select(_materials.c.artifact_id, _materials.c.term_id).order_by(_materials.c.position)
    for artifact_id, term_id in session.execute(query.where(among(session, _materials.c.artifact_id, ids))):
        found[artifact_id].append(term_id)
    return found


def _sizes_of(session: Session, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    kind, *others = (_dimensions.c[name] for name in MEASURED)
    query = sa.select(_dimensions.c.artifact_id, sa.type_coerce(kind, sa.String), *others)
    query = query.where(among(session, _dimensions.c.artifact_id, ids)).order_by(_dimensions.c.position)
    for artifact_id, *measured in session.execute(query):
        found[artifact_id].append(dict(zip(MEASURED, measured, strict=True)))
    return found
