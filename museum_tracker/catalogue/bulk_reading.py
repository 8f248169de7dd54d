"""Many records at once as plain values, without an object of the programme for each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, Dimension, NumberSeries
from museum_tracker.catalogue.records import COLUMNS, DAYS, ENUMS
from museum_tracker.core.db import among, table_of

_artifacts, _numbers = table_of(Artifact), table_of(ArtifactNumber)
_materials, _dimensions = table_of(ArtifactMaterial), table_of(Dimension)
_MEASURED = ("kind", "qualifier", "min_cm", "max_cm", "text")
_LABELLED = ("id", "version", "number", "custody")


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it stands: its plain values as `records.snapshot` gives them, and how people call it."""

    id: int
    version: int
    values: dict[str, Any]
    label: str
    custody: str


def read_stored(session: Session, ids: Sequence[int], *, lock: bool = False) -> dict[int, Stored]:
    """Records that are not voided, by id; with `lock` nobody else changes them until the deed ends."""
    columns = [_plain(name) for name in (*_LABELLED, *(name for name in COLUMNS if name not in _LABELLED))]
    query = sa.select(*columns).where(among(session, _artifacts.c.id, ids), _artifacts.c.voided_at.is_(None))
    rows = session.execute(query.order_by(_artifacts.c.id).with_for_update() if lock else query).mappings().all()
    numbers, materials, measures = _numbers_of(session, ids), _materials_of(session, ids), _measures_of(session, ids)
    return {row["id"]: _stored(row, numbers[row["id"]], materials[row["id"]], measures[row["id"]]) for row in rows}


def _plain(name: str) -> sa.ColumnElement[Any]:
    """A column whose words come as plain text."""
    column = _artifacts.c[name]
    return sa.type_coerce(column, sa.String).label(name) if name in ENUMS or name == "custody" else column


def _stored(row: Any, numbers: list[Any], materials: list[int], measures: list[Any]) -> Stored:
    values = {name: row[name] for name in COLUMNS}
    for name in DAYS:
        if isinstance(values[name], dt.date):
            values[name] = values[name].isoformat()
    values |= {"numbers": numbers, "materials": materials, "dimensions": measures}
    label = " · ".join(part for part in (row["number"], values["name_vi"] or values["name_en"]) if part)
    return Stored(row["id"], row["version"], values, label or f"#{row['id']}", row["custody"])


def _numbers_of(session: Session, ids: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    words = [sa.type_coerce(_numbers.c[name], sa.String) for name in ("kind", "text", "state")]
    query = sa.select(_numbers.c.artifact_id, *words, sa.func.coalesce(NumberSeries.code, ""))
    query = query.outerjoin(NumberSeries, NumberSeries.id == _numbers.c.series_id).order_by(_numbers.c.id)
    for artifact_id, kind, text, state, series in session.execute(
        query.where(among(session, _numbers.c.artifact_id, ids))
    ):
        found[artifact_id].append({"kind": kind, "text": text, "state": state, "series": series})
    return found


def _materials_of(session: Session, ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    query = sa.select(_materials.c.artifact_id, _materials.c.term_id).order_by(_materials.c.position)
    for artifact_id, term_id in session.execute(query.where(among(session, _materials.c.artifact_id, ids))):
        found[artifact_id].append(term_id)
    return found


def _measures_of(session: Session, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    kind, *others = (_dimensions.c[name] for name in _MEASURED)
    query = sa.select(_dimensions.c.artifact_id, sa.type_coerce(kind, sa.String), *others)
    query = query.where(among(session, _dimensions.c.artifact_id, ids)).order_by(_dimensions.c.position)
    for artifact_id, *measured in session.execute(query):
        found[artifact_id].append(dict(zip(_MEASURED, measured, strict=True)))
    return found
