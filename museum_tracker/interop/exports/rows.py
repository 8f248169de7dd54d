"""The rows of an export: every field of every object of a list, as texts that an import reads back."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Can
from museum_tracker.catalogue.fields import Field, FieldKind, Lookup
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import T, artifacts, live
from museum_tracker.catalogue.records import EMPTY
from museum_tracker.catalogue.restriction import RIGHT, restricted_ids
from museum_tracker.catalogue.rules import ENUM_LABELS
from museum_tracker.catalogue.sight import sees_column, visible_fields
from museum_tracker.catalogue.writing.stored import Stored, read_stored
from museum_tracker.core.db import among
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
_STATES = sa.select(T.c.id, T.c.inventory_state, T.c.classification_state, T.c.location_id, T.c.digitization_level)
_WATCHED = {0: "location_id", 2: "digitization_level", 4: "raw"}  # places among the headings that are only to look at


def export_columns(can: Can, locale: str) -> list[ExportColumn]:
    """The headings of an export for a reader, in a language."""
    english = locale == "en"
    places = [place for place, column in _WATCHED.items() if sees_column(can, column)]
    watched = [SPECIAL_HEADERS[IGNORE][place + english] for place in places]
    return [
        *(
            ExportColumn(translate(field.label, locale), WIDTHS.get(field.kind, 22), field.kind in NUMERIC)
            for field in visible_fields(can)
        ),
        ExportColumn(translate(SPECIAL_LABELS[INVENTORY_STATUS], locale)),
        ExportColumn(translate(SPECIAL_LABELS[CLASSIFICATION_STATUS], locale)),
        *(ExportColumn(heading, 24) for heading in watched),
        ExportColumn(SPECIAL_HEADERS[RECORD_ID][english], 10, numeric=True),
    ]


def chosen_ids(session: Session, params: Params, ids: Sequence[int]) -> sa.Select[Any]:
    """The ids of the objects to export: those ticked, or the whole list."""
    if ids:
        return live().where(T.c.id.in_(list(ids)[:5000]))
    return artifacts(session, params)


def without_restricted(chosen: sa.Select[Any], can: Can) -> sa.Select[Any]:
    """The objects that a reader may take along: who has no right to those whose use is restricted goes without them."""
    return chosen if can(RIGHT) else chosen.where(T.c.id.not_in(restricted_ids()))


def count_left_out(session: Session, chosen: sa.Select[Any], can: Can) -> int:
    """How many objects an export leaves out because their use is restricted."""
    return 0 if can(RIGHT) else count_rows(session, chosen.where(T.c.id.in_(restricted_ids())))


def count_rows(session: Session, chosen: sa.Select[Any]) -> int:
    """How many objects an export holds."""
    return session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0


def export_rows(session: Session, chosen: sa.Select[Any], can: Can, lookup: Lookup, locale: str) -> Iterator[list[str]]:
    """What a reader sees of each object, a row of texts, by number.

    Which objects those are is asked once, their records in portions.
    """
    listed = sa.select(T.c.id).where(T.c.id.in_(sa.select(chosen.subquery().c.id)))
    ids = array("q", session.scalars(listed.order_by(T.c.number_sort, T.c.id).execution_options(yield_per=CHUNK)))
    presented = _Presented(can, lookup, locale, _locations(session))
    for start in range(0, len(ids), CHUNK):
        portion = ids[start : start + CHUNK]
        stored = read_stored(session, portion)
        states = {row.id: row for row in session.execute(_STATES.where(among(session, T.c.id, portion)))}
        for artifact_id in portion:
            if artifact_id in stored:  # voided meanwhile: no longer in the list
                yield presented.row(stored[artifact_id], states[artifact_id])


class _Presented:
    """How a stored record becomes a row of texts."""

    def __init__(self, can: Can, lookup: Lookup, locale: str, places: Mapping[int, str]) -> None:
        self.lookup, self.locale, self.places = lookup, locale, places
        self.fields = [(field, field.columns, self._blank(field)) for field in visible_fields(can)]
        self.located, self.private = sees_column(can, "location_id"), sees_column(can, "raw")

    def _blank(self, field: Field) -> list[Any] | None:
        """The values of a field that nobody filled in, where it has no text then: most fields of most records."""
        return None if field.text(EMPTY, self.lookup, self.locale) else [EMPTY[name] for name in field.columns]

    def row(self, stored: Stored, states: Any) -> list[str]:
        """The texts of a record, field by field, and its states."""
        values, lookup, locale = stored.values, self.lookup, self.locale
        texts = [
            "" if blank == [values[name] for name in columns] else field.text(values, lookup, locale)
            for field, columns, blank in self.fields
        ]
        texts += [
            translate(ENUM_LABELS[states.inventory_state], locale),
            translate(ENUM_LABELS[states.classification_state], locale),
            *([self.places.get(states.location_id or 0, "")] if self.located else []),
            str(states.digitization_level),
        ]
        if self.private:
            texts.append("; ".join(f"{heading}: {text}" for heading, text in (values["raw"] or {}).items()))
        texts.append(str(stored.id))
        return texts


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
