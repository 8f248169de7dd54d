"""Which evidence a fact gives to an object or takes from it."""

from __future__ import annotations

from museum_tracker.figures.rules.facts import FactKind, FactRow
from museum_tracker.figures.rules.measures import Evidence

LEVELS = (Evidence.LEVEL_1, Evidence.LEVEL_2, Evidence.LEVEL_3)
GAINS: dict[FactKind, Evidence] = {
    FactKind.COLLECTED: Evidence.COLLECTED,
    FactKind.MERGED: Evidence.MERGED,
    FactKind.REGISTERED: Evidence.REGISTERED,
    FactKind.MARKED: Evidence.MARKED,
    FactKind.CLASSIFIED: Evidence.CLASSIFIED,
    FactKind.DOSSIER: Evidence.DOSSIER,
    FactKind.FULL_LEVEL: Evidence.FULL,
}
LOSSES: dict[FactKind, Evidence] = {
    FactKind.STRUCK: Evidence.REGISTERED,
    FactKind.UNMARKED: Evidence.MARKED,
    FactKind.UNCLASSIFIED: Evidence.CLASSIFIED,
    FactKind.DOSSIER_REOPENED: Evidence.DOSSIER,
    FactKind.LOST_FULL_LEVEL: Evidence.FULL,
}
LEVEL_FACTS = frozenset({FactKind.LEVEL, FactKind.LOST_LEVEL, FactKind.FULL_LEVEL, FactKind.LOST_FULL_LEVEL})
CUSTODY = frozenset({FactKind.RECEIVED, FactKind.FOUND, FactKind.COLLECTED, FactKind.MERGED, FactKind.REGISTERED})
GONE = frozenset({FactKind.LEFT, FactKind.RETURNED})
# Facts that only ever add: an object of nothing but these came and stayed.
ARRIVALS = CUSTODY | GAINS.keys() | {FactKind.LEVEL}
PRESENCE = -1  # the number of the fact that an object is here, which nobody had to write


def gained(fact: FactRow) -> tuple[Evidence, ...]:
    """What an object has from this fact on; a level includes the levels below it."""
    if fact.id == PRESENCE:
        return (Evidence.PRESENT,)
    if fact.kind is FactKind.LEVEL:
        return LEVELS[: fact.level]
    return (GAINS[fact.kind],) if fact.kind in GAINS else ()


def lost(fact: FactRow) -> tuple[Evidence, ...]:
    """What an object has no longer; a lost level takes the levels above it along."""
    if fact.kind is FactKind.LOST_LEVEL:
        return LEVELS[max(fact.level, 1) - 1 :]
    return (LOSSES[fact.kind],) if fact.kind in LOSSES else ()


def concerns(kind: FactKind) -> frozenset[Evidence]:
    """The evidence that a kind of fact may give or take."""
    if kind in {FactKind.LEVEL, FactKind.LOST_LEVEL}:
        return frozenset(LEVELS)
    return frozenset({found for found in (GAINS.get(kind), LOSSES.get(kind)) if found})
