"""A question to the figures, and how it is written in an address so that any number opens its objects."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from museum_tracker.figures.rules.days import day_of
from museum_tracker.figures.rules.measures import Measure, is_stock
from museum_tracker.figures.rules.periods import PeriodRule
from museum_tracker.figures.rules.populations import DEFAULT

UNDATED = "khong-ro-ngay-"


@dataclass(frozen=True)
class Ask:
    """Which figure: a stock now or `as_of` a day, or a flow between `start` and `end`, in a population.

    `undated` asks for what belongs to the flow but to no period of that rule: no date, or one across two periods.
    `known` asks for the figure as it was known at the end of a day: from what was recorded by then.
    """

    measure: Measure
    population: str = DEFAULT
    start: dt.date | None = None
    end: dt.date | None = None
    as_of: dt.date | None = None
    undated: PeriodRule | None = None
    known: dt.date | None = None

    @property
    def until(self) -> dt.date | None:
        """The last day that counts."""
        if is_stock(self.measure) or self.end is None:
            return self.as_of
        return min(self.end, self.as_of) if self.as_of else self.end

    def text(self) -> str:
        """The question as one word of an address: measure.population.from.to.as-of, and .known if it looks back."""
        days = [str(day_of(day)) if day else "" for day in (self.start, self.end, self.as_of)]
        first = UNDATED + self.undated if self.undated else days[0]
        back = [str(day_of(self.known))] if self.known else []
        return ".".join([self.measure, self.population, first, *days[1:], *back])


def read_ask(text: str) -> Ask:
    """The question behind a word of an address.

    Raises:
        ValueError: the word is no question to the figures.
    """
    parts = text.split(".")
    if len(parts) not in {5, 6} or not parts[1]:
        raise ValueError(text)
    undated = PeriodRule(parts[2].removeprefix(UNDATED)) if parts[2].startswith(UNDATED) else None
    start, end, as_of = (_date(part) for part in ("" if undated else parts[2], *parts[3:5]))
    known = _date(parts[5]) if len(parts) > 5 else None
    return Ask(Measure(parts[0]), parts[1], start, end, as_of, undated, known)


def _date(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007 - a day has no zone
