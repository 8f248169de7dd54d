"""Adding up the sums: folded ones and the differences not yet folded, in one statement each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.counting.sql import falls
from museum_tracker.figures.models import Tally, TallyDelta
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.days import UNKNOWN, day_of, month_of
from museum_tracker.figures.rules.measures import Measure, Reason
from museum_tracker.figures.rules.results import Figure

Table = type[Tally] | type[TallyDelta]
Condition = sa.ColumnElement[bool]
When = Callable[[Table], Condition]
Sums = dict[tuple[int, Measure], Figure]


def stock_sums(session: Session, wanted: Sequence[Measure], as_of: dt.date | None, bit: int | None = None) -> Sums:
    """Stocks now or as of a day, by population (its bit) and measure."""
    if as_of is None:
        return _grouped(session, _total_statement(tuple(wanted)), {}, bit)
    return _grouped(session, _stock_statement(tuple(wanted), bit), _until_days(as_of), bit)


def flow_sums(session: Session, wanted: Sequence[Measure], ask: Ask, bit: int | None = None) -> Sums:
    """Flows of the ask's period, by population (its bit) and measure."""
    given = {"start": ask.start, "until": ask.until}
    days = {name: day_of(day) for name, day in given.items() if day is not None}
    if ask.no_year is not None:
        days.pop("start", None)
    elif ask.start is not None and ask.until is not None:
        first, last = _whole_months(ask.start, ask.until)
        if first <= last:
            return _grouped(session, _months_statement(tuple(wanted)), days | {"from": first, "to": last}, bit)
    return _grouped(session, _flow_statement(tuple(wanted), ask.no_year, frozenset(days)), days, bit)


