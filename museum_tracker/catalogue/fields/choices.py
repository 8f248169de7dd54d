"""Fields with a closed list of answers: one of a few, or yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from museum_tracker.catalogue.fields.base import Field, FieldKind, Lookup, Parsed, Values
from museum_tracker.catalogue.rules import ENUM_LABELS
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.core.text import fold

YES = frozenset({"yes", "y", "true", "1", "x", "co", "v", "on"})
NO = frozenset({"no", "n", "false", "0", "khong", "-", "off"})


@lru_cache(maxsize=32)
def _words(choices: type[StrEnum]) -> dict[str, str]:
    """Every way to write a choice: its value, its Vietnamese and its English label."""
    found: dict[str, str] = {}
    for member in choices:
        for word in (member.value, *(translate(ENUM_LABELS[member], locale) for locale in ("vi", "en"))):
            found.setdefault(fold(word), member.value)
    return found


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Field):
    """One of a closed list of words; `also` holds other ways in which books write them.

    A `quiet` one says nothing where its default stands: the rare choices alone are worth a word.
    """

    kind = FieldKind.CHOICE

    choices: type[StrEnum]
    default: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    quiet: bool = False

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """The choice that the text names."""
        del lookup
        key = fold(text)
        found = _words(self.choices).get(key) or self.also.get(key)
        if found is None:
            known = ", ".join(translate(ENUM_LABELS[member], "vi") for member in self.choices)
            return self.refuse(
                text, Message(N_("“%(value)s” is none of: %(choices)s."), {"value": text, "choices": known})
            )
        return Parsed({self.columns[0]: found})

    def empty(self) -> dict[str, Any]:
        """The choice that stands when none is made."""
        return {self.columns[0]: self.default}

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """The choice in words."""
        del lookup
        value = values.get(self.columns[0])
        if self.quiet and value == self.default:
            return ""
        return translate(ENUM_LABELS[self.choices(value)], locale) if value else ""


@dataclass(frozen=True, kw_only=True)
class FlagField(Field):
    """Yes or no."""

    kind = FieldKind.FLAG

    def read(self, text: str, lookup: Lookup) -> Parsed:
        """Yes or no, in either language or as a cross."""
        del lookup
        key = fold(text)
        if key not in YES | NO:
            return self.refuse(text, Message(N_("“%(value)s” is neither yes nor no."), {"value": text}))
        return Parsed({self.columns[0]: key in YES})

    def empty(self) -> dict[str, Any]:
        """No."""
        return {self.columns[0]: False}

    def text(self, values: Values, lookup: Lookup, locale: str = "vi") -> str:
        """Yes in the reader's language, or nothing."""
        del lookup
        return translate(N_("Yes"), locale) if values.get(self.columns[0]) else ""
