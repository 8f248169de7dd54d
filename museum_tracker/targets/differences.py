"""What a revision of a target changed, field by field, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.rules.measures import MEASURE_LABELS, Measure
from museum_tracker.targets.models import Target
from museum_tracker.targets.planning import target_data
from museum_tracker.targets.rules.bands import KIND_LABELS, TargetKind
from museum_tracker.targets.rules.plan_words import COMPUTED_LABELS, SCOPE_LABELS, Computed, Scope

FIELD_LABELS: Mapping[str, str] = {
    "name_vi": N_("Name (Vietnamese)"),
    "name_en": N_("Name (English)"),
    "section": N_("Section"),
    "scope": N_("Institutions"),
    "kind": N_("Kind of target"),
    "due": N_("Due"),
    "least": N_("Minimum"),
    "most": N_("Maximum"),
    "unit_vi": N_("Unit (Vietnamese)"),
    "unit_en": N_("Unit (English)"),
    "computed": N_("Where the figure comes from"),
    "measure": N_("What counts"),
    "whole": N_("Out of"),
    "flow": N_("Yearly work towards it"),
    "population": N_("Population"),
    "counter": N_("Records counted"),
    "carried_on": N_("Continues after its period"),
    "document": N_("Deciding document"),
    "valid_from": N_("Applies from"),
    "valid_to": N_("Applies until"),
    "ended_reason": N_("Why it no longer applies"),
    "note_vi": N_("Remark (Vietnamese)"),
    "note_en": N_("Remark (English)"),
}
_WORDS: Mapping[str, tuple[Any, Mapping[Any, str]]] = {
    "scope": (Scope, SCOPE_LABELS),
    "kind": (TargetKind, KIND_LABELS),
    "computed": (Computed, COMPUTED_LABELS),
    "measure": (Measure, MEASURE_LABELS),
    "whole": (Measure, MEASURE_LABELS),
    "flow": (Measure, MEASURE_LABELS),
}
_DAYS = frozenset({"valid_from", "valid_to"})
_LEFT_OUT = frozenset({"valid_to", "ended_reason"})


@dataclass(frozen=True)
class Row:
    """One field of a revision, before and after."""

    label: str
    before: str
    after: str


def differences(old: Target, new: Target, locale: str) -> list[Row]:
    """The fields in which a version differs from the one before it."""
    before, after = vars(target_data(old)), vars(target_data(new))
    return [
        Row(translate(label, locale), show_field(name, before[name], locale), show_field(name, after[name], locale))
        for name, label in FIELD_LABELS.items()
        if name not in _LEFT_OUT and before[name] != after[name]
    ]


def show_field(name: str, value: Any, locale: str) -> str:
    """A field of a target as people read it; nothing for nothing."""
    if value is None or value == "":
        return ""
    if name in _WORDS:
        words, labels = _WORDS[name]
        return translate(labels[words(value)], locale)
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"), locale)
    if name == "due":
        return str(value)
    if name in _DAYS:
        return value if isinstance(value, str) else show_date(value, locale)
    return number(value, locale) if isinstance(value, int | float) else str(value)
