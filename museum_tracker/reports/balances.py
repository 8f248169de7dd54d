"""The balances of a year, in the words of the report."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.balances import Balance as Found
from museum_tracker.figures.balances import BalanceRow, Line, StockBalance, digitized_balance, stock_balance
from museum_tracker.figures.links import line_path
from museum_tracker.figures.queries import Figures, flows, get_population
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.periods import Period
from museum_tracker.figures.rules.populations import OUTSIDE
from museum_tracker.figures.rules.results import Figure
from museum_tracker.reports.closed import Closed
from museum_tracker.reports.summary import Balance, BalanceLine

ALWAYS = {Line.FIRST, Line.REMOVED, Line.WITHDRAWN, Line.REGAINED}
FLOW_OF = {
    Measure.REGISTERED: Measure.NEWLY_REGISTERED,
    Measure.LEVEL_1: Measure.FIRST_LEVEL_1,
    Measure.LEVEL_2: Measure.FIRST_LEVEL_2,
    Measure.LEVEL_3: Measure.FIRST_LEVEL_3,
    Measure.FULL_LEVEL: Measure.FIRST_FULL_LEVEL,
}
TITLES = {
    Measure.LEVEL_1: N_("Digitized to level 1 or higher: %(population)s"),
    Measure.FULL_LEVEL: N_("Digitized to the full level: %(population)s"),
}


def list_balances(session: Session, until: Period, held: Figures, closed: Closed | None = None) -> tuple[Balance, ...]:
    """Register and digitization of a period that ends on the day the figures are taken; `held` are its last stocks.

    A closed year has the balances that were frozen.
    """
    days = {"start": until.start, "end": until.end}
    came = flows(session, **days)
    frozen = closed.year if closed else None
    stock = frozen.balance(Measure.REGISTERED, "all_holdings") if frozen else None
    if not isinstance(stock, StockBalance):
        stock = stock_balance(session, "all_holdings", **days)
    digitized = [
        (frozen.balance(level, population) if frozen else None) or digitized_balance(session, population, level, **days)
        for population, level in (("objects_proper", Measure.LEVEL_1), ("all_holdings", Measure.FULL_LEVEL))
    ]
    return (_stock(session, stock, held, came), *(_digitized(session, found, came) for found in digitized))


def _stock(session: Session, found: StockBalance, held: Figures, came: Figures) -> Balance:
    title = Message(N_("On the register: %(population)s"), {"population": _name(session, found.population)})
    lines = [_opening(found)]
    for row in _worth_showing(found):
        lines.append(_moved(found, row, came))
        if row.line is Line.FIRST:
            lines += [
                _beside(N_("of which collected in this period"), found.collected_this_period.objects),
                _beside(N_("of which collected earlier"), found.collected_earlier.objects),
            ]
    lines.append(_closing(found))
    waiting = Ask(Measure.COLLECTED_UNREGISTERED, found.population, as_of=found.end)
    lines.append(_beside(N_("Beside it: collected, not yet registered"), found.awaiting_register.objects, waiting))
    for code in OUTSIDE:
        objects = held.get((code, Measure.PRESENT), Figure()).objects
        if objects:
            label = Message(N_("Beside it: %(population)s"), {"population": _name(session, code)})
            ask = Ask(Measure.PRESENT, code, as_of=found.end)
            lines.append(BalanceLine(label=label, objects=objects, beside=True, figure=ask))
    return Balance(key=f"stock.{found.population}", title=title, lines=tuple(lines))


def _digitized(session: Session, found: Found, came: Figures) -> Balance:
    title = Message(TITLES[found.measure], {"population": _name(session, found.population)})
    moved = [_moved(found, row, came) for row in _worth_showing(found)]
    key = f"{found.measure}.{found.population}"
    return Balance(key=key, title=title, lines=(_opening(found), *moved, _closing(found)))


def _worth_showing(found: Found) -> list[BalanceRow]:
    return [row for row in found.lines if row.figure.objects or row.line in ALWAYS]


def _opening(found: Found) -> BalanceLine:
    day = Message(N_("Opening, %(date)s"), {"date": found.start})
    return BalanceLine(label=day, objects=found.opening.objects, total=True)


def _closing(found: Found) -> BalanceLine:
    ask = Ask(found.measure, found.population, as_of=found.end)
    label = Message(N_("Closing, %(date)s"), {"date": found.end})
    return BalanceLine(label=label, objects=found.closing.objects, total=True, figure=ask)


def _moved(found: Found, row: BalanceRow, came: Figures) -> BalanceLine:
    flow = FLOW_OF[found.measure] if row.line is Line.FIRST else Measure.REMOVED if row.line is Line.REMOVED else None
    ask = None
    # What came and went again in the period is in the line, but no longer in the flow: then there is no list to open.
    if (
        flow is not None
        and row.figure.objects
        and came.get((found.population, flow), Figure()).objects == abs(row.figure.objects)
    ):
        ask = Ask(flow, found.population, start=found.start, end=found.end)
    path = line_path(found, row.line) if row.figure.objects else ""
    return BalanceLine(label=Message(row.label), objects=row.figure.objects, figure=ask, path=path)


def _beside(label: str, objects: int, ask: Ask | None = None) -> BalanceLine:
    return BalanceLine(label=Message(label), objects=objects, beside=True, figure=ask)


def _name(session: Session, code: str) -> Message:
    return get_population(session, code).title
