"""Time: instants are aware UTC; business dates are days in the museum's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

_now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)  # noqa: E731 - replaced by tests


def now() -> dt.datetime:
    """This instant, in UTC."""
    return _now()


def today(zone: str = "Asia/Ho_Chi_Minh") -> dt.date:
    """Today's date where the museum stands."""
    return now().astimezone(ZoneInfo(zone)).date()


def local(instant: dt.datetime, zone: str = "Asia/Ho_Chi_Minh") -> dt.datetime:
    """An instant on the museum's wall clock."""
    return instant.astimezone(ZoneInfo(zone))


def end_of(day: dt.date, zone: str = "Asia/Ho_Chi_Minh") -> dt.datetime:
    """The last instant of a day where the museum stands."""
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    return following.astimezone(dt.UTC) - dt.timedelta(microseconds=1)


def freeze(instant: dt.datetime | None) -> None:
    """Stop the clock at an instant (tests and demonstration data), or let it run again."""
    global _now
    _now = (lambda: dt.datetime.now(dt.UTC)) if instant is None else (lambda: instant)
