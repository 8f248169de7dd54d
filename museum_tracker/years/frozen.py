"""A figure as it was frozen: how it is asked for in an address, and what the list of its objects says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from museum_tracker.figures.rules.days import Span
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.years.queries import ClosedYear, closed_year
from museum_tracker.years.shapes import Bridge

WORD = "chot"
PARTS = 5
LEVELS = {
    1: (Measure.LEVEL_1, Measure.FIRST_LEVEL_1),
    2: (Measure.LEVEL_2, Measure.FIRST_LEVEL_2),
    3: (Measure.LEVEL_3, Measure.FIRST_LEVEL_3),
}


@dataclass(frozen=True)
class FrozenAsk:
    """Which frozen figure: of a year's close (number 0) or its n-th restatement, a measure in a population."""

    year: int
    number: int
    population: str
    measure: Measure

    def text(self) -> str:
        """The question as one word of an address."""
        return f"{WORD}.{self.year}.{self.number}.{self.population}.{self.measure}"

    @property
    def path(self) -> str:
        """The page that lists the objects."""
        return f"/nam/{self.year}/so-lieu/{self.population}.{self.measure}?ban={self.number}"


def bridge_path(bridge: Bridge, code: str, frozen: ClosedYear | None) -> str:
    """The page that lists the objects of a part of a bridge: as frozen with the year that it opens, or as of now."""
    version = "" if frozen is None else f"?ban={frozen.number}"
    return f"/nam/{bridge.year + 1}/noi-ky/{bridge.population}.{bridge.measure}/{code}{version}"


def read_frozen(text: str) -> FrozenAsk | None:
    """The question behind a word of an address; None where the word asks for nothing frozen.

    Raises:
        ValueError: it asks for something frozen, but for no figure.
    """
    parts = text.split(".")
    if parts[0] != WORD:
        return None
    if len(parts) != PARTS:
        raise ValueError(text)
    return FrozenAsk(int(parts[1]), int(parts[2]), parts[3], Measure(parts[4]))


def find_frozen(session: Session, ask: FrozenAsk) -> FrozenObjects | None:
    """The objects behind a frozen figure; None where nothing was frozen."""
    found = closed_year(session, ask.year, ask.number)
    if found is None or not found.list_hash(ask.population, ask.measure):
        return None
    return FrozenObjects(session, found, ask.population, ask.measure)


class FrozenObjects:
    """The objects behind a frozen figure, and what was frozen of each; everything is read when it is asked for.

    Reading raises `Damaged` where a list is not what was frozen.
    """

    def __init__(self, session: Session, year: ClosedYear, population: str, measure: Measure) -> None:
        self.session, self.year, self.population, self.measure = session, year, population, measure

    @property
    def count(self) -> int:
        """How many they are."""
        return self.year.figures[self.population, self.measure].objects

    @cached_property
    def ids(self) -> list[int]:
        """The objects, ascending."""
        return self.year.ids(self.session, self.population, self.measure)

    @cached_property
    def pieces(self) -> Mapping[int, int]:
        """The pieces of each object of more than one piece."""
        return self.year.pieces(self.session)

    @cached_property
    def levels(self) -> Mapping[int, int]:
        """The level at which each object stood on the year's last day; one that is not named stood at none.

        What was not on the register by then is in no stock: it stood where the year brought it.
        """
        wanted = set(self.ids)
        registered = self._also_in(wanted, Measure.REGISTERED)
        found: dict[int, int] = {}
        for level, (stock, first) in LEVELS.items():
            found |= dict.fromkeys(self._also_in(wanted, stock), level)
            found |= dict.fromkeys(self._also_in(wanted - registered, first), level)
        return found

    def _also_in(self, wanted: set[int], measure: Measure) -> set[int]:
        return wanted.intersection(self.year.ids(self.session, self.population, measure))

    @cached_property
    def days(self) -> Mapping[int, Span] | None:
        """When each object came to the figure; None where the close was made before days were frozen."""
        return self.year.days(self.session, self.measure)
