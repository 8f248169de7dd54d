"""What a museum does first: each step is shown, with who does it, until it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """A thing that every museum does once: what and by whom (message ids), where, with which right, whether done."""

    label: str
    url: str
    permission: str
    by: str
    done: Callable[[Session], bool]


@dataclass(frozen=True)
class Seen:
    """A first step as one person sees it: `url` is empty for who may not do it, `by` says who may."""

    label: str
    met: bool
    url: str
    by: str


_steps: dict[str, FirstStep] = {}


def add_first_steps(**steps: FirstStep) -> None:
    """Register first steps in their order, by name (called in `wire()`, harmless when repeated)."""
    _steps.update(steps)


def first_steps(session: Session, user: Any) -> list[Seen]:
    """The checklist of a person in a new museum; empty once every step is done."""
    met = {name: step.done(session) for name, step in _steps.items()}
    if all(met.values()):
        return []
    return [
        Seen(step.label, met[name], step.url if user.can(step.permission) else "", step.by)
        for name, step in _steps.items()
    ]
