"""Many new records at once, for imports: plain inserts in batches, with the same history and search words as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.bulk_numbers import NumberBook
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, Dimension
from museum_tracker.catalogue.numbering import shown_numbers
from museum_tracker.catalogue.records import COLUMNS, EMPTY, KNOWN, derived, filled, plain, typed
from museum_tracker.catalogue.rules import ArtifactKind
from museum_tracker.catalogue.search.index import add_rows, term_words, words_of
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.core.db import Base
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies.models import Scheme, Term

BATCH = 5000
_artifacts = Base.metadata.tables[Artifact.__tablename__]
_materials = Base.metadata.tables[ArtifactMaterial.__tablename__]
_dimensions = Base.metadata.tables[Dimension.__tablename__]
_numbers = Base.metadata.tables[ArtifactNumber.__tablename__]
_items = Base.metadata.tables[ChangeItem.__tablename__]
_SCALARS = frozenset(COLUMNS)
_BLANK = {name: typed(name, EMPTY[name]) for name in COLUMNS}


def insert_artifacts(
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    *,
    deed: ChangeSet,
    keep_repeats: bool = True,
    tell: bool = True,
) -> list[int]:
    """Begin many records; the ids in the order of the rows. Rows are values as `create_artifact` takes them.

    Repeated numbers are kept as duplicates, as old books have them; without `keep_repeats` they are refused.
    Without `tell` the caller announces the change itself once it has added the facts: counting twice costs double.
    The caller commits after each call of at most a few thousand rows, so that others can write in between.

    Raises:
        NumberTaken: a number repeats in a strict series and repeats are not kept.
        DatesReversed: a first year after the last (the field reader finds these before).
        ValueError: a name that no record has.
    """
    context = _Context(session, deed, keep_repeats=keep_repeats)
    ids: list[int] = []
    for start in range(0, len(rows), BATCH):
        ids += context.insert(rows[start : start + BATCH])
    context.numbers.finish()
    if tell:
        tell_changed(session, ids, deed=deed)
    return ids


class _Context:
    """What one bulk deed looks up once: the words of terms, what types imply, the numbers that are taken."""

    def __init__(self, session: Session, deed: ChangeSet, *, keep_repeats: bool) -> None:
        session.flush()
        self.session = session
        self.deed = deed
        self.numbers = NumberBook(session, keep_repeats=keep_repeats)
        self.labels = term_words(session)
        self.types = _implied(session)

    def insert(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """One batch with everything that belongs to it."""
        self.numbers.prepare(rows)
        records = [self._record(row) for row in rows]
        inserted = sa.insert(_artifacts).returning(_artifacts.c.id, sort_by_parameter_order=True)
        ids = list(self.session.scalars(inserted, [record for record, _ in records]))
        numbered = list(zip(ids, rows, (numbers for _, numbers in records), strict=True))
        self._write(_numbers, self._number_rows(numbered))
        self._write(_materials, _material_rows(numbered))
        self._write(_dimensions, _dimension_rows(numbered))
        self._write(_items, self._history(numbered, records))
        self._index(numbered, records)
        return ids

    def _write(self, table: sa.Table, rows: Iterator[dict[str, Any]]) -> None:
        if listed := list(rows):
            self.session.execute(sa.insert(table), listed)

    def _record(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The columns of one record, and its numbers with their series and state."""
        unknown = row.keys() - KNOWN
        if unknown:
            raise ValueError(f"no such values of a record: {', '.join(sorted(unknown))}")
        given = {name: typed(name, row[name]) for name in row.keys() & _SCALARS}
        numbers = self.numbers.take(row.get("numbers", ()))
        values = {**_BLANK, **self.types.get(row.get("type_id") or 0, {}), **given}
        values |= derived(values)
        values |= shown_numbers(numbers)
        values |= {"version": 1, "created_at": self.deed.at, "updated_at": self.deed.at}
        return values, numbers

    def _number_rows(self, rows: list[Any]) -> Iterator[dict[str, Any]]:
        for artifact_id, _, numbers in rows:
            for number in numbers:
                columns = {name: number[name] for name in ("kind", "text", "state", "key", "compact", "sort")}
                yield {
                    "artifact_id": artifact_id,
                    "series_id": number["series_id"],
                    "shelved": False,
                    "created_at": self.deed.at,
                    **columns,
                }

    def _history(self, rows: list[Any], records: list[Any]) -> Iterator[dict[str, Any]]:
        for (artifact_id, row, numbers), (values, _) in zip(rows, records, strict=True):
            after = {name: plain(values[name]) for name in COLUMNS if values[name] != _BLANK[name]}
            after |= {"materials": list(dict.fromkeys(row.get("materials", ())))}
            after |= {"dimensions": row.get("dimensions", [])}
            after |= {
                "numbers": [{name: plain(n[name]) for name in ("kind", "text", "state", "series")} for n in numbers]
            }
            yield {
                "change_set_id": self.deed.id,
                "entity": "artifact",
                "entity_id": artifact_id,
                "before": None,
                "after": {"version": 1, **filled(after)},
            }

    def _index(self, rows: list[Any], records: list[Any]) -> None:
        words = []
        for (artifact_id, row, numbers), (values, _) in zip(rows, records, strict=True):
            texts = [number["text"] for number in numbers]
            exact, folded = words_of(values, texts, dict.fromkeys(row.get("materials", ())), self.labels)
            words.append({"artifact_id": artifact_id, "exact": exact, "folded": folded})
        add_rows(self.session, words)


def _implied(session: Session) -> dict[int, dict[str, Any]]:
    """The kind and flatness that each type implies."""
    found = sa.select(Term.id, Term.data).join(Scheme).where(Scheme.code == "object_type")
    return {
        key: {
            "kind": ArtifactKind(data["kind"]) if data.get("kind") in set(ArtifactKind) else ArtifactKind.OBJECT,
            "flat": bool(data.get("flat")),
        }
        for key, data in session.execute(found)
    }


def _material_rows(rows: list[Any]) -> Iterator[dict[str, Any]]:
    for artifact_id, row, _ in rows:
        for position, term in enumerate(dict.fromkeys(row.get("materials", ()))):
            yield {"artifact_id": artifact_id, "term_id": term, "position": position}


def _dimension_rows(rows: list[Any]) -> Iterator[dict[str, Any]]:
    for artifact_id, row, _ in rows:
        for position, measure in enumerate(row.get("dimensions", ())):
            yield {"artifact_id": artifact_id, "position": position, **measure}
