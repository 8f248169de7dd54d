"""How a text is understood, said back while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from museum_tracker.catalogue.fields import Field, FieldKind, Lookup
from museum_tracker.catalogue.fields.dates import show_days, show_years
from museum_tracker.core.dimension_groups import DIMENSION_LABELS, DimensionKind
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, translate

Values = Mapping[str, Any]


def reading(field: Field, text: str, lookup: Lookup, locale: str) -> tuple[str, bool]:
    """What a text means in plain words, and whether all of it was understood; nothing for an empty text."""
    if not text.strip():
        return "", True
    parsed = field.parse(text, lookup)
    if parsed.findings:
        return parsed.findings[0].message.text(locale), False
    say = _SAID.get(field.kind)
    return (say(field, parsed.values, lookup, locale) if say else ""), True


def _years(field: Field, values: Values, lookup: Lookup, locale: str) -> str:
    del lookup
    return show_years(values[field.columns[1]], values[field.columns[2]], locale)


def _days(field: Field, values: Values, lookup: Lookup, locale: str) -> str:
    del lookup
    return show_days(values[field.columns[1]], values[field.columns[2]], locale)


def _measures(field: Field, values: Values, lookup: Lookup, locale: str) -> str:
    del field, lookup
    return "; ".join(_measure(measure, locale) for measure in values["dimensions"])


def _measure(measure: Mapping[str, Any], locale: str) -> str:
    kind = translate(DIMENSION_LABELS[DimensionKind(measure["kind"])], locale)
    low, high = measure["min_cm"], measure["max_cm"]
    size = number(low, locale) if low == high else f"{number(low, locale)}–{number(high, locale)}"
    name = f"{kind} {measure['qualifier']}".strip()
    return f"{name} {size} cm"


def _weight(field: Field, values: Values, lookup: Lookup, locale: str) -> str:
    del field, lookup
    grams = values.get("weight_g")
    return "" if grams is None else translate(N_("%(grams)s g"), locale, grams=grams)


def _terms(field: Field, values: Values, lookup: Lookup, locale: str) -> str:
    return ", ".join(lookup.term_label(term, locale) for term in values[field.columns[0]])


_SAID: dict[FieldKind, Callable[[Field, Values, Lookup, str], str]] = {
    FieldKind.DATING: _years,
    FieldKind.DATE: _days,
    FieldKind.DIMENSIONS: _measures,
    FieldKind.WEIGHT: _weight,
    FieldKind.TERMS: _terms,
}
