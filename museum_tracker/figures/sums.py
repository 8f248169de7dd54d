"""Adding up the sums: folded ones and the differences not yet folded, in one statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.figures.models import Tally, TallyDelta
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import UNKNOWN, day_of, month_of
from museum_tracker.figures.rules.measures import Measure, Reason
from museum_tracker.figures.rules.periods import PeriodRule
from museum_tracker.figures.rules.results import Figure

Table = type[Tally] | type[TallyDelta]
Condition = sa.ColumnElement[bool]
When = Callable[[Table], Condition]
Sums = dict[tuple[int, Measure], Figure]

DECREE_STARTS = 1215


def stock_sums(session: Session, wanted: Sequence[Measure], as_of: dt.date | None, bit: int | None = None) -> Sums:
    """Stocks now or as of a day, by population (its bit) and measure."""
    if as_of is None:
        return _grouped(session, _total_statement(tuple(wanted)), {}, bit)
    return _grouped(session, _by_mask(_until(wanted, bit, day_of(as_of))), {}, bit)


def flow_sums(session: Session, wanted: Sequence[Measure], ask: Ask, bit: int | None = None) -> Sums:
    """Flows of the ask's period, by population (its bit) and measure."""
    given = {"start": ask.start, "until": ask.until}
    days = {name: day_of(day) for name, day in given.items() if day is not None}
    if ask.undated is not None:
        days.pop("start", None)
    elif ask.start is not None and ask.until is not None:
        first, last = _whole_months(ask.start, ask.until)
        if first <= last:
            return _grouped(session, _months_statement(tuple(wanted)), days | {"from": first, "to": last}, bit)
    return _grouped(session, _flow_statement(tuple(wanted), ask.undated, frozenset(days)), days, bit)


