"""A balance line by line, as pages and reports print it: its words, its figure, the page that lists its objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.links import figure_path, line_path
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.balances import BESIDES, Balance, BalanceRow, Line, StockBalance
from museum_tracker.figures.rules.measures import FLOW_OF, Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.years.frozen import FrozenAsk, bridge_path
from museum_tracker.years.queries import ClosedYear
from museum_tracker.years.shapes import Bridge

ALWAYS = {Line.FIRST, Line.REMOVED, Line.WITHDRAWN, Line.REGAINED}


class LineKind(StrEnum):
    """What a line is: a total, something that moved, a part of the line above, or something that stands beside."""

    TOTAL = "total"
    MOVED = "moved"
    PART = "part"
    BESIDE = "beside"


@dataclass(frozen=True)
class BalanceLine:
    """A line of a balance; what moved is negative when taken away. `path` lists its objects, where a list is kept."""

    label: Message
    figure: Figure
    kind: LineKind
    path: str = ""

    @property
    def counts(self) -> bool:
        """Whether opening and closing are added up from it."""
        return self.kind in {LineKind.TOTAL, LineKind.MOVED}


def balance_lines(found: Balance, frozen: ClosedYear | None, bridge: Bridge | None = None) -> list[BalanceLine]:
    """Opening, what moved, closing, and what stands beside; of a closed year with the lists that were frozen.

    A `bridge` leads to an opening that differs from what the year before was closed with.
    """
    lines = [] if bridge is None else _bridge_lines(bridge, frozen)
    opening = Message(N_("Opening, %(date)s"), {"date": found.start})
    lines.append(BalanceLine(opening, found.opening, LineKind.TOTAL))
    for row in found.lines:
        if row.figure.objects or row.line in ALWAYS:
            path = _path_of_row(found, row, frozen)
            lines.append(BalanceLine(Message(row.label), row.figure, LineKind.MOVED, path))
        if row.line is Line.FIRST and isinstance(found, StockBalance):
            lines += _of_which(found)
        if row.line is Line.FIRST and found.besides.objects:
            path = "" if frozen else line_path(found, Line.BESIDES)
            lines.append(BalanceLine(Message(BESIDES), found.besides, LineKind.PART, path))
    closing = Message(N_("Closing, %(date)s"), {"date": found.end})
    lines.append(
        BalanceLine(closing, found.closing, LineKind.TOTAL, _path(found, found.measure, found.closing, frozen))
    )
    if isinstance(found, StockBalance):
        path = _path(found, Measure.COLLECTED_UNREGISTERED, found.awaiting_register, frozen)
        label = Message(N_("Beside it: collected, not yet registered"))
        lines.append(BalanceLine(label, found.awaiting_register, LineKind.BESIDE, path))
    return lines


def _bridge_lines(bridge: Bridge, frozen: ClosedYear | None) -> list[BalanceLine]:
    """What the year before was closed with, and what was recorded about it since, each part with its objects."""
    label = Message(N_("Closing of the year %(year)s, as frozen"), {"year": str(bridge.year)})
    if bridge.number:
        values = {"year": str(bridge.year), "number": str(bridge.number)}
        label = Message(N_("Closing of the year %(year)s, as frozen in restatement %(number)s"), values)
    path = FrozenAsk(bridge.year, bridge.number, bridge.population, bridge.measure).path
    lines = [BalanceLine(label, bridge.closing, LineKind.TOTAL, path)]
    for part in bridge.parts:
        path = bridge_path(bridge, part.code, frozen) if part.ids or part.sha256 else ""
        lines.append(BalanceLine(part.label, part.figure, LineKind.MOVED, path))
    return lines


def _of_which(found: StockBalance) -> Iterator[BalanceLine]:
    this_period = Message(N_("of which collected in this period"))
    yield BalanceLine(this_period, found.collected_this_period, LineKind.PART)
    yield BalanceLine(Message(N_("of which collected earlier")), found.collected_earlier, LineKind.PART)
    if found.merged.objects:
        yield BalanceLine(Message(N_("of which received by merger of museums")), found.merged, LineKind.PART)


def _path_of_row(found: Balance, row: BalanceRow, frozen: ClosedYear | None) -> str:
    if not row.figure.objects:
        return ""
    if frozen is None:
        return line_path(found, row.line)
    flow = FLOW_OF[found.measure] if row.line is Line.FIRST else Measure.REMOVED if row.line is Line.REMOVED else None
    # What came and went again in the year is in the line, but no longer in the flow: then no list of it was frozen.
    kept = frozen.figures.get((found.population, flow), Figure()) if flow else Figure()
    same = flow is not None and kept.objects == abs(row.figure.objects)
    return _path(found, flow, kept, frozen) if flow is not None and same else ""


def _path(found: Balance, measure: Measure, figure: Figure, frozen: ClosedYear | None) -> str:
    if not figure.objects:
        return ""
    if frozen is not None:
        return FrozenAsk(frozen.year, frozen.number, found.population, measure).path
    return figure_path(Ask(measure, found.population, as_of=found.end))
