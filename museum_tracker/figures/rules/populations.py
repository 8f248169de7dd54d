"""Populations: the named denominators, and whether an object belongs to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from museum_tracker.core.i18n import N_

BITS = 62  # what a signed whole number of both engines holds, with room to spare
QUERY = "query"
Query = tuple[tuple[str, tuple[str, ...]], ...]


class PopulationState(StrEnum):
    """Whether a version of a population can be counted."""

    FILLING = "filling"
    READY = "ready"
    DROPPED = "dropped"


STATE_LABELS = {
    PopulationState.FILLING: N_("being counted"),
    PopulationState.READY: N_("counted"),
    PopulationState.DROPPED: N_("no longer counted"),
}


class Record(NamedTuple):
    """The fields of an object that decide to which populations it belongs (words as stored).

    `matches` are the populations whose conditions the record meets, as bits: worked out by the database. Whether an
    object was `merged` its facts say.
    """

    kind: str
    holding: str
    legal_class: str = "object"
    representative: bool = False
    voided: bool = False
    matches: int = 0
    merged: bool = False


@dataclass(frozen=True)
class Scope:
    """A population as the rules read it: its bit in a mask, and for each field the words that belong to it.

    Holding is read as it was on the day in question, all other fields as they are now.
    """

    code: str
    bit: int
    wanted: tuple[tuple[str, frozenset[Any]], ...]
    query: Query = ()

    def holds(self, record: Record, holding: str) -> bool:
        """Whether an object belongs to the population while it is kept under a holding."""
        if self.query and not record.matches >> self.bit & 1:
            return False
        return all((holding if name == "holding" else getattr(record, name)) in words for name, words in self.wanted)


OWN = ["base", "undecided"]
PIN = "@"

# code, name, filter; in the order of the bits of a mask
SHIPPED: tuple[tuple[str, str, dict[str, list[Any]]], ...] = (
    ("all_holdings", N_("All holdings"), {"holding": OWN}),
    ("base_store", N_("Base store"), {"holding": ["base"]}),
    ("objects_proper", N_("Objects proper"), {"holding": OWN, "kind": ["object", "specimen"]}),
    ("representative", N_("Representative objects"), {"holding": OWN, "representative": [True]}),
    ("treasures", N_("National treasures"), {"holding": OWN, "legal_class": ["national_treasure"]}),
    ("documents", N_("Documents and photographs"), {"holding": OWN, "kind": ["document", "photograph"]}),
    ("reference_store", N_("Reference objects (outside)"), {"holding": ["reference"]}),
    ("deposits", N_("Deposits (outside)"), {"holding": ["deposit"]}),
    ("copies", N_("Copies (outside)"), {"holding": ["copy"]}),
    ("loans_in", N_("Loans in (outside)"), {"holding": ["loan_in"]}),
    ("merged", N_("Received by merger of museums"), {"holding": OWN, "merged": [True]}),
)
OUTSIDE = ("reference_store", "deposits", "copies", "loans_in")
DEFAULT = "all_holdings"


def scope(code: str, bit: int, chosen: dict[str, Any]) -> Scope:
    """A population ready for counting, from its stored filter.

    Raises:
        ValueError: the filter names a field that populations do not know.
    """
    unknown = set(chosen) - {*Record._fields, QUERY}
    if unknown:
        raise ValueError(f"a population cannot be filtered by {', '.join(sorted(unknown))}")
    wanted = sorted((name, frozenset(words)) for name, words in chosen.items() if name != QUERY)
    return Scope(code, bit, tuple(wanted), query_of(chosen))


def query_of(chosen: dict[str, Any]) -> Query:
    """The conditions of a list of objects within a population's filter."""
    return tuple(sorted((name, tuple(values)) for name, values in chosen.get(QUERY, {}).items()))


def mask_of(record: Record, holding: str, scopes: Sequence[Scope]) -> int:
    """The populations that an object belongs to while kept under a holding, as bits."""
    return sum(1 << scope.bit for scope in scopes if scope.holds(record, holding))


def unpin(text: str) -> tuple[str, int | None]:
    """The code of a population, and the version where one is asked for ("base_store@2")."""
    code, mark, version = text.partition(PIN)
    return (code, int(version)) if mark and version.isdecimal() and len(version) < 5 else (code, None)
