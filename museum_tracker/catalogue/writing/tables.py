"""What hangs on records, written for many of them at once: numbers, materials, sizes, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from museum_tracker.catalogue.errors import NumberTaken
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, Dimension
from museum_tracker.catalogue.records import MEASURED
from museum_tracker.catalogue.writing.numbers import Number
from museum_tracker.core.db import Columns, Same, among, insert_columns, json_text, table_of
from museum_tracker.history.models import ChangeItem, ChangeSet

ENTITY = "artifact"
BATCH = 5000
_measured = itemgetter(*MEASURED)
_WRITTEN = ("kind", "text", "key", "compact", "sort", "state")
Values = Mapping[str, Any]


def insert_numbers(session: Session, rows: Sequence[tuple[int, Number]], deed: ChangeSet) -> None:
    """Write numbers beside the objects that bear them.

    Raises:
        NumberTaken: somebody took one of them in the same moment.
    """
    if not rows:
        return
    ids, numbers = zip(*rows, strict=True)
    said = dict(zip(Number._fields, zip(*numbers, strict=True), strict=True))
    columns: Columns = {
        "artifact_id": ids,
        "series_id": [series or None for series in said["series_id"]],
        **{name: said[name] for name in _WRITTEN},
        "shelved": Same(value=False),
        "created_at": Same(deed.at),
    }
    session.flush()
    try:
        with session.begin_nested():
            insert_columns(session, ArtifactNumber, len(rows), columns, together=1)
    except sa.exc.IntegrityError:
        raise NumberTaken(field="number", number=numbers[0].text, holder="…") from None


def update_numbers(session: Session, before: Iterable[Number], after: Iterable[Number]) -> None:
    """Bring the numbers that objects bore in line: what is freed is freed before another takes it."""
    now = {number.id: number for number in after if number.id}
    table = table_of(ArtifactNumber)
    gone = [number.id for number in before if number.id not in now]
    if gone:
        session.execute(sa.delete(table).where(among(session, table.c.id, gone)))
    changed = [now[number.id] for number in before if number.id in now and now[number.id] != number]
    names = ("id", "shelved", *_WRITTEN)
    written = {name: sa.bindparam(f"{name}_", type_=table.c[name].type) for name in names[1:]}
    statement = sa.update(table).where(table.c.id == sa.bindparam("id_")).values(written)
    for claims in (False, True):
        rows = [{f"{n}_": getattr(one, n) for n in names} for one in changed if one.claims is claims]
        if rows:
            session.connection().execute(statement, rows)


def write_materials(session: Session, records: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Write the materials of objects, the chief one first."""
    rows = [(artifact_id, term, place) for artifact_id, terms in records for place, term in enumerate(terms)]
    _write(session, ArtifactMaterial, ("artifact_id", "term_id", "position"), rows)


def write_dimensions(session: Session, records: Iterable[tuple[int, Sequence[Values]]]) -> None:
    """Write the sizes of objects."""
    rows = [
        (artifact_id, place, *_measured(size)) for artifact_id, sizes in records for place, size in enumerate(sizes)
    ]
    _write(session, Dimension, ("artifact_id", "position", *MEASURED), rows)


def _write(session: Session, model: Any, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    insert_columns(session, model, len(rows), dict(zip(names, zip(*rows, strict=True), strict=False)))


def write_history(session: Session, deed: ChangeSet, items: Sequence[tuple[int, Values | None, Values | None]]) -> None:
    """Note what a deed did to records: the id, what stood before (None: created), what after (None: voided)."""
    if not items:
        return
    ids, before, after = zip(*items, strict=True)
    columns: dict[str, Any] = {"change_set_id": Same(deed.id), "entity": Same(ENTITY), "entity_id": ids}
    for name, said in (("before", before), ("after", after)):
        if any(values is not None for values in said):
            columns[name] = [json_text(values) for values in said]
    insert_columns(session, ChangeItem, len(ids), columns)


def read_anew(session: Session, ids: Iterable[int]) -> None:
    """Let the session forget what it read of records that were written past it."""
    for artifact_id in ids:
        artifact = session.identity_map.get(identity_key(Artifact, artifact_id))
        if artifact is not None:
            for number in artifact.__dict__.get("numbers", ()):
                session.expire(number)
            session.expire(artifact)
