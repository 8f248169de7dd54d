"""Many new records at once, for imports: plain inserts in batches, with the same history and search words as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.bulk_numbers import NumberBook
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, ArtifactNumber, Dimension
from museum_tracker.catalogue.numbering import shown_numbers
from museum_tracker.catalogue.records import COLUMNS, DAYS, EMPTY, ENUMS, KNOWN, derived, filled, plain, typed
from museum_tracker.catalogue.rules import ArtifactKind
from museum_tracker.catalogue.search.index import add_rows, term_words, words_of
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.core.db import Base, reserve_ids
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies.models import Scheme, Term

BATCH = 5000
_artifacts = Base.metadata.tables[Artifact.__tablename__]
_materials = Base.metadata.tables[ArtifactMaterial.__tablename__]
_dimensions = Base.metadata.tables[Dimension.__tablename__]
_numbers = Base.metadata.tables[ArtifactNumber.__tablename__]
_items = Base.metadata.tables[ChangeItem.__tablename__]
_SCALARS = frozenset(COLUMNS)
_TYPED = DAYS | ENUMS.keys()  # columns that hold something else than plain data
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


@dataclass(slots=True)
class _New:
    """A record to be written: its columns, those that were said or follow from the type, and what hangs on it."""

    columns: dict[str, Any]
    said: dict[str, Any]
    numbers: list[dict[str, Any]]
    materials: list[int]
    dimensions: list[dict[str, Any]]

    @property
    def id(self) -> int:
        """The id that was taken for it."""
        found: int = self.columns["id"]
        return found


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
        # Ids are taken beforehand: having the database answer with each new one doubles the time of an insert.
        ids = reserve_ids(self.session, Artifact, len(records))
        for artifact_id, record in zip(ids, records, strict=True):
            record.columns["id"] = artifact_id
        self._write(_artifacts, (record.columns for record in records))
        self._write(_numbers, self._number_rows(records))
        self._write(_materials, _material_rows(records))
        self._write(_dimensions, _dimension_rows(records))
        self._write(_items, self._history(records))
        self._index(records)
        return ids

    def _write(self, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
        if listed := list(rows):
            self.session.execute(sa.insert(table), listed)

    def _record(self, row: Mapping[str, Any]) -> _New:
        """One record as its tables hold it, all but its id."""
        unknown = row.keys() - KNOWN
        if unknown:
            raise ValueError(f"no such values of a record: {', '.join(sorted(unknown))}")
        given = {name: value for name, value in row.items() if name in _SCALARS}
        given |= {name: typed(name, given[name]) for name in _TYPED & given.keys()}
        said = {**self.types.get(row.get("type_id") or 0, {}), **given}
        numbers = self.numbers.take(row.get("numbers", ()))
        columns = {**_BLANK, **said, **derived(said), **shown_numbers(numbers), "version": 1}
        columns["created_at"] = columns["updated_at"] = self.deed.at
        materials = list(dict.fromkeys(row.get("materials", ())))
        return _New(columns, said, numbers, materials, row.get("dimensions", []))

    def _number_rows(self, records: Sequence[_New]) -> Iterator[dict[str, Any]]:
        for record in records:
            for number in record.numbers:
                yield {
                    "artifact_id": record.id,
                    "shelved": False,
                    "created_at": self.deed.at,
                    **{name: value for name, value in number.items() if name != "series"},
                }

    def _history(self, records: Sequence[_New]) -> Iterator[dict[str, Any]]:
        for record in records:
            after = {name: plain(value) for name, value in record.said.items() if value != _BLANK[name]}
            after |= {"materials": record.materials, "dimensions": record.dimensions}
            after |= {
                "numbers": [
                    {name: plain(number[name]) for name in ("kind", "text", "state", "series")}
                    for number in record.numbers
                ]
            }
            yield {
                "change_set_id": self.deed.id,
                "entity": "artifact",
                "entity_id": record.id,
                "before": None,
                "after": {"version": 1, **filled(after)},
            }

    def _index(self, records: Sequence[_New]) -> None:
        words = []
        for record in records:
            texts = [number["text"] for number in record.numbers]
            exact, folded = words_of(record.said, texts, record.materials, self.labels)
            words.append({"artifact_id": record.id, "exact": exact, "folded": folded})
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


def _material_rows(records: Sequence[_New]) -> Iterator[dict[str, Any]]:
    for record in records:
        for position, term in enumerate(record.materials):
            yield {"artifact_id": record.id, "term_id": term, "position": position}


def _dimension_rows(records: Sequence[_New]) -> Iterator[dict[str, Any]]:
    for record in records:
        for position, measure in enumerate(record.dimensions):
            yield {"artifact_id": record.id, "position": position, **measure}
