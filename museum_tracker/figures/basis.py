"""On what a figure rests: its population, its definition and its day, as every page, chart and export prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.figures.populations import get_population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure

Finder = Callable[[Session, dt.date], Message]
_definitions: dict[Measure, Finder] = {}


@dataclass(frozen=True)
class Basis:
    """The population with its document, the definition that the measure is counted by (if any), and the day."""

    population: Message
    document: Message
    definition: Message | None
    day: dt.date
    ready: bool


def add_definition(measures: Iterable[Measure], finder: Finder) -> None:
    """Tell by which definition some measures are counted on a day; called from `wire()`, harmless when repeated."""
    _definitions.update(dict.fromkeys(measures, finder))


def basis_of_figure(session: Session, ask: Ask) -> Basis:
    """On what a figure rests.

    Raises:
        NotFound: there is no such population.
    """
    day = ask.until or clock.today()
    found = get_population(session, ask.population, day)
    finder = _definitions.get(ask.measure)
    return Basis(
        population=found.title,
        document=found.basis,
        definition=finder(session, day) if finder else None,
        day=day,
        ready=found.ready,
    )
