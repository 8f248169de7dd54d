"""Whether a row says anything new of an object: only what differs is written, blanks say nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from museum_tracker.catalogue.fields import COLUMN_LABELS, FIELDS, Lookup
from museum_tracker.catalogue.rules import NumberState
from museum_tracker.core.i18n import LOCALES, N_, Message
from museum_tracker.core.numbers import number_key
from museum_tracker.interop.imports.findings import Found, Weight
from museum_tracker.interop.imports.records import Record, unspaced

WOULD_CHANGE = N_("%(field)s: “%(old)s” becomes “%(new)s”.")
SHOWN = 120


def differences(record: Record, values: Mapping[str, Any], lookup: Lookup) -> dict[str, Any]:
    """The values of a row that differ from those of the object; numbers and kept cells are only added.

    A field whose text reads as the object's own text says nothing new, however it came to its values.
    """
    changed = _differing(record, values)
    if changed.keys() - {"numbers", "raw"}:
        same = _columns_in_same_words(record, changed, values, lookup)
        return {name: value for name, value in changed.items() if name not in same}
    return changed


def _columns_in_same_words(
    record: Record, changed: Mapping[str, Any], values: Mapping[str, Any], lookup: Lookup
) -> set[str]:
    same: set[str] = set()
    other: set[str] = set()
    for name, text in record.row.texts.items():
        field = FIELDS[name]
        if changed.keys().isdisjoint(field.columns):
            continue
        written = {field.text(values, lookup, locale) for locale in LOCALES}
        (same if field.as_text(text) in written else other).update(field.columns)
    return same - other - {"numbers", "raw"}


def _differing(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name, value in record.values.items():
        if name == "numbers":
            missing = _missing(value, values.get("numbers") or ())
            if missing:
                changed["numbers"] = missing
        elif name == "raw":
            together = {**(values.get("raw") or {}), **value}
            if together != (values.get("raw") or {}):
                changed["raw"] = together
        elif name == "holding" and "holding" not in record.row.texts:
            continue  # only proposed by the import's settings: what was decided since stands
        elif value != values.get(name):
            changed[name] = value
    return changed


def _missing(wanted: Sequence[Mapping[str, Any]], borne: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    have = {_bare(number) for number in borne if number.get("state") != NumberState.FORMER}
    return [dict(number) for number in wanted if _bare(number) not in have]


def _bare(number: Mapping[str, Any]) -> tuple[str, str, str]:
    """The same number in another spacing is no second one."""
    return unspaced((number["kind"], number_key(number["text"])))


def notes_of(changed: Mapping[str, Any], before: Mapping[str, Any], lookup: Lookup) -> list[Found]:
    """What an update changes, for a person to see before it happens."""
    notes = []
    for name, value in changed.items():
        if name in {"raw", "numbers"} or name.endswith(("_earliest", "_latest")):
            continue
        message = Message(
            WOULD_CHANGE,
            {
                "field": Message(COLUMN_LABELS.get(name, name)),
                "old": _shown(name, before.get(name), lookup),
                "new": _shown(name, value, lookup),
            },
        )
        notes.append(Found("", "", message, Weight.NOTE))
    return notes


def _shown(name: str, value: Any, lookup: Lookup) -> str:
    if value is None or value in ("", []):
        return ""
    if name.endswith("_id") and isinstance(value, int):
        return lookup.term_label(value, "vi")
    if name == "materials":
        return ", ".join(lookup.term_label(term, "vi") for term in value)
    return str(value)[:SHOWN]
