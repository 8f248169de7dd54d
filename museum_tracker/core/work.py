"""What waits to be done: each feature counts its own queue, the overview shows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message


@dataclass(frozen=True, kw_only=True)
class Work:
    """A queue of work: how many things wait, where they are worked off, and who may do it.

    `label` is a message id ("Classifications to confirm"); `count(session, user)` gives the number waiting for that
    person; `url` is the path of the queue; `permission` is the right that the work needs; `detail(session, user)` may
    add a sentence ("oldest 9 days"). Lower `order` comes first; `icon` names a drawing of the navigation.
    """

    name: str
    label: str
    count: Callable[[Session, Any], int]
    url: str
    permission: str
    order: int = 100
    icon: str = ""
    detail: Callable[[Session, Any], Message | None] | None = None


WORKS: dict[str, Work] = {}


def add_work(*works: Work) -> None:
    """Register queues of work (called in a feature's `wire()`; a second registration replaces the first)."""
    WORKS.update({work.name: work for work in works})


def waiting_in(*names: str) -> Callable[[Session, Any], int]:
    """What a navigation entry counts: how many things wait in these queues for a person who may work on them."""

    def count(session: Session, user: Any) -> int:
        return sum(WORKS[name].count(session, user) for name in names if user.can(WORKS[name].permission))

    return count


def list_works() -> list[Work]:
    """All queues of work, in the order in which they are shown."""
    return sorted(WORKS.values(), key=lambda work: (work.order, work.name))
