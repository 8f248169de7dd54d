"""The states of a reporting year, and which may follow which."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from museum_tracker.core.i18n import N_


class YearState(StrEnum):
    """Where a reporting year stands; a closed year stays closed, what is restated stands beside it."""

    PLANNING = "planning"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


ENUM_LABELS: dict[StrEnum, str] = {
    YearState.PLANNING: N_("Planning"),
    YearState.RUNNING: N_("Under way"),
    YearState.CLOSING: N_("Closing"),
    YearState.CLOSED: N_("Closed for good"),
}
TONES = {
    YearState.PLANNING: "idle",
    YearState.RUNNING: "gold",
    YearState.CLOSING: "late",
    YearState.CLOSED: "ok",
}
FOLLOWS = {
    YearState.PLANNING: frozenset({YearState.RUNNING}),
    YearState.RUNNING: frozenset({YearState.CLOSING}),
    YearState.CLOSING: frozenset({YearState.RUNNING, YearState.CLOSED}),
    YearState.CLOSED: frozenset[YearState](),
}
LIST_BEFORE_END = dt.timedelta(days=31)


def may_follow(state: YearState, wanted: YearState) -> bool:
    """Whether a year may go from one state to another."""
    return wanted in FOLLOWS[state]


def state_by_calendar(start: dt.date, on: dt.date) -> YearState:
    """The state of a year that nobody has begun to close: the calendar's."""
    return YearState.PLANNING if on < start else YearState.RUNNING


def may_begin_closing(end: dt.date, on: dt.date) -> bool:
    """Whether the list of what is unsettled may be opened: from a month before the period's last day."""
    return on >= end - LIST_BEFORE_END


def may_close(end: dt.date, on: dt.date) -> bool:
    """Whether the figures may be frozen: from the period's last day."""
    return on >= end
