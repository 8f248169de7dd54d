"""The figures that a change of what words mean may move, for the preview."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.models import Fact
from museum_tracker.figures.populations import list_populations
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS, STOCKS, Measure
from museum_tracker.figures.sums import flow_sums, stock_sums
from museum_tracker.vocabularies.effects import FigureNow

FLOWS_MOVED = (Measure.COLLECTED, Measure.AWAITING_COUNCIL, Measure.MERGED)


def figures_now(session: Session) -> dict[str, FigureNow]:
    """The stocks of every population, and what was collected or came by merger in each reporting year."""
    return dict([*_stocks(session), *_flows(session)])


def _stocks(session: Session) -> Iterator[tuple[str, FigureNow]]:
    sums = stock_sums(session, STOCKS, None)
    for population in list_populations(session):
        for measure in STOCKS:
            found = sums.get((population.bit or 0, measure))
            if found is not None and found.objects:
                label = Message(MEASURE_LABELS[measure])
                yield f"{measure}/{population.code}", FigureNow(label, population.title, found.objects)


def _flows(session: Session) -> Iterator[tuple[str, FigureNow]]:
    years = get_profile(session).reporting_years
    first = session.scalar(sa.select(sa.func.min(Fact.effective_on)))
    today = clock.today()
    for year in range(years.year_on(first or today), years.year_on(today) + 1):
        period = years.period(year)
        sums = flow_sums(session, FLOWS_MOVED, Ask(Measure.COLLECTED, start=period.start, end=period.end))
        for population in list_populations(session):
            for measure in FLOWS_MOVED:
                found = sums.get((population.bit or 0, measure))
                if found is not None and found.objects:
                    values = {"population": population.title, "year": str(year)}
                    label, scope = Message(MEASURE_LABELS[measure]), Message(N_("%(population)s, %(year)s"), values)
                    yield f"{measure}/{population.code}/{year}", FigureNow(label, scope, found.objects)
