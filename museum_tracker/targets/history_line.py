"""The line of a chart: the share of a goal on past days, each opening to its objects."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from museum_tracker.core.charts.road import Step
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import history
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.promises import Promise
from museum_tracker.targets.queries import due_day, reported_values
from museum_tracker.targets.rules.road import RoadFacts

YEARS_BACK = 8
QUARTERS_FROM = 30  # months: a longer line is drawn by quarters, so that its table stays short


def road_facts(session: Session, promise: Promise) -> RoadFacts | None:
    """The road of a share, from at most eight years back to the day it is seen from."""
    if promise.seen is None:
        return None
    scope = Message(N_("%(population)s, %(way)s"), {"population": promise.population, "way": promise.way})
    target = promise.target
    line = share_line(session, Measure(target.measure), Measure(target.whole), target.population, on=promise.on)
    return RoadFacts(
        history=line,
        seen=promise.seen,
        scope=scope,
        upper=promise.upper,
        reported=_reported(session, target.code, line),
    )


def share_line(session: Session, measure: Measure, whole: Measure, population: str, *, on: dt.date) -> tuple[Step, ...]:
    """The share at the ends of months or quarters, and today; days with nothing to count are left out."""
    return counted_line(session, measure, whole, population, on=on)[0]


def counted_line(
    session: Session, measure: Measure, whole: Measure, population: str, *, on: dt.date
) -> tuple[tuple[Step, ...], int, int]:
    """The share line of a population, with the objects it holds on the day and those of them at the level."""
    start = dt.date(on.year - YEARS_BACK, 1, 1)
    done = history(session, measure, population, start=start, end=on)
    held = history(session, whole, population, start=start, end=on)
    steps = [
        Step(part.day, part.figure.objects / of.figure.objects, figure_path(Ask(measure, population, as_of=part.day)))
        for part, of in zip(done, held, strict=True)
        if of.figure.objects > 0
    ]
    if len(steps) > QUARTERS_FROM:
        steps = [step for step in steps if step.on.month % 3 == 0 or step is steps[-1]]
    return tuple(steps), held[-1].figure.objects, done[-1].figure.objects


def _reported(session: Session, code: str, line: tuple[Step, ...]) -> tuple[Step, ...]:
    """Shares that were reported for years that ended before the line begins."""
    profile = get_profile(session)
    told = [
        Step(due_day(profile, year), value.value / 100)
        for (named, year), value in reported_values(session).items()
        if named == code and value.value is not None
    ]
    return tuple(sorted((step for step in told if not line or step.on < line[0].on), key=lambda step: step.on))
