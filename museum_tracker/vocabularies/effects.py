"""What follows when a word comes to mean something else: features above move their records and facts, and show figures.

A feature registers in its `wire()`; nothing here knows of objects or figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeSet


@dataclass(frozen=True, kw_only=True)
class MeaningChange:
    """The words that mean something else from a day on: by meaning, the ids of words with what they meant and mean.

    With `restate` what happened before that day follows too; without, it stays as it was counted.
    """

    moved: Mapping[str, Mapping[int, tuple[str, str]]]
    valid_from: dt.date
    restate: bool

    def concerns(self, day: dt.date | None) -> bool:
        """Whether something of a day follows the new meaning; without a day only where everything does."""
        return self.restate or (day is not None and day >= self.valid_from)


@dataclass(frozen=True)
class FigureNow:
    """A figure as it is: what is counted, and where (a population, a year)."""

    label: Message
    scope: Message
    number: int


Effect = Callable[[Session, MeaningChange, ChangeSet], None]
FigureReader = Callable[[Session], Mapping[str, "FigureNow"]]
_effects: dict[str, Effect] = {}
_readers: dict[str, FigureReader] = {}


def add_effect(name: str, effect: Effect) -> None:
    """Have a feature carry a change of meaning into what it keeps."""
    _effects[name] = effect


def add_figure_reader(name: str, reader: FigureReader) -> None:
    """Have a feature show which of its figures a change of meaning moves."""
    _readers[name] = reader


def carry_out(session: Session, change: MeaningChange, deed: ChangeSet) -> None:
    """Let every feature follow a change of meaning."""
    for effect in _effects.values():
        effect(session, change, deed)


def read_figures(session: Session) -> dict[str, FigureNow]:
    """The figures that a change of meaning may move, as they are, each under a name of its own."""
    session.flush()
    return {key: figure for reader in _readers.values() for key, figure in reader(session).items()}
