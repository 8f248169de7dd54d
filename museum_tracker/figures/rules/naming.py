"""What a population may be made of, and how it is called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.text import fold
from museum_tracker.figures.rules.populations import BITS, OWN, QUERY

HOLDING = "dien_quan_ly"
LONGEST_CODE = 40
RESERVED = frozenset({"moi"})


class NotOfTheRecord(Refusal):
    """A condition reads something that changes by itself."""

    msgid = N_(
        "“%(condition)s” cannot decide who belongs to a population: it reads a state, a place or a figure of the day. "
        "Use what the record says: material, type, period, place of origin, kind, legal class, holding."
    )


class NoCondition(Refusal):
    """Nothing narrows the list."""

    msgid = N_("Set at least one filter of the list first: a population without a condition is “All holdings”.")


class WordsAreNoCondition(Refusal):
    """Free text is searched anew each time."""

    msgid = N_("Search words cannot decide who belongs to a population: use the filters instead.")


class NameTaken(Refusal):
    """Two populations would be called alike."""

    msgid = N_("There is a population called “%(name)s” already: revise that one, or choose another name.")


class MaskFull(Refusal):
    """No place is left for one more version."""

    msgid = N_(
        "All %(count)s places for versions of populations are taken: drop a version that is no longer in force and "
        "that nothing cites, then save again."
    )


def filter_of(conditions: Mapping[str, Iterable[str]], of_record: Mapping[str, str | None]) -> dict[str, Any]:
    """The stored filter of a population, from the conditions of a list.

    `of_record` names each condition with its label if it may *not* decide. Objects of other holdings (reference,
    copies, deposits, loans) stay outside unless the conditions name the holding.

    Raises:
        NoCondition, NotOfTheRecord: it cannot be made of these.
    """
    if not conditions:
        raise NoCondition
    for name in conditions:
        label = of_record.get(name, name)
        if label is not None:
            raise NotOfTheRecord(condition=Message(label))
    query = {name: list(values) for name, values in conditions.items() if name != HOLDING}
    found: dict[str, Any] = {"holding": sorted(conditions.get(HOLDING, OWN))}
    return found | ({QUERY: query} if query else {})


def code_of(name: str, taken: Collection[str]) -> str:
    """A code for a population from its name: unaccented words, with a number where the code is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name).lower()).strip("_")[:LONGEST_CODE].strip("_") or "pham_vi"
    found, number = plain, 2
    while found in taken or found in RESERVED:
        found, number = f"{plain}_{number}", number + 1
    return found


def free_bit(taken: Collection[int]) -> int:
    """The first place in the masks that no version holds.

    Raises:
        MaskFull: all are held.
    """
    for bit in range(BITS):
        if bit not in taken:
            return bit
    raise MaskFull(count=BITS)


def same_name(one: str, other: str) -> bool:
    """Whether two names read alike."""
    return bool(one) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
