"""The growth that a forecast reckons with: of one population, however its way of counting changed meanwhile."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.figures import revising
from museum_tracker.figures.queries import measure
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.history.models import ChangeSet
from museum_tracker.targets.pace import flow_of, past_of
from museum_tracker.targets.promises import list_promises
from tests.factories.populations import JULY, MAY, count_it, make, registered, top_types
from tests.targets.test_promises import PROFILE, goal_of

ON = dt.date(2026, 8, 3)
LONG_AGO = dt.date(2022, 3, 1)


def test_a_wider_way_of_counting_a_population_is_no_growth_of_it(
    session: Session, settings: Settings, deed: ChangeSet
) -> None:
    drums, vases, _ = top_types(session)
    registered(session, deed, 4, LONG_AGO, type_id=drums.id)
    registered(session, deed, 6, LONG_AGO, type_id=vases.id)
    registered(session, deed, 2, MAY, type_id=drums.id)
    made = make(session, deed, drums)
    count_it(session, settings)
    both = {"loai_hinh": [str(drums.id), str(vases.id)]}
    revising.revise_population(session, made.code, conditions=both, document="15/QĐ-BT", valid_from=JULY, deed=deed)
    count_it(session, settings)
    assert measure(session, Measure.REGISTERED, made.code, as_of=ON).objects == 12
    asked = (session, Measure.FIRST_LEVEL_1, Measure.REGISTERED, made.code)
    assert flow_of(*asked, on=ON).growth == 2
    assert [one.growth for one in past_of(*asked, on=ON, first=LONG_AGO)] == [2, 0, 0, 0]
    goal = goal_of(list_promises(session, PROFILE, ON)).target
    goal.population, goal.whole = made.code, Measure.REGISTERED
    session.flush()
    seen = goal_of(list_promises(session, PROFILE, ON)).seen
    assert seen is not None
    assert seen.flow.growth == 2