def _whole_months(start: dt.date, until: dt.date) -> tuple[int, int]:
    """The first and the last month that lie in a period with all their days."""
    first = start if start.day == 1 else (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    following = until + dt.timedelta(days=1)
    return month_of(day_of(first)), month_of(day_of(following.replace(day=1) - dt.timedelta(days=1)))


# Statements are built once: putting one together takes longer than the database needs to answer it.


@cache
def _total_statement(wanted: tuple[Measure, ...]) -> sa.Select[Any]:
    return _by_mask(_source("total", lambda _: sa.true(), wanted, None))


@cache
def _flow_statement(
    wanted: tuple[Measure, ...], no_year: ReportingYears | None, given: frozenset[str]
) -> sa.Select[Any]:
    start, until = (parameter if parameter.key in given else None for parameter in _days("start", "until"))
    return _by_mask(_source("day", lambda table: falls(table.first, table.last, start, until, no_year), wanted, None))


@cache
def _months_statement(wanted: tuple[Measure, ...]) -> sa.Select[Any]:
    """A flow from the sums of whole months, of the days before and after them, and of spans that reach over a month.

    A period has thousands of sums of days: leaving most of them out makes a year three times faster.
    """
    start, until, first, last = _days("start", "until", "from", "to")
    chosen = [*_where(Tally, wanted, None)]
    days = [Tally.grain == "day", *chosen, Tally.first >= start]
    parts = [
        _part(Tally, Tally.grain == "month", *chosen, Tally.last.between(first, last), Tally.first == Tally.last),
        _part(Tally, *days, Tally.last.between(first * 100, last * 100 + 99), Tally.first < Tally.last // 100 * 100),
        _part(Tally, *days, Tally.last >= start, Tally.last < first * 100),
        _part(Tally, *days, Tally.last > last * 100 + 99, Tally.last <= until),
        _part(TallyDelta, *_where(TallyDelta, wanted, None), falls(TallyDelta.first, TallyDelta.last, start, until)),
    ]
    return _by_mask(sa.union_all(*parts).subquery())


def month_steps(session: Session, wanted: Sequence[Measure], bit: int, until: dt.date) -> list[tuple[int, Figure]]:
    """What stocks gained or lost in each month up to a day; of that day's month only its days until then."""
    rows = session.execute(_steps_statement(tuple(wanted), bit), _until_days(until))
    return [(int(row[0]), _figure(row[1:])) for row in rows]


@cache
def _steps_statement(wanted: tuple[Measure, ...], bit: int) -> sa.Select[Any]:
    source = _until(wanted, bit)
    month = sa.case((source.c.last > 999_999, source.c.last // 100), else_=source.c.last)
    return sa.select(month, *_totals(source)).group_by(month).order_by(month)


def month_flows(session: Session, wanted: Measure, bit: int, start: dt.date, end: dt.date) -> dict[int, Figure]:
    """A flow by month, of what is dated to the month."""
    rows = session.execute(_month_flows_statement(wanted, bit), {"start": day_of(start), "until": day_of(end)})
    return {int(row[0]): _figure(row[1:]) for row in rows}


@cache
def _month_flows_statement(wanted: Measure, bit: int) -> sa.Select[Any]:
    start, until = _days("start", "until")
    source = _source("day", lambda table: falls(table.first, table.last, start, until), (wanted,), bit)
    month = source.c.last // 100
    return sa.select(month, *_totals(source)).where(source.c.first // 100 == month).group_by(month)


def first_day(session: Session, wanted: Measure, bit: int) -> int | None:
    """The first day of a measure that does not rest on the opening balance, among those known to the month."""
    in_months, in_days = _first_statements(wanted, bit)
    first = session.scalar(in_months)
    if first is None:
        return None
    return session.scalar(in_days, {"start": first * 100, "until": first * 100 + 99}) or first * 100 + 1


@cache
def _first_statements(wanted: Measure, bit: int) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """The first month of a measure, and its first day within a month."""
    months = _source("month", lambda table: (table.first != UNKNOWN) & ~table.opening, (wanted,), bit)
    month = sa.case((months.c.first > 999_999, months.c.first // 100), else_=months.c.first)
    start, until = _days("start", "until")
    days = _source(
        "day",
        lambda table: table.last.between(start, until) & table.first.between(start, until) & ~table.opening,
        (wanted,),
        bit,
    )
    return (
        sa.select(sa.func.min(month)).where(months.c.objects > 0),
        sa.select(sa.func.min(days.c.first)).where(days.c.objects > 0),
    )


def reason_sums(
    session: Session, wanted: Sequence[Measure], bit: int | None, start: dt.date, end: dt.date
) -> dict[tuple[int, Measure], dict[tuple[Reason, bool], Figure]]:
    """Steps of stocks in a period by population (its bit), measure and reason; True marks what is dated in it."""
    found: dict[tuple[int, Measure], dict[tuple[Reason, bool], Figure]] = {}
    days = {"start": day_of(start), "until": day_of(end)}
    for mask, name, reason, dated, *sums in session.execute(_reasons_statement(tuple(wanted), bit), days):
        for each in bits_of(mask if bit is None else mask & 1 << bit):
            steps = found.setdefault((each, Measure(name)), {})
            key = (Reason(reason), bool(dated))
            steps[key] = steps.get(key, Figure()).plus(_figure(sums))
    return found


@cache
def _reasons_statement(wanted: tuple[Measure, ...], bit: int | None) -> sa.Select[Any]:
    start, until = _days("start", "until")
    steps = _source("day", lambda table: table.last.between(start, until), wanted, bit)
    dated = sa.select(steps, (steps.c.first >= start).label("dated")).subquery()
    by = (dated.c.mask, dated.c.measure, dated.c.reason, dated.c.dated)
    return sa.select(*by, *_totals(dated)).group_by(*by)


def bits_of(mask: int) -> Iterator[int]:
    """The populations of a mask, as bits."""
    return (bit for bit in range(int(mask).bit_length()) if mask >> bit & 1)


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


@cache
def _stock_statement(wanted: tuple[Measure, ...], bit: int | None) -> sa.Select[Any]:
    return _by_mask(_until(wanted, bit))


def _until(wanted: Iterable[Measure], bit: int | None) -> sa.Subquery:
    """All steps up to a day (see `_until_days`): whole months before its month, and the days of that month."""
    month, start, until = _days("month", "start", "until")
    chosen = _where(Tally, wanted, bit)
    return sa.union_all(
        _part(Tally, Tally.grain == "month", *chosen, Tally.last < month),
        _part(Tally, Tally.grain == "day", *chosen, Tally.last.between(start, until)),
        _part(TallyDelta, *_where(TallyDelta, wanted, bit), TallyDelta.last <= until),
    ).subquery()


def _until_days(day: dt.date) -> dict[str, int]:
    until = day_of(day)
    return {"month": month_of(until), "start": month_of(until) * 100, "until": until}


def _days(*names: str) -> tuple[sa.BindParameter[int], ...]:
    return tuple(sa.bindparam(name, type_=sa.Integer) for name in names)


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
        for each in bits_of(mask if bit is None else mask & 1 << bit):
            found[each, name] = found.get((each, name), Figure()).plus(figure)
    return found
