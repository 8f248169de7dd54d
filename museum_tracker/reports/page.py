"""The drawings of the yearly summary, for its page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from museum_tracker.reports.kinds.year_tables import by_year
from museum_tracker.reports.model import Chart
from museum_tracker.reports.summary import YearSummary
from museum_tracker.targets.cards import RoadCard, road_card

HALF_PAGE = 460


@dataclass(frozen=True)
class Shown:
    """A chart on a page: its caption, its drawing, and the table of its numbers."""

    caption: str
    drawing: Markup
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts_of(summary: YearSummary, locale: str) -> list[Shown]:
    """Collected and digitized by year, in a language."""
    return [
        Shown(block.caption, Markup(block.drawing.svg), block.drawing.headers, block.drawing.rows)  # noqa: S704 - own
        for block in by_year(summary, locale, width=HALF_PAGE)
        if isinstance(block, Chart)
    ]


def road_of_page(summary: YearSummary, locale: str) -> RoadCard | None:
    """The road to the goal, in a language."""
    return road_card(summary.road, locale)
