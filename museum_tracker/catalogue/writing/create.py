"""Beginning records: one or many, written by columns, with their history, search words and signal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from museum_tracker.catalogue.implied import Implied
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.numbering import shown_numbers
from museum_tracker.catalogue.records import COLUMNS, DERIVED, EMPTY, derived, filled, need_a_name, plain_values
from museum_tracker.catalogue.rules import ClassificationState, Custody, InventoryState
from museum_tracker.catalogue.search.index import add_rows
from museum_tracker.catalogue.search.wordbook import WordBook
from museum_tracker.catalogue.signals import tell_changed
from museum_tracker.catalogue.writing.numbers import Number, NumberBook
from museum_tracker.catalogue.writing.tables import (
    BATCH,
    insert_numbers,
    write_dimensions,
    write_history,
    write_materials,
)
from museum_tracker.core.db import Same, insert_columns, json_text, reserve_ids
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies.meanings import read_meanings

SHOWN = ("number", "number_sort", "classification_number")


class States(NamedTuple):
    """The states that other features keep on an object, as it begins: in the words that they store."""

    custody: str = Custody.RECEIVED.value
    inventory_state: str = InventoryState.NONE.value
    classification_state: str = ClassificationState.NONE.value


BEGINNING = States()
Begin = Callable[[Mapping[str, Any]], States]


@dataclass(slots=True)
class New:
    """A record to be written: what was said of it or follows from its type (plain values), and what hangs on it."""

    said: dict[str, Any]
    numbers: list[Number]
    materials: list[int]
    dimensions: list[dict[str, Any]]
    states: States = BEGINNING
    id: int = 0


def create_artifacts(
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    *,
    deed: ChangeSet,
    keep_repeats: bool = False,
    tell: bool = True,
    begin: Begin | None = None,
) -> list[int]:
    """Begin records; their ids in the order of the rows: values by column, `numbers` a list of kind and text.

    With `keep_repeats` (old books) a number that another object bears is kept beside it as a duplicate. Without `tell`
    the caller announces the change itself once it has added the facts: counting twice costs double. `begin`, asked for
    each row in order, gives the states in which an object begins, so that nobody has to change it at once; it gets the
    record's plain values as far as they were said. The caller commits after each call of at most a few thousand rows,
    so that others can write in between.

    Raises:
        NothingToName: neither a name nor a number.
        NumberTaken: another object bears a number, and repeats are not kept.
        DatesReversed: a first year or day after the last (the field reader finds these before).
        ValueError: a name or a word that no record has.
    """
    session.flush()
    numbers, words = NumberBook(session, keep_repeats=keep_repeats), WordBook(session)
    implied = Implied(read_meanings(session))
    ids: list[int] = []
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        borne = numbers.take(part)
        records = [_new(row, taken, implied) for row, taken in zip(part, borne, strict=True)]
        if begin is not None:
            for record in records:
                record.states = begin(record.said)
        _write(session, records, deed, words)
        ids += [record.id for record in records]
    numbers.finish()
    if tell:
        tell_changed(session, ids, deed=deed)
    return ids


def _new(row: Mapping[str, Any], numbers: list[Number], implied: Implied) -> New:
    said = plain_values(implied.begun(row))
    need_a_name(said, numbers)
    return New(said, numbers, said.pop("materials", []), said.pop("dimensions", []))


def _write(session: Session, records: Sequence[New], deed: ChangeSet, words: WordBook) -> None:
    """One batch with everything that belongs to it."""
    # Ids are taken beforehand: having the database answer with each new one doubles the time of an insert.
    ids = reserve_ids(session, Artifact, len(records))
    for artifact_id, record in zip(ids, records, strict=True):
        record.id = artifact_id
    insert_columns(session, Artifact, len(ids), {"id": ids, **_columns(records, deed.at)}, together=1)
    insert_numbers(session, [(one.id, number) for one in records for number in one.numbers], deed)
    write_materials(session, ((one.id, one.materials) for one in records))
    write_dimensions(session, ((one.id, one.dimensions) for one in records))
    write_history(session, deed, [(one.id, None, _kept(one)) for one in records])
    found = [(one.id, *words.of(one.said, [number.text for number in one.numbers], one.materials)) for one in records]
    add_rows(session, found)


def _columns(records: Sequence[New], at: dt.datetime) -> dict[str, Sequence[Any] | Same]:
    """The table of records, all but the ids; what nobody said stands there as the blank of its column."""
    columns: dict[str, Sequence[Any] | Same] = {name: Same(EMPTY[name]) for name in COLUMNS}
    said = [record.said for record in records]
    for name in {name for values in said for name in values}:
        blank = EMPTY[name]
        columns[name] = [values.get(name, blank) for values in said]
    if not isinstance(columns["raw"], Same):
        columns["raw"] = [json_text(raw) if raw else "{}" for raw in columns["raw"]]
    columns |= dict(zip(DERIVED, zip(*map(derived, said), strict=True), strict=True))
    columns |= dict(zip(SHOWN, zip(*(shown_numbers(record.numbers) for record in records), strict=True), strict=True))
    columns |= dict(zip(States._fields, zip(*(record.states for record in records), strict=True), strict=True))
    return {
        **columns,
        "version": Same(1),
        "created_at": Same(at),
        "updated_at": Same(at),
        "digitization_level": Same(0),
        "full_level_reached": Same(value=False),
        "cover": Same(""),
    }


def _kept(record: New) -> dict[str, Any]:
    """What history keeps of a creation: whatever says something."""
    lists = {
        "materials": record.materials,
        "dimensions": record.dimensions,
        "numbers": [number.plain for number in record.numbers],
    }
    return {"version": 1, **filled(record.said), **{name: values for name, values in lists.items() if values}}
