"""How new records stand in the tables, column by column: what each said, what follows from it, and blanks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from museum_tracker.catalogue.bulk_numbers import TakenNumber
from museum_tracker.catalogue.errors import DatesReversed
from museum_tracker.catalogue.implied import Implied
from museum_tracker.catalogue.models.artifact import UNKNOWN_EARLIEST, UNKNOWN_LATEST
from museum_tracker.catalogue.numbering import KEY_LENGTH, NO_NUMBER_SORT, SHOWN_FIRST
from museum_tracker.catalogue.records import COLUMNS, DAYS, EMPTY, ENUMS, KNOWN, LISTS
from museum_tracker.catalogue.rules import ClassificationState, Custody, InventoryState, NumberState
from museum_tracker.core.db import Same, json_text
from museum_tracker.core.text import sort_key

_WORDS = {name: frozenset(word.value for word in words) for name, words in ENUMS.items()}
_SCALARS = frozenset(COLUMNS)
_UNLISTED = frozenset({"raw"})  # written as JSON
_RANK = {kind.value: place for place, kind in enumerate(SHOWN_FIRST)}
_sort_key = lru_cache(maxsize=20_000)(sort_key)


class States(NamedTuple):
    """The states that other features keep on an object, as it begins: in the words that they store."""

    custody: str = Custody.RECEIVED.value
    inventory_state: str = InventoryState.NONE.value
    classification_state: str = ClassificationState.NONE.value


BEGINNING = States()


@dataclass(slots=True)
class New:
    """A record to be written: what was said of it or follows from its type (plain values), and what hangs on it."""

    said: dict[str, Any]
    numbers: list[TakenNumber]
    materials: list[int]
    dimensions: list[dict[str, Any]]
    states: States = BEGINNING
    id: int = 0
    worked_out: tuple[Any, ...] = field(default=())


def read_record(row: Mapping[str, Any], numbers: list[TakenNumber], implied: Implied) -> New:
    """A record from the values of a row, with what follows from its words.

    Raises:
        ValueError: a name or a word that no record has.
        DatesReversed: a first year after the last.
    """
    said = plain_values(implied.begun(row))
    materials, dimensions = row.get("materials"), row.get("dimensions")
    return New(said, numbers, [*dict.fromkeys(materials)] if materials else [], list(dimensions or ()))


def plain_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record's own columns, words as text and days as ISO text.

    Raises:
        ValueError: a name or a word that no record has.
    """
    if not row.keys() <= KNOWN:
        raise ValueError(f"no such values of a record: {', '.join(sorted(row.keys() - KNOWN))}")
    said = dict(row)
    for name in LISTS:
        said.pop(name, None)
    for name, words in _WORDS.items():
        if name in said:
            said[name] = _word(name, said[name], words)
    for name in DAYS & said.keys():
        said[name] = _day(said[name])
    return said


def _word(name: str, value: Any, words: frozenset[str]) -> str:
    if value not in words:
        raise ValueError(f"{value!r} is no {name}")
    return value.value if isinstance(value, StrEnum) else str(value)


def _day(value: Any) -> str | None:
    """A day as ISO text."""
    return value.isoformat() if isinstance(value, dt.date) else value or None


def record_columns(records: Sequence[New], at: dt.datetime) -> dict[str, Sequence[Any] | Same]:
    """The table of records, all but the ids; what nobody said stands there as the blank of its column."""
    columns: dict[str, Sequence[Any] | Same] = {name: Same(EMPTY[name]) for name in COLUMNS}
    said = [record.said for record in records]
    for name in {name for values in said for name in values}:
        blank = EMPTY[name]
        columns[name] = [values.get(name, blank) for values in said]
    if not isinstance(columns["raw"], Same):
        columns["raw"] = [json_text(raw) if raw else "{}" for raw in columns["raw"]]
    columns |= dict(zip(_DERIVED, zip(*map(_derived, said), strict=True), strict=True))
    columns |= dict(zip(_SHOWN, zip(*(_shown(record.numbers) for record in records), strict=True), strict=True))
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


_DERIVED = ("name_sort", "date_sort", "date_sort_desc", "collected_year")
DERIVED_FROM = ("name_vi", "name_en", "date_earliest", "date_latest", "collected_earliest", "collected_latest")
_SHOWN = ("number", "number_sort", "classification_number")


def derived_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by which lists sort and count, from the plain values of a record."""
    return dict(zip(_DERIVED, _derived(values), strict=True))


def _derived(said: Mapping[str, Any]) -> tuple[str, int, int, int | None]:
    """The columns by which lists sort and count, as `records.derived` computes them."""
    earliest, latest = said.get("date_earliest"), said.get("date_latest")
    if earliest is not None and latest is not None and earliest > latest:
        raise DatesReversed(field="date_earliest", first=str(earliest), last=str(latest))
    first = earliest if earliest is not None else latest
    last = latest if latest is not None else earliest
    name = said.get("name_vi") or said.get("name_en")
    begin, end = said.get("collected_earliest"), said.get("collected_latest")
    return (
        _sort_key(name)[:KEY_LENGTH] or "~" if name else "~",
        UNKNOWN_EARLIEST if first is None else first,
        UNKNOWN_LATEST if last is None else last,
        int(begin[:4]) if begin and end and begin[:4] == end[:4] else None,
    )


def _shown(numbers: Sequence[TakenNumber]) -> tuple[str, str, str]:
    """The number by which a new object is called, its place in lists, and its classification number."""
    best, rank, classified = None, len(_RANK), ""
    for number in numbers:
        if number.state == NumberState.FORMER:
            continue
        place = _RANK.get(number.kind)
        if place is None:
            classified = classified or number.text
        elif place < rank:
            best, rank = number, place
    return (best.text, best.sort, classified) if best is not None else ("", NO_NUMBER_SORT, classified)
