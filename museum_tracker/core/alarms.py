"""What must not wait: each feature names its own trouble, and the first pages show it in red to those it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A trouble: `find(session)` says it in a sentence, or None while all is well; `url` is the path of the way out."""

    name: str
    find: Callable[[Session], Message | None]
    url: str
    permission: str


@dataclass(frozen=True)
class Raised:
    """An alarm that rings."""

    message: Message
    url: str


_alarms: dict[str, Alarm] = {}


def add_alarm(alarm: Alarm) -> None:
    """Have a trouble shown on the first pages (called in a feature's `wire()`)."""
    _alarms[alarm.name] = alarm


def raised_for(session: Session, user: Any) -> list[Raised]:
    """The alarms that ring and concern a person."""
    concerned = [alarm for _name, alarm in sorted(_alarms.items()) if user.can(alarm.permission)]
    found = ((alarm.find(session), alarm.url) for alarm in concerned)
    return [Raised(message, url) for message, url in found if message is not None]
