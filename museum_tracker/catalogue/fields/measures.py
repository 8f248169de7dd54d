"""Fields that hold measures: size, weight and how many pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from museum_tracker.catalogue.fields.base import Field, FieldKind, Lookup, Parsed, Values
from museum_tracker.core import formats
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.measures import read_dimensions
from museum_tracker.core.weights import read_weight

_dimensions = lru_cache(maxsize=20_000)(read_dimensions)
_weight = lru_cache(maxsize=20_000)(read_weight)
# A unit begins with a letter and holds no further number, but in brackets: "3+2", "1/2", "05-06", "1,5" are none.
_QUANTITY = re.compile(
    r"0*(\d{1,3}(?:[.\s]\d{3})+|\d{1,7})(?:[.,]0+)?(?:\s*((?:[^\W\d_]|\()(?:[^\d()]|\([^()]*\)){0,99}|\([^()]*\)))?"
)
_HOUR_OR_DAY = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|\d{1,2}/\d{1,2}/\d{4}.*|\d{1,2}-\d{1,2}-\d{4}")
MOST_PIECES = 1_000_000
_IN_WORDS = {
    "một": "1",
    "hai": "2",
    "ba": "3",
    "bốn": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "mười": "10",
}

SIZE_NOT_READ = N_("Kept as written; the size was not read: write it as “C: 26,5 cm; ĐK: 34,2 cm” or “30 x 20 cm”.")
WEIGHT_NOT_READ = N_("Kept as written; the weight was not read: write it as “8,6 kg” or “215 g”.")

HOUR_OR_DAY = N_("“%(value)s” is an hour or a day, not a number of pieces: Excel may have changed what was typed.")


@dataclass(frozen=True, kw_only=True)
class DimensionsField(Field):
    """The size as curators write it, with each measure in centimetres."""

    kind = FieldKind.DIMENSIONS

    max_length: int = 1000

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The text as written and the measures found in it."""
        del lookup
        found = _dimensions(text)
        measures = [
            {
                "kind": measure.kind.value,
                "qualifier": measure.qualifier[:100],
                "min_cm": measure.min_cm,
                "max_cm": measure.max_cm,
                "text": measure.text[:200],
            }
            for measure in found.values
        ]
        values = dict(zip(self.columns, (text, measures), strict=True))
        if found.problem is not None or not (measures or found.unknown):
            return Parsed(values, self.gap(text, found.problem or Message(SIZE_NOT_READ)))
        return Parsed(values)

    def empty(self) -> dict[str, Any]:
        """No words and no measures."""
        return dict(zip(self.columns, ("", []), strict=True))


@dataclass(frozen=True, kw_only=True)
class WeightField(Field):
    """The weight as written, and in grams."""

    kind = FieldKind.WEIGHT

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The text as written and the grams it means."""
        del lookup
        found = _weight(text)
        values = dict(zip(self.columns, (text, found.grams), strict=True))
        if found.problem is not None:
            return Parsed(values, self.gap(text, found.problem))
        return Parsed(values)

    def empty(self) -> dict[str, Any]:
        """No weight."""
        return dict(zip(self.columns, ("", None), strict=True))

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The weight as written, or the grams where there are no words."""
        del lookup
        words, grams = self.columns
        if values.get(words) or values.get(grams) is None:
            return values.get(words) or ""
        return f"{formats.number(values[grams], locale)} g"


@dataclass(frozen=True, kw_only=True)
class QuantityField(Field):
    """How many pieces; a unit behind the figure goes into its own column."""

    kind = FieldKind.QUANTITY

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """A whole number, with “chiếc”, “bộ” or another unit behind it."""
        del lookup
        first, _, unit = text.partition(" ")
        found = _QUANTITY.fullmatch(f"{_IN_WORDS.get(first.lower(), first)} {unit}".strip())
        pieces = int(re.sub(r"[.\s]", "", found[1])) if found else -1
        if _HOUR_OR_DAY.fullmatch(text):
            return self.refuse(text, Message(HOUR_OR_DAY, {"value": text}))
        if not found or not 0 <= pieces <= MOST_PIECES:
            return self.refuse(
                text, Message(N_("“%(value)s” is not a number of pieces: write a whole number."), {"value": text})
            )
        values: dict[str, Any] = {self.columns[0]: pieces}
        if found[2]:
            values[self.columns[1]] = found[2].strip()
        return Parsed(values)

    def empty(self) -> dict[str, Any]:
        """One piece."""
        return {self.columns[0]: 1}
