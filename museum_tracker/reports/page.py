"""What the pages of reports show: the list of periods, the drawings of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.reports.closed import find_closed
from museum_tracker.reports.kinds.charts import by_year
from museum_tracker.reports.models import Report
from museum_tracker.reports.queries import list_years
from museum_tracker.reports.rules.periods import MONTHS, QUARTERS, ReportPeriod, SpanKind, period_of
from museum_tracker.reports.summary import Summary
from museum_tracker.reports.writing.queries import reports_of
from museum_tracker.targets.cards import RoadCard, road_card

HALF_PAGE = 460


@dataclass(frozen=True)
class Listed:
    """A period in the list, with its report where one was begun."""

    period: ReportPeriod
    report: Report | None


@dataclass(frozen=True)
class ListedYear:
    """A year in the list, with its quarters and months that have begun."""

    whole: Listed
    quarters: list[Listed]
    months: list[Listed]


def index_of(session: Session, profile: MuseumProfile, on: dt.date) -> list[ListedYear]:
    """Every period that can be reported, newest year first."""
    years = list_years(session, profile, on)
    known = reports_of(session, years)

    def listed(year: int, kind: SpanKind, part: int = 0) -> Listed:
        period = period_of(profile, year, kind, part)
        return Listed(period, known.get((year, kind.value, part)))

    def begun(year: int, kind: SpanKind, most: int) -> list[Listed]:
        parts = [listed(year, kind, part) for part in range(1, most + 1)]
        return [part for part in parts if part.period.start <= on]

    return [
        ListedYear(
            listed(year, SpanKind.YEAR), begun(year, SpanKind.QUARTER, QUARTERS), begun(year, SpanKind.MONTH, MONTHS)
        )
        for year in years
    ]


@dataclass(frozen=True)
class Shown:
    """A chart on a page: its caption, its drawing, and the table of its numbers."""

    caption: str
    drawing: Markup
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts_of(summary: Summary, locale: str) -> list[Shown]:
    """Collected and digitized by year, in a language."""
    return [
        Shown(block.caption, Markup(block.drawing.svg), block.drawing.headers, block.drawing.rows)  # noqa: S704 - own
        for name in ("collected", "digitized")
        for block in by_year(summary, locale, name, width=HALF_PAGE)
    ]


def opener(session: Session, period: ReportPeriod) -> Callable[[Ask], str]:
    """What leads from a figure to its objects: in a closed year to those that were frozen."""
    closed = find_closed(session, period.year) if period.kind is SpanKind.YEAR else None
    return closed.opens if closed else figure_path


def road_of_page(summary: Summary, locale: str) -> RoadCard | None:
    """The road to the goal, in a language."""
    return road_card(summary.road, locale)
