"""What was frozen when a year was closed, as reports read it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.years.frozen import FrozenAsk, FrozenObjects
from museum_tracker.years.queries import ClosedYear, closed_year


@dataclass(frozen=True)
class Closed:
    """A closed year, or its latest restatement."""

    year: ClosedYear

    @property
    def basis(self) -> Message:
        """On what the figures rest, in the words of an official paper."""
        values = {"date": self.year.closed_at.date()}
        if self.year.number == 0:
            return Message(N_("figures closed on %(date)s"), values)
        msgid = N_("figures closed and restated, restatement %(number)s of %(date)s")
        return Message(msgid, {**values, "number": str(self.year.number)})

    @property
    def proof(self) -> Message:
        """The same with the first signs of the hash under which it was frozen, for the museum's own copies."""
        return Message(N_("%(basis)s (%(hash)s)"), {"basis": self.basis, "hash": self.year.hash[:12]})

    def told(self, *, internal: bool) -> Message:
        """On what the figures rest, as the official text or as an internal copy says it."""
        return self.proof if internal else self.basis

    def figure(self, measure: Measure, population: str = DEFAULT) -> Figure | None:
        """A frozen figure; None where none was frozen."""
        return self.year.figures.get((population, measure))

    def opens(self, ask: Ask) -> str:
        """The page that lists the objects of a figure of this year: as frozen, else as they are now."""
        flow = (ask.start, ask.end) == (self.year.start, self.year.end)
        if (flow or ask.as_of == self.year.end) and self.figure(ask.measure, ask.population) is not None:
            return FrozenAsk(self.year.year, self.year.number, ask.population, ask.measure).path
        return figure_path(ask)

    def objects(self, session: Session, measure: Measure) -> FrozenObjects | None:
        """The frozen objects behind a figure; None where none were frozen."""
        if (DEFAULT, measure) not in self.year.figures:
            return None
        return FrozenObjects(session, self.year, DEFAULT, measure)


def find_closed(session: Session, year: int) -> Closed | None:
    """A closed year with its latest restatement; None while it is open."""
    found = closed_year(session, year)
    return Closed(found) if found is not None else None
