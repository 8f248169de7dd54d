"""Balances of a period: what stood at its start, what came and went for which reason, what stands at its end.

All balances asked for together are read together: a handful of statements, however many populations there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import table_of
from museum_tracker.figures.counting.sql import counts, falls_in
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.populations import Part, counted_bit, counted_parts
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.balances import (
    BALANCED,
    FIRSTS,
    Balance,
    BalanceRow,
    Line,
    StockBalance,
    lines_moved,
    lines_of,
    opening_part,
    reasons_of,
)
from museum_tracker.figures.rules.days import Window, day_of
from museum_tracker.figures.rules.measures import FLOW_OF, Measure, Reason
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.sums import bits_of, flow_sums, reason_sums, stock_sums

__all__ = [
    "FIRSTS", "Balance", "BalanceRow", "Line", "StockBalance", "digitized_balance", "lines_of", "list_balances",
    "opening_taken_over", "reasons_of", "stock_balance",
]  # fmt: skip

DAY = dt.timedelta(days=1)
Sums = dict[tuple[int, Measure], Figure]


def stock_balance(session: Session, population: str, *, start: dt.date, end: dt.date) -> StockBalance:
    """The register of a population over a period; newly registered is also split by when it was collected."""
    [found] = list_balances(session, [population], (Measure.REGISTERED,), start=start, end=end)
    assert isinstance(found, StockBalance)  # noqa: S101 - the register has one of its own
    return found


def digitized_balance(
    session: Session, population: str, level: Measure = Measure.LEVEL_1, *, start: dt.date, end: dt.date
) -> Balance:
    """The objects of a population at a digitization level (LEVEL_1, LEVEL_2, LEVEL_3, FULL_LEVEL) over a period."""
    return list_balances(session, [population], (level,), start=start, end=end)[0]


def list_balances(
    session: Session,
    populations: Sequence[str],
    stocks: Sequence[Measure] = BALANCED,
    *,
    start: dt.date,
    end: dt.date,
) -> list[Balance]:
    """The balances of stocks of populations over a period, population by population.

    Raises:
        NotFound: there is no such population.
        PopulationNotReady: it has not been counted yet.
    """
    parts = {code: counted_parts(session, code, start - DAY, end) for code in populations}
    reading = _Reading(session, [part for some in parts.values() for part in some], stocks, start, end)
    return [reading.balance(code, parts[code], stock) for code in populations for stock in stocks]


class _Reading:
    """The sums behind the balances of one period, each read once for all of them."""

    def __init__(
        self, session: Session, parts: Iterable[Part], stocks: Sequence[Measure], start: dt.date, end: dt.date
    ) -> None:
        self.session, self.start, self.end = session, start, end
        self.stocks = tuple(stocks)
        bits = {part.population.bit for part in parts}
        self.bit = bits.pop() if len(bits) == 1 else None
        self.steps: dict[tuple[dt.date, dt.date], dict[tuple[int, Measure], dict[tuple[Reason, bool], Figure]]] = {}
        self.stood: dict[dt.date, Sums] = {}
        self.also: dict[tuple[Measure, dt.date, dt.date], dict[int, Figure]] = {}
        flows, ask = tuple(FLOW_OF[stock] for stock in stocks), Ask(Measure.COLLECTED, start=start, end=end)
        self.attained = flow_sums(session, flows, ask, self.bit)

    def balance(self, code: str, parts: Sequence[Part], stock: Measure) -> Balance:
        """The balance of a stock of a population, part by part where its version changed."""
        found = dict.fromkeys(lines_of(stock), Figure())
        for place, part in enumerate(parts):
            if place:
                change = self._stood(part.start - DAY, part, stock).minus(
                    self._stood(part.start - DAY, parts[place - 1], stock)
                )
                found[Line.POPULATION] = found[Line.POPULATION].plus(change)
            for (reason, dated), figure in self._steps(part, stock).items():
                for line, share in lines_moved(stock, reason, figure, dated=dated):
                    found[line] = found[line].plus(share)
        plain = Balance(
            stock,
            code,
            self.start,
            self.end,
            opening=self._stood(self.start - DAY, parts[0], stock),
            lines=tuple(BalanceRow(line, label, found[line]) for line, label in lines_of(stock).items()),
            closing=self._stood(self.end, parts[-1], stock),
            attained=self.attained.get((parts[-1].population.bit or 0, FLOW_OF[stock]), Figure()),
        )
        return plain if stock is not Measure.REGISTERED else self._register(plain, parts)

    def _register(self, plain: Balance, parts: Sequence[Part]) -> StockBalance:
        collected = merged = Figure()
        for part in parts:
            collected = collected.plus(
                self._also(part, Measure.COLLECTED, Window(day_of(self.start), day_of(self.end)))
            )
            merged = merged.plus(self._also(part, Measure.MERGED, Window(until=day_of(self.end))))
        return StockBalance(
            **vars(plain),
            collected_this_period=collected,
            collected_earlier=plain.of(Line.FIRST).minus(collected).minus(merged),
            merged=merged,
            awaiting_register=self._stood(self.end, parts[-1], Measure.COLLECTED_UNREGISTERED),
        )

    def _stood(self, day: dt.date, part: Part, stock: Measure) -> Figure:
        if day not in self.stood:
            wanted = (*self.stocks, Measure.COLLECTED_UNREGISTERED) if day == self.end else self.stocks
            self.stood[day] = stock_sums(self.session, wanted, day, self.bit)
        return self.stood[day].get((part.population.bit or 0, stock), Figure())

    def _steps(self, part: Part, stock: Measure) -> dict[tuple[Reason, bool], Figure]:
        days = max(part.start, self.start), part.end
        if days[0] > days[1]:
            return {}
        if days not in self.steps:
            self.steps[days] = reason_sums(self.session, self.stocks, self.bit, *days)
        return self.steps[days].get((part.population.bit or 0, stock), {})

    def _also(self, part: Part, flow: Measure, window: Window) -> Figure:
        """Of what was newly registered in a part of the period, what also came to another flow in a window."""
        days = max(part.start, self.start), part.end
        if days[0] > days[1]:
            return Figure()
        if (flow, *days) not in self.also:
            registered = (Measure.NEWLY_REGISTERED, Window(day_of(days[0]), day_of(days[1])))
            self.also[flow, *days] = _in_both(self.session, registered, (flow, window))
        return self.also[flow, *days].get(part.population.bit or 0, Figure())


def opening_taken_over(session: Session, stock: Measure, population: str, *, start: dt.date, end: dt.date) -> Figure:
    """What an opening balance with its cut-off day in a period added to a stock: known since then, no growth of it."""
    bit = counted_bit(session, Ask(stock, population, as_of=end))
    sums = reason_sums(session, (stock,), bit, start, end).get((bit, stock), {})
    return opening_part(sums.get((Reason.FIRST, False), Figure()))


def came_by_merger(session: Session, stock: Measure, population: str, *, start: dt.date, end: dt.date) -> Figure:
    """What mergers of museums added to a stock in a period: another museum's holdings, no growth of one's own."""
    bit = counted_bit(session, Ask(stock, population, as_of=end))
    window, ever = Window(day_of(start), day_of(end)), Window(until=day_of(end))
    if stock not in FLOW_OF:
        return _merged(session, bit, Ask(Measure.MERGED, start=start, end=end))
    if not _merged(session, bit, Ask(Measure.MERGED, start=dt.date.min, end=end)).objects:
        return Figure()  # most museums never merged: the sums tell it without reading an object
    return _in_both(session, (FLOW_OF[stock], window), (Measure.MERGED, ever)).get(bit, Figure())


def _merged(session: Session, bit: int | None, ask: Ask) -> Figure:
    return flow_sums(session, (Measure.MERGED,), ask, bit).get((bit or 0, Measure.MERGED), Figure())


def _in_both(session: Session, one: tuple[Measure, Window], other: tuple[Measure, Window]) -> dict[int, Figure]:
    """The objects that two flows both count, each in its days, by population (its bit)."""
    standing = table_of(Standing).c
    plain = sa.select(standing.mask.label("mask"), standing.pieces).where(
        ~standing.eventful, standing.mask != 0, counts(*one), counts(*other)
    )
    first, second = (table_of(StandingEntry).alias(name) for name in ("one", "other"))
    eventful = sa.select(first.c.mask.bitwise_and(second.c.mask), standing.pieces).where(
        first.c.artifact_id == second.c.artifact_id,
        first.c.artifact_id == standing.artifact_id,
        *(
            condition
            for entry, (measure, window) in ((first.c, one), (second.c, other))
            for condition in (entry.measure == measure, falls_in(entry.first, entry.last, window))
        ),
    )
    both = sa.union_all(plain, eventful).subquery()
    query = sa.select(both.c.mask, sa.func.count(), sa.func.sum(both.c.pieces)).group_by(both.c.mask)
    found: dict[int, Figure] = {}
    for mask, objects, pieces in session.execute(query):
        for bit in bits_of(mask):
            found[bit] = found.get(bit, Figure()).plus(Figure(int(objects), int(pieces)))
    return found
