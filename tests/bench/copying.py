"""Museums of a million objects in minutes: a smaller one copied inside the database, with numbers of its own."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, ArtifactSearch, Dimension
from museum_tracker.core.db import Base, is_sqlite, table_of
from museum_tracker.figures.models import Fact, Standing, StandingEntry, Tally

OBJECTS: dict[type[Base], tuple[str, ...]] = {
    Artifact: ("id",),
    ArtifactNumber: ("id", "artifact_id"),
    ArtifactMaterial: ("artifact_id",),
    Dimension: ("id", "artifact_id"),
    ArtifactSearch: ("artifact_id",),
    Fact: ("id", "artifact_id", "voids_id"),
    Standing: ("artifact_id",),
    StandingEntry: ("id", "artifact_id"),
}
# What no two objects share: a copy's number bears the copy's own behind it.
OWN: dict[type[Base], tuple[str, ...]] = {
    Artifact: ("number", "number_sort"),
    ArtifactNumber: ("text", "key", "compact", "sort"),
}


def multiply(session: Session, times: int) -> None:
    """So many museums in one: every object and fact copied, every sum multiplied, the index written anew at the end."""
    tops = {model: _tops(session, model, keys) for model, keys in OBJECTS.items()}
    objects = tops[Artifact]["id"]
    facts = tops[Fact]["id"]
    for copy in range(1, times):
        for model in OBJECTS:
            shifts = {name: top * copy for name, top in tops[model].items()}
            shifts |= {name: objects * copy for name in ("artifact_id",) if name in shifts}
            shifts |= {name: facts * copy for name in ("voids_id",) if name in shifts}
            _copy(session, model, copy, shifts)
        session.flush()
    table = table_of(Tally)
    session.execute(sa.update(table).values(objects=table.c.objects * times, pieces=table.c.pieces * times))
    if is_sqlite(session):
        session.execute(sa.text("INSERT INTO artifact_fts(artifact_fts) VALUES ('rebuild')"))


def _tops(session: Session, model: type[Base], keys: tuple[str, ...]) -> dict[str, int]:
    table = table_of(model)
    return {name: session.scalar(sa.select(sa.func.max(table.c[name]))) or 0 for name in keys}


def _copy(session: Session, model: type[Base], copy: int, shifts: Mapping[str, int]) -> None:
    table, own = table_of(model), OWN.get(model, ())
    first = next(iter(shifts))
    values = []
    for column in table.columns:
        value: sa.ColumnElement[object] = column
        if column.name in shifts:
            value = column + shifts[column.name]
        elif column.name in own:
            value = sa.case((column == "", column), else_=sa.type_coerce(column, sa.String) + f".{copy}")
        values.append(value)
    rows = sa.select(*values).where(table.c[first] <= shifts[first] // copy)
    session.execute(sa.insert(table).from_select([column.name for column in table.columns], rows))
