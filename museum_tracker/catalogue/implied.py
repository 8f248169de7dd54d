"""What the words of a record say of it: its kind and flatness follow from its type, its holding from how it came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from museum_tracker.catalogue.rules import Holding
from museum_tracker.vocabularies.meanings import Meanings

BY_TYPE = ("kind", "flat")
UNSAID = {"holding": Holding.UNDECIDED.value}  # a holding that nobody decided is not one that somebody said


class Implied:
    """What follows from the words of records, worked out once for all that are alike."""

    def __init__(self, meanings: Meanings) -> None:
        self.meanings = meanings
        self._known: dict[tuple[int | None, int | None], dict[str, Any]] = {}

    def of(self, type_id: int | None, method_id: int | None = None) -> dict[str, Any]:
        """What a type of object and a way of acquisition say of a new record, as plain values."""
        key = (type_id, method_id)
        if key not in self._known:
            self._known[key] = {
                "kind": self.meanings.kind(type_id),
                "flat": self.meanings.flat(type_id),
                "holding": self.meanings.holding(method_id),
            }
        return self._known[key]

    def begun(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a new record: what is said of it, and what follows where nothing is said."""
        implied = self.of(values.get("type_id") or None, values.get("acquisition_method_id") or None)
        if values.get("holding") == UNSAID["holding"]:
            return {**values, **{name: implied[name] for name in implied if name not in values or name in UNSAID}}
        return {**implied, **values}

    def changed(self, before: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The changed values of a record: with its type changes what followed from the old one."""
        if "type_id" not in values or values["type_id"] == before["type_id"]:
            return values
        old, new = self.of(before["type_id"]), self.of(values["type_id"] or None)
        follows = {
            name: new[name]
            for name in BY_TYPE
            if before[name] == old[name] and values.get(name, before[name]) == before[name]
        }
        return {**values, **follows}
