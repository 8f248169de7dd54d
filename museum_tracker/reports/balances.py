"""The balances of a year, in the words of the report."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.periods import Period
from museum_tracker.figures.balances import list_balances as read_balances
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import Figures, get_population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.balances import Balance as Found
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.populations import DEFAULT, OUTSIDE
from museum_tracker.figures.rules.results import Figure
from museum_tracker.reports.closed import Closed
from museum_tracker.reports.summary import Balance
from museum_tracker.years.balances import BalanceLine, LineKind, balance_lines
from museum_tracker.years.bridges import bridges_of, bridges_to

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
    frozen = closed.year if closed else None
    if frozen is not None:
        balances = [balance for place in PRINTED if (balance := frozen.balance(*place))]
        bridges = bridges_of(session, frozen)
    else:
        balances = _live(session, until)
        bridges = bridges_to(session, balances)
    found = []
    for balance in balances:
        place = balance.population, balance.measure
        lines = balance_lines(balance, frozen, bridges.get(place))
        if balance.measure is Measure.REGISTERED:
            lines += _outside(session, until, held, closed)
        title = Message(TITLES[balance.measure], {"population": get_population(session, balance.population).title})
        key = f"{'stock' if balance.measure is Measure.REGISTERED else balance.measure}.{balance.population}"
        found.append(Balance(key=key, title=title, lines=tuple(lines)))
    return tuple(found)


def _live(session: Session, until: Period) -> list[Found]:
    populations = list(dict.fromkeys(population for _, population in PRINTED))
    stocks = [measure for measure, _ in PRINTED]
    read = read_balances(session, populations, stocks, start=until.start, end=until.end)
    found = {(balance.measure, balance.population): balance for balance in read}
    return [found[place] for place in PRINTED]


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
