"""The field registry: every field of the object record once, for form, page, import, export and API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from museum_tracker.catalogue.fields.base import (
    SECTION_LABELS,
    Field,
    FieldKind,
    Finding,
    Lookup,
    Parsed,
    Section,
    Severity,
)
from museum_tracker.catalogue.fields.headers import header_key
from museum_tracker.catalogue.fields.record_keeping import ACQUISITION
from museum_tracker.catalogue.fields.record_object import DESCRIPTION, IDENTITY, MAKING
from museum_tracker.catalogue.fields.record_standing import LEGAL, NOTES
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.weights import weight_among_sizes

__all__ = [
    "COLUMN_LABELS",
    "FIELDS",
    "SECTION_LABELS",
    "Field",
    "FieldKind",
    "Finding",
    "Lookup",
    "Parsed",
    "Reading",
    "Section",
    "Severity",
    "empty_values",
    "field_of_column",
    "fields_of",
    "implied_place",
    "match_header",
    "parse_values",
    "readings",
]

FIELDS: dict[str, Field] = {
    field.name: field for field in (*IDENTITY, *MAKING, *DESCRIPTION, *ACQUISITION, *LEGAL, *NOTES)
}
_BY_COLUMN: dict[str, Field] = {column: field for field in reversed(FIELDS.values()) for column in field.columns}
_BY_HEADER: dict[str, Field] = {}
for _field in FIELDS.values():
    for _title in (_field.name, *_field.headers):
        _BY_HEADER.setdefault(header_key(_title), _field)

LONGEST_REPEATING, MOST_REMEMBERED = 120, 10_000  # characters of a text, texts of a field
SELDOM_REPEATED = frozenset({FieldKind.NUMBER, FieldKind.LONG_TEXT})

# Values of a record that no field reads: other pages set them.
COLUMN_LABELS: dict[str, str] = {
    **{column: field.label for column, field in _BY_COLUMN.items()},
    "numbers": N_("Numbers"),
    "source_id": N_("Source record"),
    "parent_id": N_("Part of"),
    "raw": N_("As written in the imported table"),
    "voided": N_("Voided"),
    "collected_earliest": N_("Collected, first day"),
    "collected_latest": N_("Collected, last day"),
    "registered_earliest": N_("Registered, first day"),
    "registered_latest": N_("Registered, last day"),
    "legal_class_decided_earliest": N_("Legal class decided, first day"),
    "legal_class_decided_latest": N_("Legal class decided, last day"),
    "documentary_heritage_decided_earliest": N_("Documentary heritage decided, first day"),
    "documentary_heritage_decided_latest": N_("Documentary heritage decided, last day"),
    "representative_decided_earliest": N_("Representative object decided, first day"),
    "representative_decided_latest": N_("Representative object decided, last day"),
    "restricted_until_earliest": N_("Restricted until, first day"),
    "restricted_until_latest": N_("Restricted until, last day"),
    "date_earliest": N_("First year"),
    "date_latest": N_("Last year"),
    "weight_g": N_("Weight in grams"),
    "count_unit": N_("Unit"),
}


def fields_of(section: Section) -> list[Field]:
    """The fields of one section, in the order of the page."""
    return [field for field in FIELDS.values() if field.section is section]


def field_of_column(column: str) -> Field | None:
    """The field that a value of the record belongs to."""
    return _BY_COLUMN.get(column)


def match_header(title: str) -> Field | None:
    """The field that a table's column holds, by its title; None if no book writes it so."""
    key = header_key(title)
    return _BY_HEADER.get(key) if key else None


def parse_values(
    texts: Mapping[str, Any], lookup: Lookup, *, readings: Mapping[str, Mapping[str, Parsed]] | None = None
) -> tuple[dict[str, Any], list[Finding]]:
    """Read the texts of several fields, by field name, into the values of a record.

    `readings` may stand in for the fields themselves: by field name what each reads in a text, as `Reading` remembers.

    Years given in their own columns stand over those read from the dating; numbers of all kinds come in one list.
    Unknown names are ignored.
    """
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for name in _in_order(tuple(texts)):
        text = texts[name]
        read, found = readings[name][text] if readings else FIELDS[name].parse(text, lookup)
        if found:
            findings += found
        if text and "numbers" not in read:
            values.update(read)
        else:
            _merge(values, read, given=text not in (None, ""))
    if texts.get("dimensions") and not texts.get("weight"):
        _take_weight_from_sizes(values, lookup)
    return values, [*findings, *_reversed_years(values)]


class Reading(dict[str, Parsed]):
    """What a field reads in texts; short texts, which repeat from row to row of a table, are read once."""

    def __init__(self, field: Field, lookup: Lookup) -> None:
        super().__init__()
        self._field = field
        self._lookup = lookup

    def __missing__(self, text: str) -> Parsed:
        parsed = self._field.parse(text, self._lookup)
        if len(text) <= LONGEST_REPEATING and self._field.kind not in SELDOM_REPEATED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[text] = parsed
        return parsed


def readings(lookup: Lookup) -> dict[str, Reading]:
    """A memory of what each field reads, for a long table."""
    return {name: Reading(field, lookup) for name, field in FIELDS.items()}


def implied_place(values: Mapping[str, Any], lookup: Lookup) -> int | None:
    """The geographic place of a new record, from where it was found or made, when nobody chose one."""
    if values.get("place_id"):
        return int(values["place_id"])
    for text in (values.get("find_place") or "", values.get("production_place") or ""):
        for words in (text, *text.split(",")):
            if words.strip() and (term := lookup.find_term("place", words)) is not None:
                return term
    return None


def _reversed_years(values: dict[str, Any]) -> list[Finding]:
    """Years in reverse are not stored: somebody has to say which is which."""
    first, last = values.get("date_earliest"), values.get("date_latest")
    if first is None or last is None or first <= last:
        return []
    del values["date_earliest"], values["date_latest"]
    message = Message(
        N_("The first year (%(first)s) comes after the last (%(last)s): exchange them."),
        {"first": str(first), "last": str(last)},
    )
    return [Finding("date_latest", f"{first} – {last}", message)]


def _take_weight_from_sizes(values: dict[str, Any], lookup: Lookup) -> None:
    """A weight that stands among the sizes is the object's, where the weight's own field says nothing."""
    text = weight_among_sizes(values.get("dimensions_text") or "")
    if text:
        values.update(FIELDS["weight"].parse(text, lookup).values)


@lru_cache(maxsize=1000)
def _in_order(names: tuple[str, ...]) -> list[str]:
    wanted = set(names)
    return [name for name in FIELDS if name in wanted]


def _merge(values: dict[str, Any], read: Mapping[str, Any], *, given: bool) -> None:
    for column, value in read.items():
        if column == "numbers":
            values["numbers"] = [*values.get("numbers", []), *value]
        elif given or column not in values:
            values[column] = value


def empty_values(names: Iterable[str]) -> dict[str, Any]:
    """The values of these fields when nothing is written in them."""
    return {column: value for name in names for column, value in FIELDS[name].empty().items()}
