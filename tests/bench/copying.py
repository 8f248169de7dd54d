"""Museums of a million objects in minutes: a smaller one copied inside the database, with numbers of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.core.db import Base, is_sqlite, table_of
from museum_tracker.figures.models import Tally
from museum_tracker.history.models import ChangeItem

Keys = dict[str, str]  # which columns of a table point to a copied table's own ids
# What no two objects share: a copy's number bears the copy's own behind it.
OWN: dict[str, tuple[str, ...]] = {
    Artifact.__tablename__: ("number", "number_sort"),
    ArtifactNumber.__tablename__: ("text", "key", "compact", "sort"),
    "object_entries": ("number",),
}
# Fixed lists of a signed paper: the paper is not copied, so neither are its lines.
LISTED = frozenset({"report_objects", "year_sample_items", "definition_effects", "media_uploads", "import_rows"})


# Meetings of the council grow in number with the museum, not in length.
ROOTS = frozenset({Artifact.__tablename__, "council_batches"})


def multiply(session: Session, times: int) -> None:
    """So many museums in one: every object with all that hangs on it copied, every sum multiplied, the index anew."""
    tables = list(_hanging())
    tops = {table.name: _top(session, table) for table, _ in tables}
    for copy in range(1, times):
        for table, keys in tables:
            _copy(session, table, copy, {name: tops[owner] for name, owner in keys.items()})
        _copy_history(session, copy, tops[Artifact.__tablename__])
        session.flush()
    sums = table_of(Tally)
    session.execute(sa.update(sums).values(objects=sums.c.objects * times, pieces=sums.c.pieces * times))
    if is_sqlite(session):
        session.execute(sa.text("INSERT INTO artifact_fts(artifact_fts) VALUES ('rebuild')"))


def _hanging() -> Iterator[tuple[sa.Table, Keys]]:
    """Objects and every table whose rows belong to one, owners first, with the keys that a copy shifts."""
    found: dict[str, sa.Table] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in LISTED:
            continue
        owned = {column.name: key.column.table.name for column in table.c for key in column.foreign_keys}
        keys = {name: owner for name, owner in owned.items() if owner in found or owner == table.name}
        if table.name not in ROOTS and not found.keys() & set(keys.values()):
            continue
        if "id" in table.c:
            keys["id"] = table.name
        found[table.name] = table
        yield table, keys


def _top(session: Session, table: sa.Table) -> int:
    key = table.c.id if "id" in table.c else table.c.artifact_id if "artifact_id" in table.c else None
    return 0 if key is None else session.scalar(sa.select(sa.func.max(key))) or 0


def _copy(session: Session, table: sa.Table, copy: int, tops: Mapping[str, int]) -> None:
    own, values = OWN.get(table.name, ()), []
    for column in table.columns:
        value: sa.ColumnElement[object] = column
        if column.name in tops:
            value = column + tops[column.name] * copy
        elif column.name in own:
            value = sa.case((column == "", column), else_=sa.type_coerce(column, sa.String) + f".{copy}")
        values.append(value)
    first = "id" if "id" in tops else next(iter(tops))
    rows = sa.select(*values).where(table.c[first] <= tops[first])
    session.execute(sa.insert(table).from_select([column.name for column in table.columns], rows))


def _copy_history(session: Session, copy: int, top: int) -> None:
    """The history of each object's record, written again for its copy."""
    table = table_of(ChangeItem)
    columns = [column for column in table.columns if column.name != "id"]
    values = [column + top * copy if column.name == "entity_id" else column for column in columns]
    rows = sa.select(*values).where(table.c.entity == "artifact", table.c.entity_id <= top)
    session.execute(sa.insert(table).from_select([column.name for column in columns], rows))
