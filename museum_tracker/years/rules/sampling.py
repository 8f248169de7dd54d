"""The sample that proves a share: drawn by a seed that anybody can draw again, judged with its confidence interval."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from museum_tracker.core.i18n import N_

Z_95 = 1.959963984540054
DEFAULT_SIZE = 30
MOST = 1000


class Direction(StrEnum):
    """Which way a line of the sample is checked."""

    BOOK_TO_OBJECT = "book_to_object"
    OBJECT_TO_BOOK = "object_to_book"


class Outcome(StrEnum):
    """What checking a line of the sample found."""

    PENDING = "pending"
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


DIRECTION_LABELS: dict[StrEnum, str] = {
    Direction.BOOK_TO_OBJECT: N_("From the book to the object"),
    Direction.OBJECT_TO_BOOK: N_("From the object to the book"),
}
OUTCOME_LABELS: dict[StrEnum, str] = {
    Outcome.PENDING: N_("Not checked yet"),
    Outcome.AGREES: N_("Found and agrees"),
    Outcome.DIFFERS: N_("Found, differs"),
    Outcome.NOT_FOUND: N_("Not found"),
}
OUTCOME_TONES = {Outcome.PENDING: "idle", Outcome.AGREES: "ok", Outcome.DIFFERS: "late", Outcome.NOT_FOUND: "miss"}
ENUM_LABELS: dict[StrEnum, str] = {**DIRECTION_LABELS, **OUTCOME_LABELS}


@dataclass(frozen=True)
class Rate:
    """How many of the lines checked agree, and between which shares the whole lies with 95% confidence."""

    agree: int
    checked: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share that agrees; None before anything was checked."""
        return self.agree / self.checked if self.checked else None


def draw(frame: Sequence[int], size: int, seed: int, direction: Direction) -> list[int]:
    """So many members of a frame by a seed, in the order drawn; the same frame and seed draw the same."""
    chosen = random.Random(f"{seed}/{direction.value}")  # noqa: S311 - to be drawn again by anybody, not to be secret
    return chosen.sample(sorted(frame), min(size, len(frame)))


def draw_place(seed: int, position: int, count: int) -> int:
    """Which object on a shelf of so many is taken (1 is the first), by the seed and the line of the sample."""
    return random.Random(f"{seed}/place/{position}").randint(1, max(count, 1))  # noqa: S311 - see draw


def rate_of(agree: int, checked: int) -> Rate:
    """The rate with its 95% interval by Wilson, which holds for small samples and for all or none."""
    if not checked:
        return Rate(0, 0, 0.0, 1.0)
    share, square = agree / checked, Z_95 * Z_95
    middle = (share + square / (2 * checked)) / (1 + square / checked)
    spread = Z_95 / (1 + square / checked) * math.sqrt(share * (1 - share) / checked + square / (4 * checked**2))
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return Rate(agree, checked, 0.0 if agree == 0 else low, 1.0 if agree == checked else high)
