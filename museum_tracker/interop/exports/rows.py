"""The rows of an export: every field of every object of a list, as texts that an import reads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from museum_tracker.catalogue.fields import FIELDS, Field, FieldKind, Lookup
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import T, artifacts, live
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.rules import ENUM_LABELS
from museum_tracker.core.i18n import translate
from museum_tracker.interop.exports.base import ExportColumn
from museum_tracker.interop.imports.targets import (
    CLASSIFICATION_STATUS,
    IGNORE,
    INVENTORY_STATUS,
    RECORD_ID,
    SPECIAL_HEADERS,
    SPECIAL_LABELS,
)
from museum_tracker.locations.models import Location

CHUNK = 500
WIDTHS = {
    FieldKind.LONG_TEXT: 60,
    FieldKind.DIMENSIONS: 34,
    FieldKind.QUANTITY: 8,
    FieldKind.YEAR: 8,
    FieldKind.FLAG: 8,
}
NUMERIC = frozenset({FieldKind.YEAR, FieldKind.QUANTITY})
_LOCATION, _LEVEL, _OTHER = 0, 2, 4  # places among the headings that are only to look at


def export_fields(*, sources: bool) -> list[Field]:
    """The fields that a reader may take along: donors and sellers only with the right to see them."""
    return [field for field in FIELDS.values() if sources or not field.restricted]


def export_columns(fields: Sequence[Field], locale: str) -> list[ExportColumn]:
    """The headings of an export, in the reader's language."""
    english = locale == "en"
    places = (_LOCATION, _LEVEL, _OTHER) if _with_private(fields) else (_LOCATION, _LEVEL)
    watched = [SPECIAL_HEADERS[IGNORE][place + english] for place in places]
    return [
        *(
            ExportColumn(translate(field.label, locale), WIDTHS.get(field.kind, 22), field.kind in NUMERIC)
            for field in fields
        ),
        ExportColumn(translate(SPECIAL_LABELS[INVENTORY_STATUS], locale)),
        ExportColumn(translate(SPECIAL_LABELS[CLASSIFICATION_STATUS], locale)),
        *(ExportColumn(heading, 24) for heading in watched),
        ExportColumn(SPECIAL_HEADERS[RECORD_ID][english], 10, numeric=True),
    ]


def _with_private(fields: Sequence[Field]) -> bool:
    """Whether the reader may see donors and sellers: columns that no field took may tell of them too."""
    return any(field.restricted for field in fields)


def chosen_ids(session: Session, params: Params, ids: Sequence[int]) -> sa.Select[Any]:
    """The ids of the objects to export: those ticked, or the whole list."""
    if ids:
        return live().where(T.c.id.in_(list(ids)[:5000]))
    return artifacts(session, params)


def count_rows(session: Session, chosen: sa.Select[Any]) -> int:
    """How many objects an export holds."""
    return session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0


def export_rows(
    session: Session, chosen: sa.Select[Any], fields: Sequence[Field], lookup: Lookup, locale: str
) -> Iterator[list[str]]:
    """One row of texts for each object, by number; read in portions by key."""
    wanted = chosen.subquery()
    places = _locations(session)
    last: tuple[str, int] | None = None
    while True:
        query = sa.select(T.c.number_sort, T.c.id).where(T.c.id.in_(sa.select(wanted.c.id)))
        if last is not None:
            query = query.where(sa.tuple_(T.c.number_sort, T.c.id) > sa.tuple_(*map(sa.literal, last)))
        keys = session.execute(query.order_by(T.c.number_sort, T.c.id).limit(CHUNK)).all()
        if not keys:
            return
        last = (keys[-1].number_sort, keys[-1].id)
        loaded = _load(session, [key.id for key in keys])
        for key in keys:
            yield _row(loaded[key.id], fields, lookup, locale, places)
        session.expunge_all()  # a hundred thousand objects must not pile up


def _load(session: Session, ids: Sequence[int]) -> dict[int, Artifact]:
    query = (
        sa.select(Artifact)
        .where(Artifact.id.in_(ids))
        .options(
            selectinload(Artifact.numbers).joinedload(ArtifactNumber.series),
            selectinload(Artifact.dimensions),
            selectinload(Artifact.material_links),
        )
    )
    return {artifact.id: artifact for artifact in session.scalars(query)}


def _row(
    artifact: Artifact, fields: Sequence[Field], lookup: Lookup, locale: str, places: Mapping[int, str]
) -> list[str]:
    values = snapshot(artifact)
    other = "; ".join(f"{heading}: {text}" for heading, text in (artifact.raw or {}).items())
    return [
        *(field.text(values, lookup, locale) for field in fields),
        translate(ENUM_LABELS[artifact.inventory_state], locale),
        translate(ENUM_LABELS[artifact.classification_state], locale),
        places.get(artifact.location_id or 0, ""),
        str(artifact.digitization_level),
        *([other] if _with_private(fields) else []),
        str(artifact.id),
    ]


def _locations(session: Session) -> dict[int, str]:
    """The path of every place, from the building down."""
    rows = session.execute(sa.select(Location.id, Location.parent_id, Location.name, Location.code)).all()
    names = {row.id: (row.parent_id, row.name or row.code) for row in rows}
    paths: dict[int, str] = {}
    for location in names:
        parts, here, seen = [], location, set[int]()
        while here in names and here not in seen:
            seen.add(here)
            parts.append(names[here][1])
            here = names[here][0] or 0
        paths[location] = " › ".join(reversed(parts))
    return paths
