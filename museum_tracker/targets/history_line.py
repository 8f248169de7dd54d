"""The line of a chart: the share of a goal on past days."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from museum_tracker.core.charts.road import Step
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.queries import history
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.promises import Promise
from museum_tracker.targets.rules.road import RoadFacts

YEARS_BACK = 8
QUARTERS_FROM = 30  # months: a longer line is drawn by quarters, so that its table stays short


def road_facts(session: Session, promise: Promise) -> RoadFacts | None:
    """The road of a share, from at most eight years back to the day it is seen from."""
    if promise.seen is None:
        return None
    scope = Message(N_("%(population)s, %(way)s"), {"population": promise.population, "way": promise.way})
    line = share_line(session, promise)
    return RoadFacts(history=line, seen=promise.seen, scope=scope, upper=promise.upper)


def share_line(session: Session, promise: Promise) -> tuple[Step, ...]:
    """The share at the ends of months or quarters, and today; days with nothing to count are left out."""
    target, on = promise.target, promise.on
    start = dt.date(on.year - YEARS_BACK, 1, 1)
    done = history(session, Measure(target.measure), target.population, start=start, end=on)
    whole = history(session, Measure(target.whole), target.population, start=start, end=on)
    steps = [
        Step(part.day, part.figure.objects / of.figure.objects)
        for part, of in zip(done, whole, strict=True)
        if of.figure.objects > 0
    ]
    if len(steps) > QUARTERS_FROM:
        steps = [step for step in steps if step.on.month % 3 == 0 or step is steps[-1]]
    if not steps:
        return ()
    return (*steps[:-1], Step(on, float(promise.share or 0)))