def _whole_months(start: dt.date, until: dt.date) -> tuple[int, int]:
    """The first and the last month that lie in a period with all their days."""
    first = start if start.day == 1 else (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    following = until + dt.timedelta(days=1)
    return month_of(day_of(first)), month_of(day_of(following.replace(day=1) - dt.timedelta(days=1)))


@cache
def _total_statement(wanted: tuple[Measure, ...]) -> sa.Select[Any]:
    # Built once: putting the statement together takes longer than the database needs to answer it.
    return _by_mask(_source("total", lambda _: sa.true(), wanted, None))


@cache
def _flow_statement(wanted: tuple[Measure, ...], undated: PeriodRule | None, given: frozenset[str]) -> sa.Select[Any]:
    start, until = (sa.bindparam(name, type_=sa.Integer) if name in given else None for name in ("start", "until"))
    return _by_mask(_source("day", lambda table: _span(table.first, table.last, undated, start, until), wanted, None))


@cache
def _months_statement(wanted: tuple[Measure, ...]) -> sa.Select[Any]:
    """A flow from the sums of whole months, of the days before and after them, and of spans that reach over a month.

    A period has thousands of sums of days: leaving most of them out makes a year three times faster.
    """
    start, until, first, last = (sa.bindparam(name, type_=sa.Integer) for name in ("start", "until", "from", "to"))
    chosen = [*_where(Tally, wanted, None)]
    days = [Tally.grain == "day", *chosen, Tally.first >= start]
    parts = [
        _part(Tally, Tally.grain == "month", *chosen, Tally.last.between(first, last), Tally.first == Tally.last),
        _part(Tally, *days, Tally.last.between(first * 100, last * 100 + 99), Tally.first < Tally.last // 100 * 100),
        _part(Tally, *days, Tally.last >= start, Tally.last < first * 100),
        _part(Tally, *days, Tally.last > last * 100 + 99, Tally.last <= until),
        _part(
            TallyDelta, *_where(TallyDelta, wanted, None), _span(TallyDelta.first, TallyDelta.last, None, start, until)
        ),
    ]
    return _by_mask(sa.union_all(*parts).subquery())


def in_span(first: Any, last: Any, ask: Ask) -> Condition:
    """Whether something that happened between two days counts in the ask's period."""
    start, until = (None if day is None else day_of(day) for day in (ask.start, ask.until))
    return _span(first, last, ask.undated, start, until)


def _span(first: Any, last: Any, undated: PeriodRule | None, start: Any, until: Any) -> Condition:
    conditions: list[Condition] = [sa.true()]
    if undated is not None:
        conditions.append((first == UNKNOWN) | (_period_year(first, undated) != _period_year(last, undated)))
    elif start is not None:
        # The second follows from the first, and lets both engines seek in the key.
        conditions += [first >= start, last >= start]
    if until is not None:
        conditions.append(last <= until)
    return sa.and_(*conditions)


def month_steps(session: Session, wanted: Sequence[Measure], bit: int, until: dt.date) -> list[tuple[int, Figure]]:
    """What stocks gained or lost in each month up to a day; of that day's month only its days until then."""
    source = _until(wanted, bit, day_of(until))
    month = sa.case((source.c.last > 999_999, source.c.last // 100), else_=source.c.last)
    query = sa.select(month, *_totals(source)).group_by(month).order_by(month)
    return [(int(row[0]), _figure(row[1:])) for row in session.execute(query)]


def month_flows(session: Session, wanted: Measure, bit: int, start: dt.date, end: dt.date) -> dict[int, Figure]:
    """A flow by month, of what is dated to the month."""
    source = _source("day", lambda table: in_span(table.first, table.last, Ask(wanted, "", start, end)), (wanted,), bit)
    month = source.c.last // 100
    query = sa.select(month, *_totals(source)).where(source.c.first // 100 == month).group_by(month)
    return {int(row[0]): _figure(row[1:]) for row in session.execute(query)}


def first_day(session: Session, wanted: Measure, bit: int) -> int | None:
    """The first day of a measure that does not rest on the opening balance, among those known to the month."""
    query = _source("month", lambda table: (table.first != UNKNOWN) & ~table.opening, (wanted,), bit)
    month = sa.case((query.c.first > 999_999, query.c.first // 100), else_=query.c.first)
    first = session.scalar(sa.select(sa.func.min(month)).where(query.c.objects > 0))
    if first is None:
        return None
    inside = (first * 100, first * 100 + 99)
    days = _source(
        "day",
        lambda table: table.last.between(*inside) & table.first.between(*inside) & ~table.opening,
        (wanted,),
        bit,
    )
    return session.scalar(sa.select(sa.func.min(days.c.first)).where(days.c.objects > 0)) or first * 100 + 1


def reason_sums(
    session: Session, wanted: Measure, bit: int, start: dt.date, end: dt.date
) -> dict[tuple[Reason, bool], Figure]:
    """Steps of a stock in a period by reason; True marks what is dated exactly enough for the period."""
    source = _source("day", lambda table: table.last.between(day_of(start), day_of(end)), (wanted,), bit)
    dated = source.c.first >= day_of(start)
    query = sa.select(source.c.reason, dated, *_totals(source)).group_by(source.c.reason, dated)
    return {(Reason(row[0]), bool(row[1])): _figure(row[2:]) for row in session.execute(query)}


def _period_year(day: Any, rule: PeriodRule) -> Any:
    year = day // 10_000
    if rule is PeriodRule.CALENDAR:
        return year
    return year + sa.case((day % 10_000 >= DECREE_STARTS, 1), else_=0)


def _where(table: Table, wanted: Iterable[Measure], bit: int | None) -> list[Condition]:
    chosen: list[Condition] = [table.measure.in_(list(wanted))]
    return chosen if bit is None else [*chosen, table.mask.bitwise_and(1 << bit) != 0]


def _part(table: Table, *where: Condition) -> Any:
    columns = (table.mask, table.measure, table.first, table.last, table.reason, table.opening)
    return sa.select(*columns, table.objects, table.pieces).where(*where)


def _source(grain: str, when: When, wanted: Iterable[Measure], bit: int | None) -> sa.Subquery:
    wanted = list(wanted)
    folded = _part(Tally, Tally.grain == grain, *_where(Tally, wanted, bit), when(Tally))
    return sa.union_all(folded, _part(TallyDelta, *_where(TallyDelta, wanted, bit), when(TallyDelta))).subquery()


def _until(wanted: Iterable[Measure], bit: int | None, day: int) -> sa.Subquery:
    """All steps up to a day: whole months before its month, and the days of that month."""
    wanted, month = list(wanted), month_of(day)
    chosen = _where(Tally, wanted, bit)
    return sa.union_all(
        _part(Tally, Tally.grain == "month", *chosen, Tally.last < month),
        _part(Tally, Tally.grain == "day", *chosen, Tally.last.between(month * 100, day)),
        _part(TallyDelta, *_where(TallyDelta, wanted, bit), TallyDelta.last <= day),
    ).subquery()


def _totals(source: sa.Subquery) -> list[sa.ColumnElement[Any]]:
    number = [source.c.objects, source.c.pieces]
    old = [sa.case((source.c.opening, column), else_=0) for column in number]
    return [sa.func.coalesce(sa.func.sum(column), 0) for column in (*number, *old)]


def _figure(sums: Iterable[Any]) -> Figure:
    return Figure(*(int(number) for number in sums))


def _by_mask(source: sa.Subquery) -> sa.Select[Any]:
    by = (source.c.mask, source.c.measure)
    return sa.select(*by, *_totals(source)).group_by(*by)


def _grouped(session: Session, statement: sa.Select[Any], days: Mapping[str, int], bit: int | None) -> Sums:
    """Sums by population and measure: added up by mask in the database, a mask's few populations here."""
    found: Sums = {}
    for mask, measure, *sums in session.execute(statement, dict(days)):
        figure, name = _figure(sums), Measure(measure)
        for each in range(int(mask).bit_length()) if bit is None else (bit,):
            if mask >> each & 1:
                found[each, name] = found.get((each, name), Figure()).plus(figure)
    return found
