"""Balances of a period: what stood at its start, what came and went for which reason, what stands at its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.models import Standing
from museum_tracker.figures.populations import counted_bit, counted_parts
from museum_tracker.figures.queries import measure
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure, Reason
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.sums import reason_sums


class Line(StrEnum):
    """A line of a balance between opening and closing."""

    FIRST = "first"
    TAKEN_OVER = "taken_over"
    UNDATED = "undated"
    REVISED = "revised"
    REGAINED = "regained"
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    CORRECTED = "corrected"
    DEFINITION = "definition"
    POPULATION = "population"


STOCK_LINES: dict[Line, str] = {
    Line.FIRST: N_("Newly registered"),
    Line.TAKEN_OVER: N_("Taken over with the opening balance"),
    Line.UNDATED: N_("Registered, day not known to the period"),
    Line.REVISED: N_("Newly registered, no longer in the year's figure (struck, dated anew or moved since)"),
    Line.REGAINED: N_("Put back on the register"),
    Line.REMOVED: N_("Removed"),
    Line.MOVED_IN: N_("Moved in from other holdings"),
    Line.MOVED_OUT: N_("Moved out to other holdings"),
    Line.CORRECTED: N_("Corrections of the register"),
    Line.POPULATION: N_("Change of population"),
}
DIGITIZED_LINES: dict[Line, str] = {
    Line.FIRST: N_("First attained"),
    Line.TAKEN_OVER: N_("Taken over with the opening balance"),
    Line.UNDATED: N_("Attained, day not known to the period"),
    Line.REVISED: N_("First attained, no longer in the year's figure (withdrawn, dated anew or moved since)"),
    Line.REGAINED: N_("Regained"),
    Line.JOINED: N_("Digitized before joining"),
    Line.WITHDRAWN: N_("Approval withdrawn"),
    Line.LOST: N_("File lost, or record no longer complete"),
    Line.LEFT: N_("Left the population"),
    Line.DEFINITION: N_("Change of definition"),
    Line.POPULATION: N_("Change of population"),
}
_STOCK_REASONS = {
    Reason.REVISED: Line.REVISED,
    Reason.REGAINED: Line.REGAINED,
    Reason.JOINED: Line.MOVED_IN,
    Reason.MOVED: Line.MOVED_OUT,
    Reason.REMOVED: Line.REMOVED,
    Reason.RETURNED: Line.REMOVED,
    Reason.WITHDRAWN: Line.CORRECTED,
    Reason.LOST: Line.CORRECTED,
    Reason.CORRECTION: Line.CORRECTED,
    Reason.DEFINITION: Line.CORRECTED,
}
_DIGITIZED_REASONS = {
    Reason.REVISED: Line.REVISED,
    Reason.REGAINED: Line.REGAINED,
    Reason.JOINED: Line.JOINED,
    Reason.MOVED: Line.LEFT,
    Reason.REMOVED: Line.LEFT,
    Reason.RETURNED: Line.LEFT,
    Reason.CORRECTION: Line.LEFT,
    Reason.WITHDRAWN: Line.WITHDRAWN,
    Reason.LOST: Line.LOST,
    Reason.DEFINITION: Line.DEFINITION,
}


@dataclass(frozen=True)
class BalanceRow:
    """One line: its name, its message id, and by how much it raised (or lowered) the stock."""

    line: Line
    label: str
    figure: Figure


@dataclass(frozen=True)
class Balance:
    """A balance of one stock of one population over a period; `lines` leads from `opening` to `closing`."""

    measure: Measure
    population: str
    start: dt.date
    end: dt.date
    opening: Figure
    lines: tuple[BalanceRow, ...]
    closing: Figure

    @property
    def difference(self) -> Figure:
        """What the lines leave unexplained: nothing, unless a sum is wrong."""
        total = self.opening
        for row in self.lines:
            total = total.plus(row.figure)
        return self.closing.minus(total)

    @property
    def adds_up(self) -> bool:
        """Whether opening and lines give the closing, in objects and in pieces."""
        return self.difference == Figure()


@dataclass(frozen=True)
class StockBalance(Balance):
    """The balance of the register, with what stands beside it."""

    collected_this_period: Figure
    collected_earlier: Figure
    awaiting_register: Figure


def stock_balance(session: Session, population: str, *, start: dt.date, end: dt.date) -> StockBalance:
    """The register of a population over a period; newly registered is also split by when it was collected."""
    plain = _balance(session, Measure.REGISTERED, population, (start, end), STOCK_LINES, _STOCK_REASONS)
    fresh = next(row.figure for row in plain.lines if row.line is Line.FIRST)
    collected = _registered_and_collected(session, population, start, end)
    return StockBalance(
        **vars(plain),
        collected_this_period=collected,
        collected_earlier=fresh.minus(collected),
        awaiting_register=measure(session, Measure.COLLECTED_UNREGISTERED, population, as_of=end),
    )


def digitized_balance(
    session: Session, population: str, level: Measure = Measure.LEVEL_1, *, start: dt.date, end: dt.date
) -> Balance:
    """The objects of a population at a digitization level (LEVEL_1, LEVEL_2, LEVEL_3, FULL_LEVEL) over a period."""
    return _balance(session, level, population, (start, end), DIGITIZED_LINES, _DIGITIZED_REASONS)


def reasons_of(stock: Measure, line: Line) -> tuple[Reason, ...]:
    """Why a stock rose or fell on a line of its balance."""
    if line in {Line.FIRST, Line.TAKEN_OVER, Line.UNDATED}:
        return (Reason.FIRST,)
    lines = _STOCK_REASONS if stock is Measure.REGISTERED else _DIGITIZED_REASONS
    return tuple(reason for reason, named in lines.items() if named is line)


def opening_taken_over(session: Session, stock: Measure, population: str, *, start: dt.date, end: dt.date) -> Figure:
    """What an opening balance with its cut-off day in a period added to a stock: known since then, no growth of it."""
    bit = counted_bit(session, Ask(stock, population, as_of=end))
    sums = reason_sums(session, stock, bit, start, end)
    return _opening_part(sums.get((Reason.FIRST, False), Figure()))


def _opening_part(figure: Figure) -> Figure:
    return Figure(figure.opening_objects, figure.opening_pieces, figure.opening_objects, figure.opening_pieces)


def _balance(  # noqa: PLR0917 - private, called twice
    session: Session,
    stock: Measure,
    population: str,
    days: tuple[dt.date, dt.date],
    labels: Mapping[Line, str],
    lines: Mapping[Reason, Line],
) -> Balance:
    start, end = days
    before = start - dt.timedelta(days=1)
    found = dict.fromkeys(labels, Figure())
    parts = counted_parts(session, population, before, end)
    for place, part in enumerate(parts):
        if place:
            eve = part.start - dt.timedelta(days=1)
            then, now = (
                measure(session, stock, each.population.pinned, as_of=eve) for each in (parts[place - 1], part)
            )
            found[Line.POPULATION] = found[Line.POPULATION].plus(now.minus(then))
        bit = counted_bit(session, Ask(stock, part.population.pinned))
        sums = reason_sums(session, stock, bit, max(part.start, start), part.end)
        for (reason, dated), figure in sums.items():
            for line, share in _first(figure, dated=dated) if reason is Reason.FIRST else [(lines[reason], figure)]:
                found[line] = found[line].plus(share)
    return Balance(
        stock,
        population,
        start,
        end,
        opening=measure(session, stock, population, as_of=before),
        lines=tuple(BalanceRow(line, label, found[line]) for line, label in labels.items()),
        closing=measure(session, stock, population, as_of=end),
    )


def _first(figure: Figure, *, dated: bool) -> list[tuple[Line, Figure]]:
    """A first attainment with its day counts in the period; one without is told apart by where it comes from."""
    if dated:
        return [(Line.FIRST, figure)]
    old = _opening_part(figure)
    return [(Line.TAKEN_OVER, old), (Line.UNDATED, figure.minus(old))]


def _registered_and_collected(session: Session, population: str, start: dt.date, end: dt.date) -> Figure:
    """Of what was newly registered in a period, what was also collected in it."""
    found = Figure()
    for part in counted_parts(session, population, start, end):
        code = part.population.pinned
        registered = artifact_ids(Measure.NEWLY_REGISTERED, code, start=part.start, end=part.end)
        collected = artifact_ids(Measure.COLLECTED, code, start=start, end=end)
        query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Standing.pieces), 0)).where(
            Standing.artifact_id.in_(registered), Standing.artifact_id.in_(collected)
        )
        objects, pieces = session.execute(query).one()
        found = found.plus(Figure(int(objects), int(pieces)))
    return found
