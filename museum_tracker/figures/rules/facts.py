"""The kinds of fact, and which facts of an object still stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.days import Span


class FactKind(StrEnum):
    """What became true of an object on a day."""

    RECEIVED = "received"
    FOUND = "found"
    COLLECTED = "collected"
    MERGED = "merged"
    HOLDING = "holding"
    REGISTERED = "registered"
    STRUCK = "struck"
    MARKED = "marked"
    UNMARKED = "unmarked"
    CLASSIFIED = "classified"
    UNCLASSIFIED = "unclassified"
    DOSSIER = "dossier"
    DOSSIER_REOPENED = "dossier_reopened"
    LEVEL = "level"
    LOST_LEVEL = "lost_level"
    FULL_LEVEL = "full_level"
    LOST_FULL_LEVEL = "lost_full_level"
    RETURNED = "returned"
    LEFT = "left"
    REINSTATED = "reinstated"
    VOIDED = "voided"


class Cause(StrEnum):
    """Why evidence was lost or gained, kept in a fact's values under "cause"."""

    WITHDRAWN = "withdrawn"
    LOST = "lost"
    RECORD = "record"
    DEFINITION = "definition"


ENUM_LABELS: dict[StrEnum, str] = {
    FactKind.RECEIVED: N_("Received"),
    FactKind.FOUND: N_("Found without a register line"),
    FactKind.COLLECTED: N_("Collected"),
    FactKind.MERGED: N_("Received by merger of museums"),
    FactKind.HOLDING: N_("Moved between holdings"),
    FactKind.REGISTERED: N_("Registered"),
    FactKind.STRUCK: N_("Register line struck through"),
    FactKind.MARKED: N_("Number marked on the object"),
    FactKind.UNMARKED: N_("Marking withdrawn"),
    FactKind.CLASSIFIED: N_("Classification confirmed"),
    FactKind.UNCLASSIFIED: N_("Classification withdrawn"),
    FactKind.DOSSIER: N_("Dossier complete"),
    FactKind.DOSSIER_REOPENED: N_("Dossier reopened"),
    FactKind.LEVEL: N_("Digitization level reached"),
    FactKind.LOST_LEVEL: N_("Digitization level lost"),
    FactKind.FULL_LEVEL: N_("Full digitization level reached"),
    FactKind.LOST_FULL_LEVEL: N_("Full digitization level lost"),
    FactKind.RETURNED: N_("Returned to its owner"),
    FactKind.LEFT: N_("Removed from the register"),
    FactKind.REINSTATED: N_("Put back on the register"),
    FactKind.VOIDED: N_("Fact voided"),
}


# What ends or moves something happened on a day: without one the deed's own day is meant.
NEEDS_A_DAY = frozenset(
    {
        FactKind.HOLDING,
        FactKind.STRUCK,
        FactKind.UNMARKED,
        FactKind.UNCLASSIFIED,
        FactKind.DOSSIER_REOPENED,
        FactKind.LOST_LEVEL,
        FactKind.LOST_FULL_LEVEL,
        FactKind.RETURNED,
        FactKind.LEFT,
        FactKind.REINSTATED,
    }
)


class DatedAhead(Refusal):
    """A fact was given a day that has not come yet."""

    msgid = N_("%(date)s has not come yet: a fact cannot be dated ahead.")


def fact_days(kind: FactKind, early: str | None, late: str | None, *, today: str) -> tuple[str | None, str | None]:
    """The days that a fact is noted with, all of them ISO text; "2026", said in 2026, is by today at the latest.

    Raises:
        DatedAhead: the first day has not come yet.
    """
    if early is None and kind in NEEDS_A_DAY:
        early = today
    if early is not None and early > today:
        raise DatedAhead(date=dt.date.fromisoformat(early))
    return early, min(late, today) if late else None


class Said(NamedTuple):
    """A fact said of an object that is being created; days are ISO text, as `Fact` explains them."""

    kind: FactKind
    effective_on: str | None = None
    effective_latest: str | None = None
    effective_text: str = ""
    opening: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the rules read it; `id` gives the order in which facts were recorded."""

    id: int
    kind: FactKind
    span: Span
    level: int = 0
    opening: bool = False
    voids_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def cause(self) -> Cause:
        """Why evidence changed; a loss without a named cause is a withdrawal."""
        return Cause(self.values.get("cause", Cause.WITHDRAWN))


def standing_facts(facts: Iterable[FactRow]) -> list[FactRow]:
    """The facts not voided, in the order in which they happened; a voided voiding lets the fact stand again."""
    dead: set[int] = set()
    alive = []
    for fact in sorted(facts, key=lambda fact: fact.id, reverse=True):  # a voiding is recorded after what it voids
        if fact.id in dead:
            continue
        if fact.voids_id is not None:
            dead.add(fact.voids_id)
        else:
            alive.append(fact)
    return sorted(alive, key=lambda fact: (fact.span.last, fact.id))
