"""What follows from the numbers an object bears: how each is compared, found and sorted, and which one is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from museum_tracker.catalogue.rules import STANDING_NUMBERS, NumberKind, NumberState
from museum_tracker.core.numbers import number_key, number_search_key
from museum_tracker.core.text import natural_key

NO_NUMBER_SORT = "~"  # after every number
KEY_LENGTH = 400
SHOWN_FIRST = (NumberKind.REGISTRATION, NumberKind.ENTRY, NumberKind.OLD, NumberKind.OTHER, NumberKind.FIELD)
UNIQUE = (NumberState.CURRENT, NumberState.PROPOSED)
_RANK = {kind.value: place for place, kind in enumerate(SHOWN_FIRST)}
_STANDING = frozenset(state.value for state in STANDING_NUMBERS)


class Borne(Protocol):
    """A number as far as it is shown."""

    @property
    def kind(self) -> str:
        """Which book or hand gave it."""

    @property
    def text(self) -> str:
        """As it is written."""

    @property
    def state(self) -> str:
        """Whether it stands."""

    @property
    def sort(self) -> str:
        """Its place in lists."""


@lru_cache(maxsize=20_000)
def number_keys(text: str) -> Mapping[str, str]:
    """The columns of a number that are computed from its text."""
    keys = {
        "key": number_key(text)[:KEY_LENGTH],
        "compact": number_search_key(text)[:KEY_LENGTH],
        "sort": natural_key(text)[:KEY_LENGTH],
    }
    return MappingProxyType(keys)


def shown_numbers(numbers: Sequence[Borne]) -> tuple[str, str, str]:
    """The number by which an object is called, its place in lists, and its classification number."""
    best, rank, classified = None, len(_RANK), ""
    for number in numbers:
        if number.state not in _STANDING:
            continue
        place = _RANK.get(number.kind)
        if place is None:
            classified = classified or number.text
        elif place < rank:
            best, rank = number, place
    return (best.text, best.sort, classified) if best is not None else ("", NO_NUMBER_SORT, classified)
