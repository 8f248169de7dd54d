"""Many new records at once, for imports: written by columns, with the same history and search words as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.bulk_numbers import NumberBook
from museum_tracker.catalogue.bulk_rows import New, States, read_record, record_columns
from museum_tracker.catalogue.bulk_tables import write_dimensions, write_materials, write_numbers
from museum_tracker.catalogue.bulk_words import WordBook
from museum_tracker.catalogue.implied import Implied
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.records import filled
from museum_tracker.catalogue.search.index import add_rows
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.core.db import Columns, Same, insert_columns, json_text, reserve_ids
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.vocabularies.meanings import read_meanings

BATCH = 5000
Begin = Callable[[Mapping[str, Any]], States]


def insert_artifacts(
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    *,
    deed: ChangeSet,
    keep_repeats: bool = True,
    tell: bool = True,
    begin: Begin | None = None,
) -> list[int]:
    """Begin many records; the ids in the order of the rows. Rows are values as `create_artifact` takes them.

    Repeated numbers are kept as duplicates, as old books have them; without `keep_repeats` they are refused.
    Without `tell` the caller announces the change itself once it has added the facts: counting twice costs double.
    `begin`, asked for each row in order, gives the states in which an object begins, so that nobody has to change it
    at once; it gets the record's plain values as far as they were said. The caller commits after each call of at most
    a few thousand rows, so that others can write in between.

    Raises:
        NumberTaken: a number repeats in a strict series and repeats are not kept.
        DatesReversed: a first year after the last (the field reader finds these before).
        ValueError: a name that no record has.
    """
    context = _Context(session, deed, keep_repeats=keep_repeats)
    ids: list[int] = []
    for start in range(0, len(rows), BATCH):
        ids += context.insert(rows[start : start + BATCH], begin)
    context.numbers.finish()
    if tell:
        tell_changed(session, ids, deed=deed)
    return ids


class _Context:
    """What one bulk deed looks up once: the words of terms, what they imply, the numbers that are taken."""

    def __init__(self, session: Session, deed: ChangeSet, *, keep_repeats: bool) -> None:
        session.flush()
        self.session = session
        self.deed = deed
        self.numbers = NumberBook(session, keep_repeats=keep_repeats)
        self.words = WordBook(session)
        self.implied = Implied(read_meanings(session))

    def insert(self, rows: Sequence[Mapping[str, Any]], begin: Begin | None) -> list[int]:
        """One batch with everything that belongs to it."""
        numbers = self.numbers.take(row.get("numbers", ()) for row in rows)
        records = [read_record(row, borne, self.implied) for row, borne in zip(rows, numbers, strict=True)]
        if begin is not None:
            for record in records:
                record.states = begin(record.said)
        # Ids are taken beforehand: having the database answer with each new one doubles the time of an insert.
        ids = reserve_ids(self.session, Artifact, len(records))
        for artifact_id, record in zip(ids, records, strict=True):
            record.id = artifact_id
        columns = {"id": ids, **record_columns(records, self.deed.at)}
        insert_columns(self.session, Artifact, len(ids), columns, together=1)
        write_numbers(self.session, [(one.id, number) for one in records for number in one.numbers], self.deed)
        write_materials(self.session, ((one.id, one.materials) for one in records))
        write_dimensions(self.session, ((one.id, one.dimensions) for one in records))
        self._write_history(records)
        add_rows(self.session, [(one.id, *self._words(one)) for one in records])
        return ids

    def _words(self, record: New) -> tuple[str, str]:
        return self.words.of(record.said, [number.text for number in record.numbers], record.materials)

    def _write_history(self, records: Sequence[New]) -> None:
        columns: Columns = {
            "change_set_id": Same(self.deed.id),
            "entity": Same("artifact"),
            "entity_id": [record.id for record in records],
            "after": [json_text(_written(record)) for record in records],
        }
        insert_columns(self.session, ChangeItem, len(records), columns)


def _written(record: New) -> dict[str, Any]:
    """What history keeps of a creation: whatever says something."""
    lists = {
        "materials": record.materials,
        "dimensions": record.dimensions,
        "numbers": [number.plain for number in record.numbers],
    }
    return {"version": 1, **filled(record.said), **{name: values for name, values in lists.items() if values}}
