"""The line of a chart: the share of a goal on past days, each opening to its objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from museum_tracker.core.charts.road import Step
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import history
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.models import Scenario
from museum_tracker.targets.promises import Promise
from museum_tracker.targets.queries import due_day, reported_values
from museum_tracker.targets.rules.forecast import Forecast
from museum_tracker.targets.rules.road import RoadFacts
from museum_tracker.targets.rules.whatif import Outcome, WhatIf, outcome

YEARS_BACK = 8


def road_facts(session: Session, promise: Promise, drawn: Sequence[Scenario] = ()) -> RoadFacts | None:
    """The road of a share, from at most eight years back to the day it is seen from, with the scenarios chosen."""
    if promise.seen is None:
        return None
    target = promise.target
    fitting = [one for one in drawn if (one.population, one.measure) == (target.population, target.measure)]
    scope = Message(N_("%(population)s, %(way)s"), {"population": promise.population, "way": promise.way})
    line = share_line(session, Measure(target.measure), Measure(target.whole), target.population, on=promise.on)
    return RoadFacts(
        history=line,
        seen=promise.seen,
        scope=scope,
        upper=promise.upper,
        reported=_reported(session, target.code, line),
        scenarios=tuple((one.name, towards(promise.seen, one)) for one in fitting),
    )


def towards(seen: Forecast, scenario: Scenario) -> Outcome:
    """Where a scenario's paces lead a goal of the same population and level, from where that stands today."""
    what = WhatIf(
        population=scenario.population,
        measure=Measure(scenario.measure),
        share=seen.goal.share,
        due=seen.goal.due,
        pace=scenario.pace,
        growth=scenario.growth,
    )
    return outcome(what, seen.population, seen.done, on=seen.on)


def share_line(session: Session, measure: Measure, whole: Measure, population: str, *, on: dt.date) -> tuple[Step, ...]:
    """The share at the ends of months, and today; days with nothing to count are left out."""
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
