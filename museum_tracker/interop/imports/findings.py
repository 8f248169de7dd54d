"""What an import has to say about a cell or a row: column, value as written, reason and way out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from museum_tracker.core.i18n import N_, Message, restored, stored

SHOWN_VALUE = 200


class Weight(StrEnum):
    """How much a finding matters: a rejected row is not entered, a gap is entered as written, a note only says."""

    REJECTED = "rejected"
    GAP = "gap"
    NOTE = "note"


WEIGHT_LABELS = {
    Weight.REJECTED: N_("Rejected"),
    Weight.GAP: N_("Entered with a gap"),
    Weight.NOTE: N_("Worth knowing"),
}
_WEIGHTS = {weight: weight.value for weight in Weight}


class Found(NamedTuple):
    """One finding."""

    column: str
    value: str
    message: Message
    weight: Weight = Weight.GAP

    def to_json(self) -> dict[str, Any]:
        """The finding as it is stored."""
        return {
            "column": self.column,
            "value": self.value[:SHOWN_VALUE],
            "msgid": self.message.msgid,
            "values": stored(self.message.values),
            "weight": _WEIGHTS[self.weight],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Found:
        """A stored finding."""
        return cls(kept["column"], kept["value"], restored(kept["msgid"], kept["values"]), Weight(kept["weight"]))
