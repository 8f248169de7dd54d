"""Who cites a population: features above (targets, closed years) tell it here, so that nothing cited is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message


@dataclass(frozen=True)
class Use:
    """Something that counts by a population, and its page; many of one kind share a heading, each with a short word."""

    label: Message
    url: str
    heading: Message | None = None
    short: str = ""


Finder = Callable[[Session, str], list[Use]]
_finders: dict[str, Finder] = {}


def add_use(name: str, finder: Finder) -> None:
    """Tell which things cite a population, by its code; called from `wire()`, harmless when repeated."""
    _finders[name] = finder


def uses_of(session: Session, code: str) -> list[Use]:
    """Everything that cites a population."""
    return [use for finder in _finders.values() for use in finder(session, code)]


def in_lines(uses: list[Use]) -> list[list[Use]]:
    """The lines in which a page names uses: those of one heading together, every other one for itself."""
    alone = [[use] for use in uses if use.heading is None]
    kinds = groupby((use for use in uses if use.heading is not None), key=lambda use: use.heading)
    return alone + [list(kind) for _heading, kind in kinds]
