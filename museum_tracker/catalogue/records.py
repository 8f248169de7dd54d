"""Reading and writing the values of a record: the same plain values for forms, history, undo and export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from museum_tracker.catalogue.errors import DatesReversed
from museum_tracker.catalogue.fields import FIELDS
from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, Dimension
from museum_tracker.catalogue.models.artifact import UNKNOWN_EARLIEST, UNKNOWN_LATEST
from museum_tracker.catalogue.numbering import KEY_LENGTH, number_values
from museum_tracker.catalogue.rules import ArtifactKind, Holding, LegalClass
from museum_tracker.core.dimension_groups import DimensionKind
from museum_tracker.core.text import sort_key

LISTS = ("numbers", "materials", "dimensions")
ENUMS: dict[str, type[StrEnum]] = {"kind": ArtifactKind, "legal_class": LegalClass, "holding": Holding}
DAYS = frozenset({"collected_earliest", "collected_latest", "registered_earliest", "registered_latest"})
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
    "holding": "undecided",
    "quantity": 1,
    "raw": {},
    "flat": False,
    "representative": False,
    "numbers": [],
    "materials": [],
    "dimensions": [],
}


def snapshot(artifact: Artifact) -> dict[str, Any]:
    """Every value of a record as plain data that JSON can hold."""
    values = {column: plain(getattr(artifact, column)) for column in COLUMNS}
    values["numbers"] = number_values(artifact)
    values["materials"] = [link.term_id for link in artifact.material_links]
    values["dimensions"] = [
        {name: plain(getattr(measure, name)) for name in ("kind", "qualifier", "min_cm", "max_cm", "text")}
        for measure in artifact.dimensions
    ]
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
    if column in DAYS and isinstance(value, str):
        return dt.date.fromisoformat(value) if value else None
    return value


def write_values(artifact: Artifact, values: Mapping[str, Any]) -> None:
    """Set values of a record, except its numbers, and what is derived from them.

    Raises:
        ValueError: a name that no record has.
        DatesReversed: a first year or day after the last.
    """
    unknown = values.keys() - KNOWN
    if unknown:
        raise ValueError(f"no such values of a record: {', '.join(sorted(unknown))}")
    for column in values.keys() - set(LISTS):
        value = typed(column, values[column])
        if getattr(artifact, column) != value:
            setattr(artifact, column, value)
    if "materials" in values:
        _write_materials(artifact, values["materials"])
    if "dimensions" in values:
        artifact.dimensions = [
            Dimension(position=place, **{**measure, "kind": DimensionKind(measure["kind"])})
            for place, measure in enumerate(values["dimensions"])
        ]
    for column, value in derived(values_of_dates(artifact)).items():
        setattr(artifact, column, value)


def _write_materials(artifact: Artifact, terms: list[int]) -> None:
    have = {link.term_id: link for link in artifact.material_links}
    links = []
    for place, term in enumerate(dict.fromkeys(terms)):
        link = have.get(term) or ArtifactMaterial(term_id=term)
        link.position = place
        links.append(link)
    artifact.material_links = links


def values_of_dates(artifact: Artifact) -> dict[str, Any]:
    """The values that derived columns are computed from."""
    names = ("name_vi", "name_en", "date_earliest", "date_latest", "collected_earliest", "collected_latest")
    return {name: getattr(artifact, name) for name in names}


def derived(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by which lists sort and count, computed from the record's own.

    Raises:
        DatesReversed: a first year or day after the last.
    """
    earliest, latest = values.get("date_earliest"), values.get("date_latest")
    if earliest is not None and latest is not None and earliest > latest:
        raise DatesReversed(field="date_earliest", first=str(earliest), last=str(latest))
    first = earliest if earliest is not None else latest
    last = latest if latest is not None else earliest
    return {
        "name_sort": sort_key(values.get("name_vi") or values.get("name_en") or "")[:KEY_LENGTH] or "~",
        "date_sort": UNKNOWN_EARLIEST if first is None else first,
        "date_sort_desc": UNKNOWN_LATEST if last is None else last,
        "collected_year": year_of(values.get("collected_earliest"), values.get("collected_latest")),
    }


def year_of(first: dt.date | None, last: dt.date | None) -> int | None:
    """The year in which both ends of a date fall; None if they fall in two years or are not known."""
    return first.year if first and last and first.year == last.year else None
