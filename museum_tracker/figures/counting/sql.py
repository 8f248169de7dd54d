"""The statements of the figures as conditions of the database: who stands so on a day, who came in a period.

An object that only ever gained is counted from the days on its standing, one that came and went from its entries;
`rules.counting` says the same in Python.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from museum_tracker.core.db import table_of
from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.rules.days import UNKNOWN, Window
from museum_tracker.figures.rules.measures import BIT, DEPARTURES, STATEMENTS, Evidence, Measure, is_stock

Condition = sa.ColumnElement[bool]


def day_columns(evidence: Evidence) -> tuple[Any, Any]:
    """The columns with both ends of the day on which an object came to some evidence."""
    columns = table_of(Standing).c
    return columns[f"{evidence}_first"], columns[f"{evidence}_last"]


def stands_now(measure: Measure) -> Condition:
    """Whether an object is counted in a stock now."""
    return table_of(Standing).c.stocks.bitwise_and(BIT[measure]) != 0


def counts(measure: Measure, window: Window) -> Condition:
    """Whether an object that only ever gained is counted: in a stock at the window's end, in a flow within it."""
    if measure in DEPARTURES:
        return sa.false()
    said = STATEMENTS[measure]
    if not is_stock(measure):
        belongs = table_of(Standing).c.flows.bitwise_and(BIT[measure]) != 0
        return belongs & falls_in(*dates_of(measure), window)
    stood = sa.and_(*(day_columns(evidence)[1] <= window.until for evidence in said.holds))
    if said.unless is None:
        return stood
    until = day_columns(said.unless)[1]
    return stood & (until.is_(None) | (until > window.until))


def dates_of(measure: Measure) -> tuple[Any, Any]:
    """Both ends of the day that places an object which only ever gained, as parts of a statement.

    On a stock of a balance what has to be given came no later than what is counted (see `plain_dates`).
    """
    spans = [day_columns(evidence) for evidence in STATEMENTS[measure].by]
    return _greatest([first for first, _ in spans]), _greatest([last for _, last in spans])


def entries_counting(measure: Measure, window: Window, belongs: Condition) -> sa.Select[Any]:
    """The ids of the objects that came and went and are counted, among the entries of some populations."""
    entry = table_of(StandingEntry).c
    found = sa.select(entry.artifact_id).where(entry.measure == measure, belongs)
    if not is_stock(measure):
        return found.where(falls_in(entry.first, entry.last, window))
    until = found.where(entry.last <= window.until).group_by(entry.artifact_id)
    return until.having(sa.func.sum(entry.sign) > 0)


def falls_in(first: Any, last: Any, window: Window) -> Condition:
    """Whether something that happened between two days falls in a window."""
    return falls(first, last, window.start or None, window.until, window.no_year)


def falls(first: Any, last: Any, start: Any, until: Any, no_year: ReportingYears | None = None) -> Condition:
    """Whether something between two days falls between two others; these may be parameters, or None where open."""
    conditions: list[Condition] = [sa.true()]
    if no_year is not None:
        conditions.append((first == UNKNOWN) | (year_of(first, no_year) != year_of(last, no_year)))
    elif start is not None:
        # The second follows from the first, and lets both engines seek in the key.
        conditions += [first >= start, last >= start]
    if until is not None:
        conditions.append(last <= until)
    return sa.and_(*conditions)


def year_of(day: Any, years: ReportingYears) -> Any:
    """The reporting year of a day."""
    year = day // 10_000
    turns = sorted(years.turns(), reverse=True)
    last = sa.case(*((year >= first, turn) for first, turn in turns), else_=turns[-1][1])
    return year + sa.case((day % 10_000 > last, 1), else_=0)


def _greatest(columns: list[Any]) -> Any:
    """The latest of several days; neither engine's own word for it is the other's."""
    found = columns[0]
    for column in columns[1:]:
        found = sa.case((column > found, column), else_=found)
    return found
