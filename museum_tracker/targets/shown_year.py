"""Which reporting year the overview shows: the running one, or one that is over and waits for its figures to be closed.

Years are closed further up: that feature says here which ended ones wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy.orm import Session

from museum_tracker.core.periods import Period

Waiting = Callable[[Session, dt.date], list[Period]]
_waiting: list[Waiting] = []


def set_waiting_years(waiting: Waiting) -> None:
    """Register what lists the ended years that wait to be closed, the latest first."""
    _waiting[:] = [waiting]


def waiting_years(session: Session, on: dt.date) -> list[Period]:
    """The ended years that wait to be closed on a day, the latest first."""
    return _waiting[0](session, on) if _waiting else []


def shown_year(running: Period, waiting: list[Period], asked: int | None) -> Period:
    """The year to show: the latest that is over and not closed, unless the running one was asked for."""
    latest = waiting[0] if waiting else None
    if latest is None or latest.year != running.year - 1 or asked == running.year:
        return running
    return latest
