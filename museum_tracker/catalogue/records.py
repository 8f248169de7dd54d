"""The values of a record as plain data: read, checked and completed alike for every door, history, undo and export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from museum_tracker.catalogue.errors import DatesReversed, NothingToName
from museum_tracker.catalogue.fields import FIELDS, FieldKind
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.models.artifact import UNKNOWN_EARLIEST, UNKNOWN_LATEST
from museum_tracker.catalogue.numbering import KEY_LENGTH
from museum_tracker.catalogue.rules import ArtifactKind, DocumentaryHeritage, Holding, LegalClass, RegisterBasis
from museum_tracker.core.text import sort_key

LISTS = ("numbers", "materials", "dimensions")
MEASURED = ("kind", "qualifier", "min_cm", "max_cm", "text")
ENUMS: dict[str, type[StrEnum]] = {
    "kind": ArtifactKind,
    "legal_class": LegalClass,
    "documentary_heritage": DocumentaryHeritage,
    "holding": Holding,
    "register_basis": RegisterBasis,
}
# A date is kept as written and as the first and last day that it can mean.
DAYS = frozenset(day for field in FIELDS.values() if field.kind is FieldKind.DATE for day in field.columns[1:])
COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [column for field in FIELDS.values() for column in field.columns if column not in LISTS]
        + ["source_id", "parent_id", "raw"]
    )
)
KNOWN = frozenset({*COLUMNS, *LISTS})
# What a column holds when nobody has written anything.
EMPTY: dict[str, Any] = {
    **{name: "" if isinstance(column.type, sa.String) else None for name, column in Artifact.__table__.c.items()},
    "kind": "object",
    "legal_class": "object",
    "documentary_heritage": "none",
    "holding": "undecided",
    "register_basis": "none",
    "quantity": 1,
    "raw": {},
    "flat": False,
    "representative": False,
    "use_restricted": False,
    "decision_counts": False,
    "numbers": [],
    "materials": [],
    "dimensions": [],
}
# Columns that are computed from others, and the others.
DERIVED = ("name_sort", "date_sort", "date_sort_desc", "collected_year")
DERIVED_FROM = frozenset({"name_vi", "name_en", "date_earliest", "date_latest", *DAYS})
_SIZE = dict.fromkeys(MEASURED, "")
_WORDS = {name: frozenset(word.value for word in words) for name, words in ENUMS.items()}
_sort_key = lru_cache(maxsize=20_000)(sort_key)


def snapshot(artifact: Artifact) -> dict[str, Any]:
    """Every value of a record as plain data that JSON can hold."""
    values = {column: plain(getattr(artifact, column)) for column in COLUMNS}
    values["numbers"] = [
        {
            "kind": number.kind.value,
            "text": number.text,
            "state": number.state.value,
            "series": number.series.code if number.series else "",
        }
        for number in artifact.numbers
    ]
    values["materials"] = [link.term_id for link in artifact.material_links]
    values["dimensions"] = [{name: plain(getattr(size, name)) for name in MEASURED} for size in artifact.dimensions]
    return values


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only the values that say something: what history keeps of a creation."""
    return {name: value for name, value in values.items() if value != EMPTY.get(name)}


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def typed(column: str, value: Any) -> Any:
    """A plain value as the record's column holds it."""
    if column in ENUMS:
        return ENUMS[column](value)
    return dt.date.fromisoformat(value) if column in DAYS and value else value


def plain_values(said: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody says of a record, but for its numbers: words as text, days as ISO text, nothing twice.

    Raises:
        ValueError: a name or a word that no record has.
    """
    if not said.keys() <= KNOWN:
        raise ValueError(f"no such values of a record: {', '.join(sorted(said.keys() - KNOWN))}")
    values = dict(said)
    values.pop("numbers", None)
    for name, words in _WORDS.items():
        if name in values:
            values[name] = _word(name, values[name], words)
    for name in DAYS:
        day = values.get(name)
        if day is not None and (not day or type(day) is not str):
            values[name] = day.isoformat() if day else None
    if "materials" in values:
        values["materials"] = [*dict.fromkeys(values["materials"] or ())]
    if "dimensions" in values:
        values["dimensions"] = [_size(size) for size in values["dimensions"] or ()]
    return values


def _word(name: str, value: Any, words: frozenset[str]) -> str:
    if value not in words:
        raise ValueError(f"{value!r} is no {name}")
    return value.value if isinstance(value, StrEnum) else str(value)


def _size(size: Mapping[str, Any]) -> Mapping[str, Any]:
    """A size with all that is kept of it."""
    complete = len(size) == len(MEASURED) and type(size["kind"]) is str
    return size if complete else {**_SIZE, **size, "kind": str(size["kind"])}


def need_a_name(values: Mapping[str, Any], numbers: Sequence[object]) -> None:
    """See that there is something to call an object by.

    Raises:
        NothingToName: it has neither a name nor a number.
    """
    if not (numbers or values.get("name_vi") or values.get("name_en")):
        raise NothingToName(field="name_vi")


def _in_order(column: str, first: Any, last: Any) -> None:
    if first is not None and last is not None and first > last:
        raise DatesReversed(field=column, first=str(first), last=str(last))


def derived(values: Mapping[str, Any]) -> tuple[str, int, int, int | None]:
    """The columns `DERIVED`, by which lists sort and count, from the plain values of a record.

    Raises:
        DatesReversed: a first year or day after the last.
    """
    earliest, latest = values.get("date_earliest"), values.get("date_latest")
    begin, end = values.get("collected_earliest"), values.get("collected_latest")
    _in_order("date_earliest", earliest, latest)
    _in_order("collected_earliest", begin, end)
    _in_order("registered_earliest", values.get("registered_earliest"), values.get("registered_latest"))
    first = earliest if earliest is not None else latest
    last = latest if latest is not None else earliest
    name = values.get("name_vi") or values.get("name_en")
    return (
        _sort_key(name)[:KEY_LENGTH] or "~" if name else "~",
        UNKNOWN_EARLIEST if first is None else first,
        UNKNOWN_LATEST if last is None else last,
        # The year in which both ends of a date fall; none if they fall in two years or are not known.
        int(begin[:4]) if begin and end and begin[:4] == end[:4] else None,
    )
