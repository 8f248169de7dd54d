"""What the pages of reporting years show: figures and balances of one population, frozen or as they are now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.balances import Balance, StockBalance, list_balances
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import Figures
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS, MEASURES, Measure, is_stock
from museum_tracker.figures.rules.results import Figure
from museum_tracker.years.adjustments import Adjustment, Change
from museum_tracker.years.balances import BalanceLine, balance_lines
from museum_tracker.years.bridges import bridges_of, bridges_to
from museum_tracker.years.frozen import FrozenAsk
from museum_tracker.years.queries import ClosedYear, Year, get_year, list_known
from museum_tracker.years.shapes import Bridge

SHOWN = {Measure.LEVEL_1, Measure.FULL_LEVEL}
ORDER = (Change.LEFT, Change.PIECES, Change.JOINED)
BACK, AHEAD = 3, 1


@dataclass(frozen=True)
class Row:
    """A line of a table: its words, the figure, the page that lists its objects."""

    label: Message
    figure: Figure
    path: str


@dataclass(frozen=True)
class Table:
    """A balance as the page prints it."""

    title: Message
    rows: tuple[BalanceLine, ...]


@dataclass(frozen=True)
class Moved:
    """An object behind adjustments: what one deed did to it, in which figures, and why."""

    one: Adjustment
    measures: tuple[Measure, ...]
    whys: tuple[Message, ...]


def moved_objects(found: Sequence[Adjustment]) -> list[Moved]:
    """Adjustments by object and deed; what left comes first."""
    groups: dict[tuple[int, Change, int | None], list[Adjustment]] = {}
    for one in found:
        groups.setdefault((one.artifact_id, one.change, one.deed_id), []).append(one)
    ordered = sorted(groups.items(), key=lambda item: (ORDER.index(item[0][1]), -(item[0][2] or 0), item[0][0]))
    return [
        Moved(
            same[0],
            tuple(one.measure for one in same),
            tuple(Message(msgid) for msgid in dict.fromkeys(one.why.msgid for one in same)),
        )
        for _, same in ordered
    ]


def list_years(session: Session, on: dt.date) -> list[Year]:
    """The years that were taken up and those about today, newest first."""
    known = {year.year: year for year in list_known(session)}
    this = get_profile(session).year_on(on)
    around = range(min([this - BACK, *known]), max([this + AHEAD, *known]) + 1)
    return [known.get(year) or get_year(session, year, on) for year in reversed(around)]


def figure_rows(
    year: Year, population: str, figures: Figures, frozen: ClosedYear | None
) -> list[tuple[Message, list[Row]]]:
    """The figures of a population in two groups: what stood on the last day, what came in the year."""
    groups: list[tuple[Message, list[Row]]] = [
        (Message(N_("On the last day, %(date)s"), {"date": year.end}), []),
        (Message(N_("In the year")), []),
    ]
    for measure in MEASURES:
        figure = figures.get((population, measure), Figure())
        if figure.objects:
            path = _path(year, population, measure, frozen)
            groups[not is_stock(measure)][1].append(Row(Message(MEASURE_LABELS[measure]), figure, path))
    return [group for group in groups if group[1]]


def balance_tables(session: Session, year: Year, population: str, frozen: ClosedYear | None) -> list[Table]:
    """Both balances of a population: of the register, and of each level of digitization that matters."""
    if frozen is not None:
        found = [balance for balance in frozen.balances if balance.population == population]
    else:
        found = list_balances(session, [population], start=year.start, end=year.end)
    bridges = bridges_of(session, frozen) if frozen else bridges_to(session, found)
    return [
        _table(balance, frozen, bridges.get((balance.population, balance.measure)))
        for balance in found
        if isinstance(balance, StockBalance) or balance.measure in SHOWN or _moved(balance)
    ]


def _moved(balance: Balance) -> bool:
    return bool(balance.closing.objects or balance.opening.objects or any(row.figure.objects for row in balance.lines))


def _table(balance: Balance, frozen: ClosedYear | None, bridge: Bridge | None) -> Table:
    return Table(Message(MEASURE_LABELS[balance.measure]), tuple(balance_lines(balance, frozen, bridge)))


def _path(year: Year, population: str, measure: Measure, frozen: ClosedYear | None) -> str:
    """The page that lists the objects: those frozen, or those of an open year as they are now."""
    if frozen is not None:
        return FrozenAsk(year.year, frozen.number, population, measure).path
    return path_now(year, population, measure)


def path_now(year: Year, population: str, measure: Measure) -> str:
    """The page that lists the objects of a figure of a year as they are known today."""
    if is_stock(measure):
        return figure_path(Ask(measure, population, as_of=year.end))
    return figure_path(Ask(measure, population, start=year.start, end=year.end))
