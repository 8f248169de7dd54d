"""What the figures say is what a recount written apart from the code says: as sum, list, roll, and as known now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.figures.as_of import as_known
from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.queries import Ask, Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.years.roll import call_roll
from tests.figures.apart import FLOWS, POPULATIONS, STOCKS, Recount, number
from tests.figures.histories import objects
from tests.figures.test_random_histories import build, example
from tests.tools.profiles import examples

DAY = dt.timedelta(days=1)
KNOWN = {"unregistered", "inventoried", "level_1", "newly_registered"}


def agrees(session: Session, start: dt.date, end: dt.date) -> None:
    """Every figure of every population, now, on a day and in a period."""
    apart = Recount(session)
    roll = call_roll(session, start, end)
    for population in POPULATIONS:
        for name in (*STOCKS, *FLOWS):
            if name in STOCKS:
                same(session, apart, apart.stock(name, population), Measure(name), population)
                days, found = {"as_of": end}, apart.stock(name, population, number(end))
            else:
                days = {"start": start, "end": end}
                found = apart.flow(name, population, number(start), number(end))
            same(session, apart, found, Measure(name), population, **days)
            assert roll.ids(population, Measure(name)) == sorted(found), (name, population, days)
            if name in KNOWN:
                known = as_known(session, Ask(Measure(name), population, **days), known=clock.now())
                assert known.artifact_ids == sorted(found), (name, population, days)


def same(session: Session, apart: Recount, found: set[int], name: Measure, population: str, **days: Any) -> None:
    """The list and the sum of a figure hold these objects and their pieces."""
    told = (name, population, days)
    assert set(session.scalars(artifact_ids(name, population, **days))) == found, told
    figure = measure(session, name, population, **days)
    assert figure[:2] == (len(found), sum(apart.pieces[one] for one in found)), told


def days_of(museum: list[dict[str, Any]]) -> list[dt.date]:
    """Every day that something happened, and the days beside it."""
    said = {fact.get(end) for made in museum for fact in made["facts"] for end in ("effective_on", "effective_latest")}
    happened = {day for day in said if day} or {dt.date(2026, 1, 1)}
    return sorted({day + step * DAY for day in happened for step in (-1, 0, 1)})


@settings(
    max_examples=examples(20, deep=400),
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(museum=objects(), data=st.data())
def test_figures_of_random_histories_are_those_of_a_recount_written_apart(
    session: Session, deed: ChangeSet, museum: list[dict[str, Any]], data: st.DataObject
) -> None:
    with example(session):
        build(session, deed, museum)
        days = st.sampled_from(days_of(museum))
        agrees(session, *sorted((data.draw(days), data.draw(days))))


def test_figures_turn_on_the_very_day_on_which_something_happens(session: Session, deed: ChangeSet) -> None:
    kinds = [FactKind.RECEIVED, FactKind.COLLECTED, FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED]
    kinds += [FactKind.LEVEL, FactKind.STRUCK, FactKind.LEFT, FactKind.REINSTATED]
    first = dt.date(2026, 1, 10)
    for number_of_facts in (7, len(kinds)):  # one object that only ever gained but for its last fact, one that went
        rows = [{"kind": kind, "effective_on": first + place * 3 * DAY} for place, kind in enumerate(kinds)]
        rows[5]["level"] = 2
        facts = rows[: number_of_facts - 1]
        build(session, deed, [{"holding": "base", "kind": "object", "quantity": 2, "facts": facts}])
    for place in range(len(kinds)):
        turn = first + place * 3 * DAY
        agrees(session, first, turn - DAY)
        agrees(session, turn, turn)
