"""The balance of a stock: its lines, the reasons that lead to each, and whether opening and lines give the closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.measures import DIGITIZED_STOCKS, Measure, Reason
from museum_tracker.figures.rules.results import Figure

BALANCED = (Measure.REGISTERED, *DIGITIZED_STOCKS)


class Line(StrEnum):
    """A line of a balance between opening and closing.

    BESIDES stands under FIRST and moves nothing: what the figure of the period counts and FIRST does not.
    """

    FIRST = "first"
    BESIDES = "besides"
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


# A first attainment with its day counts in the period; one without is told apart by where it comes from.
FIRSTS = (Line.FIRST, Line.TAKEN_OVER, Line.UNDATED)
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
BESIDES = N_("besides, in the figure of the period: registered later, or moved in")
STOCK_REASONS = {
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
DIGITIZED_REASONS = {
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
    """A balance of one stock of one population over a period; `lines` leads from `opening` to `closing`.

    `attained` is the figure of the period: how many came to this stock first, as targets count them.
    """

    measure: Measure
    population: str
    start: dt.date
    end: dt.date
    opening: Figure
    lines: tuple[BalanceRow, ...]
    closing: Figure
    attained: Figure

    def of(self, line: Line) -> Figure:
        """By how much a line raised the stock."""
        return next((row.figure for row in self.lines if row.line is line), Figure())

    @property
    def besides(self) -> Figure:
        """What the figure of the period counts and the line of first attainments does not."""
        return self.attained.minus(self.of(Line.FIRST))

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
    merged: Figure = field(default_factory=Figure)


def lines_of(stock: Measure) -> Mapping[Line, str]:
    """The lines of the balance of a stock, with their words."""
    return STOCK_LINES if stock is Measure.REGISTERED else DIGITIZED_LINES


def line_of(stock: Measure, reason: Reason) -> Line:
    """On which line of its balance a stock rose or fell for a reason other than a first attainment."""
    return (STOCK_REASONS if stock is Measure.REGISTERED else DIGITIZED_REASONS)[reason]


def reasons_of(stock: Measure, line: Line) -> tuple[Reason, ...]:
    """Why a stock rose or fell on a line of its balance."""
    if line in FIRSTS:
        return (Reason.FIRST,)
    lines = STOCK_REASONS if stock is Measure.REGISTERED else DIGITIZED_REASONS
    return tuple(reason for reason, named in lines.items() if named is line)


def opening_part(figure: Figure) -> Figure:
    """Of a figure what rests on old books."""
    return Figure(figure.opening_objects, figure.opening_pieces, figure.opening_objects, figure.opening_pieces)


def lines_moved(stock: Measure, reason: Reason, figure: Figure, *, dated: bool) -> list[tuple[Line, Figure]]:
    """The lines that steps of a stock for one reason belong to; `dated` exactly enough for the period."""
    if reason is not Reason.FIRST:
        return [(line_of(stock, reason), figure)]
    if dated:
        return [(Line.FIRST, figure)]
    old = opening_part(figure)
    return [(Line.TAKEN_OVER, old), (Line.UNDATED, figure.minus(old))]
