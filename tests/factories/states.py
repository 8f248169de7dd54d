"""Everything that the database says of objects, for tests that compare ways of writing them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import (
    Artifact,
    ArtifactMaterial,
    ArtifactNumber,
    ArtifactSearch,
    Dimension,
    NumberSeries,
)
from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Fact, Standing, StandingEntry, TallyDelta
from museum_tracker.history.models import ChangeItem

OF_OBJECTS = (Artifact, ArtifactMaterial, ArtifactNumber, ArtifactSearch, Dimension, Fact, Standing, StandingEntry)
Row = dict[str, Any]


def written(session: Session, ids: list[int], *, without: frozenset[str] = frozenset()) -> dict[str, list[Row]]:
    """What stands in every table about these objects, which go by their place in the list; ids of rows are left out."""
    session.flush()
    place = {artifact_id: number for number, artifact_id in enumerate(ids)}
    found: dict[str, list[Row]] = {}
    for model in OF_OBJECTS:
        table = table_of(model)
        owner = "id" if model is Artifact else "artifact_id"
        query = sa.select(table).where(table.c[owner].in_(ids)).order_by(*table.primary_key.columns)
        rows = [dict(row) for row in session.execute(query).mappings()]
        left_out = {"id", "series_id", owner, *without}
        found[table.name] = sorted(
            ({"of": place[row[owner]], **{k: v for k, v in row.items() if k not in left_out}} for row in rows),
            key=lambda row: row["of"],
        )
    items = sa.select(ChangeItem).where(ChangeItem.entity == "artifact", ChangeItem.entity_id.in_(ids))
    found["history"] = sorted(
        (
            {"of": place[item.entity_id], "before": item.before, "after": item.after}
            for item in session.scalars(items.order_by(ChangeItem.id))
        ),
        key=lambda row: row["of"],
    )
    return found


def counted(session: Session) -> dict[str, Any]:
    """The sums of all figures not folded yet, and how far each series of numbers has come."""
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in session.execute(sa.select(table_of(TallyDelta))).mappings():
        key = tuple(value for name, value in row.items() if name not in {"id", "objects", "pieces", "turn"})
        pair = sums.setdefault(key, [0, 0])
        pair[0] += row["objects"]
        pair[1] += row["pieces"]
    series = {row.code: row.last for row in session.scalars(sa.select(NumberSeries))}
    return {"sums": {key: pair for key, pair in sums.items() if pair != [0, 0]}, "series": series}
