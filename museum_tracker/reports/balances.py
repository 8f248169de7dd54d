"""The balances of a year, in the words of the report."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.balances import digitized_balance, stock_balance
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import Figures, get_population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.balances import Balance as Found
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.core.periods import Period
from museum_tracker.figures.rules.populations import DEFAULT, OUTSIDE
from museum_tracker.figures.rules.results import Figure
from museum_tracker.reports.closed import Closed
from museum_tracker.reports.summary import Balance
from museum_tracker.years.balances import BalanceLine, LineKind, balance_lines

TITLES = {
    Measure.REGISTERED: N_("On the register: %(population)s"),
    Measure.LEVEL_1: N_("Digitized to level 1 or higher: %(population)s"),
    Measure.FULL_LEVEL: N_("Digitized to the full level: %(population)s"),
}
PRINTED = (
    (Measure.REGISTERED, DEFAULT),
    (Measure.LEVEL_1, "objects_proper"),
    (Measure.FULL_LEVEL, DEFAULT),
)


def list_balances(session: Session, until: Period, held: Figures, closed: Closed | None = None) -> tuple[Balance, ...]:
    """Register and digitization of a period that ends on the day the figures are taken; `held` are its last stocks.

    A closed year has the balances that were frozen, each line with the list that was.
    """
    found = []
    for measure, population in PRINTED:
        kept = closed.year.balance(measure, population) if closed else None
        balance = kept or _live(session, measure, population, until)
        lines = balance_lines(balance, closed.year if closed and kept else None)
        if measure is Measure.REGISTERED:
            lines += _outside(session, until, held, closed)
        title = Message(TITLES[measure], {"population": get_population(session, population).title})
        key = f"{'stock' if measure is Measure.REGISTERED else measure}.{population}"
        found.append(Balance(key=key, title=title, lines=tuple(lines)))
    return tuple(found)


def _live(session: Session, measure: Measure, population: str, until: Period) -> Found:
    days = {"start": until.start, "end": until.end}
    if measure is Measure.REGISTERED:
        return stock_balance(session, population, **days)
    return digitized_balance(session, population, measure, **days)


def _outside(session: Session, until: Period, held: Figures, closed: Closed | None) -> list[BalanceLine]:
    """What the museum keeps beside its holdings: reference objects, deposits, copies, loans."""
    lines = []
    for code in OUTSIDE:
        kept = closed.figure(Measure.PRESENT, code) if closed else None
        figure = kept or held.get((code, Measure.PRESENT), Figure())
        if figure.objects:
            label = Message(N_("Beside it: %(population)s"), {"population": get_population(session, code).title})
            ask = Ask(Measure.PRESENT, code, as_of=until.end)
            path = closed.opens(ask) if closed else figure_path(ask)
            lines.append(BalanceLine(label, figure, LineKind.BESIDE, path))
    return lines
