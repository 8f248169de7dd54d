"""What is counted outside the catalogue for a target: visits today; exhibitions and collections when they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.targets.visitors import sum_visitors


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Records that a target's number is summed from: `count(session, start, end)` is None where none were kept.

    `path` opens the records of a reporting year: it is given the year.
    """

    code: str
    label: str
    count: Callable[[Session, dt.date, dt.date], int | None]
    path: Callable[[int], str]


COUNTERS: dict[str, Counter] = {}


def add_counter(counter: Counter) -> None:
    """Let a feature count for targets (called in its `wire()`; a second registration replaces the first)."""
    COUNTERS[counter.code] = counter


VISITORS = Counter(
    code="visitors",
    label=N_("Visits, summed from the days and months entered"),
    count=sum_visitors,
    path=lambda year: f"/chi-tieu/khach-tham-quan?nam={year}",
)
