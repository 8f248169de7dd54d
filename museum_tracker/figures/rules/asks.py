"""A question to the figures, and how it is written in an address so that any number opens its objects."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from museum_tracker.core.periods import ReportingYears, read_years
from museum_tracker.figures.rules.days import FOREVER, UNKNOWN, Window, day_of
from museum_tracker.figures.rules.measures import Measure, is_stock
from museum_tracker.figures.rules.populations import DEFAULT

NO_YEAR = "khong-ro-nam-"


@dataclass(frozen=True)
class Ask:
    """Which figure: a stock now or `as_of` a day, or a flow between `start` and `end`, in a population.

    `no_year` asks for what belongs to the flow but to none of these years: no day, or one across two of them.
    `known` asks for the figure as it was known at the end of a day: from what was recorded by then.
    """

    measure: Measure
    population: str = DEFAULT
    start: dt.date | None = None
    end: dt.date | None = None
    as_of: dt.date | None = None
    no_year: ReportingYears | None = None
    known: dt.date | None = None

    @property
    def until(self) -> dt.date | None:
        """The last day that counts."""
        if is_stock(self.measure) or self.end is None:
            return self.as_of
        return min(self.end, self.as_of) if self.as_of else self.end

    @property
    def window(self) -> Window:
        """The days that count."""
        start = UNKNOWN if is_stock(self.measure) or self.start is None else day_of(self.start)
        return Window(start, FOREVER if self.until is None else day_of(self.until), self.no_year)

    def text(self) -> str:
        """The question as one word of an address: measure.population.from.to.as-of, and .known if it looks back."""
        days = [str(day_of(day)) if day else "" for day in (self.start, self.end, self.as_of)]
        first = NO_YEAR + self.no_year.text() if self.no_year else days[0]
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
    no_year = read_years(parts[2].removeprefix(NO_YEAR)) if parts[2].startswith(NO_YEAR) else None
    start, end, as_of = (_date(part) for part in ("" if no_year else parts[2], *parts[3:5]))
    known = _date(parts[5]) if len(parts) > 5 else None
    return Ask(Measure(parts[0]), parts[1], start, end, as_of, no_year, known)


def _date(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007 - a day has no zone
