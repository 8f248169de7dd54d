"""The tasks that a worker knows by name, and those that come round by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import Message
from museum_tracker.jobs.context import JobContext, LostLease

__all__ = [
    "PERIODIC",
    "TASKS",
    "JobContext",
    "LostLease",
    "Periodic",
    "Permanent",
    "find_task",
    "periodic",
    "task",
    "task_label",
]

Handler = Callable[..., "dict[str, Any] | None"]
H = TypeVar("H", bound=Callable[..., Any])

TASKS: dict[str, Handler] = {}
LABELS: dict[str, str] = {}
PERIODIC: dict[str, Periodic] = {}


class Permanent(Refusal):
    """A job cannot be done and trying again will not help; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self._message = message

    @property
    def message(self) -> Message:
        """The reason, not yet in any language."""
        return self._message


@dataclass(frozen=True, kw_only=True)
class Periodic:
    """A task that the workers start by themselves, once each `every`, whichever of them is awake."""

    kind: str
    every: dt.timedelta


def task(kind: str, *, label: str = "") -> Callable[[H], H]:
    """Give a handler `(job: JobContext, **args)` the name under which jobs ask for it, and a label people read.

    It runs at least once, so a second run must do no harm. A dict it returns is kept as the job's result.
    """

    def register(handler: H) -> H:
        if TASKS.get(kind, handler) is not handler:
            raise ValueError(f"two tasks are called {kind}")
        TASKS[kind] = handler
        if label:
            LABELS[kind] = label
        return handler

    return register


def periodic(kind: str, *, every: dt.timedelta) -> None:
    """Have a task run once each `every` (call it in the feature's `wire()` or under its `@task`)."""
    PERIODIC[kind] = Periodic(kind=kind, every=every)


def task_label(kind: str) -> str:
    """What a kind of job does, as a message id; its name where nobody has said."""
    return LABELS.get(kind, kind)


def find_task(kind: str) -> Handler | None:
    """The handler of a kind of job, if some feature registered one."""
    return TASKS.get(kind)
