"""What the figures say is what a recount written apart from the code says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.history.models import ChangeSet
from tests.figures.apart import FLOWS, POPULATIONS, STOCKS, Recount, number
from tests.figures.histories import DAYS, objects
from tests.figures.test_random_histories import build, example


def agrees(session: Session, days: tuple[dt.date, dt.date]) -> None:
    """Every figure of every population, now, on a day and in a period."""
    apart = Recount(session)
    start, end = sorted(days)
    for population in POPULATIONS:
        for name in STOCKS:
            for day in (None, end):
                found = apart.stock(name, population, *([] if day is None else [number(day)]))
                same(session, apart, found, Measure(name), population, as_of=day)
        for name in FLOWS:
            found = apart.flow(name, population, number(start), number(end))
            same(session, apart, found, Measure(name), population, start=start, end=end)


def same(session: Session, apart: Recount, found: set[int], name: Measure, population: str, **days: Any) -> None:
    """The list and the sum of a figure hold these objects and their pieces."""
    told = (name, population, days)
    assert set(session.scalars(artifact_ids(name, population, **days))) == found, told
    figure = measure(session, name, population, **days)
    assert figure[:2] == (len(found), sum(apart.pieces[one] for one in found)), told


@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(museum=objects(), days=st.tuples(DAYS, DAYS))
def test_figures_of_random_histories_are_those_of_a_recount_written_apart(
    session: Session, deed: ChangeSet, museum: list[dict[str, Any]], days: tuple[dt.date, dt.date]
) -> None:
    with example(session):
        build(session, deed, museum)
        agrees(session, days)
