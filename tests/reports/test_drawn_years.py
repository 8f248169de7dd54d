"""The columns by year of a report: up to the report's own day, and as frozen where a year is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.reports.queries import gather, get_period
from museum_tracker.reports.rules.periods import SpanKind
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, YEAR, close, make_director, make_register

ON = AFTER.date()


@pytest.fixture
def after() -> Iterator[None]:
    """The clock on the first day after the year 2025."""
    clock.freeze(AFTER)
    yield
    clock.freeze(None)


@pytest.mark.usefixtures("after")
def test_the_report_on_a_quarter_draws_nothing_that_came_after_it(session: Session, deed: ChangeSet) -> None:
    make_register(session, deed)
    quarter = get_period(session, YEAR, SpanKind.QUARTER, 1, on=ON)
    assert quarter.end < IN_YEAR
    assert gather(session, quarter, on=ON, locale="vi").collected_by_year[-1] == 0


@pytest.mark.usefixtures("after")
def test_a_closed_year_is_drawn_as_it_was_frozen(session: Session, deed: ChangeSet) -> None:
    make_register(session, deed)
    close(session, make_director(session))
    (late,) = make_objects(session, 1, holding="base")
    make_facts(session, deed, {"artifact_id": late, "kind": FactKind.COLLECTED, "effective_on": IN_YEAR})
    year = get_period(session, YEAR, SpanKind.YEAR, 0, on=ON + dt.timedelta(days=1))
    told = gather(session, year, on=ON + dt.timedelta(days=1), locale="vi")
    assert told.counted[0].objects == told.collected_by_year[-1] == 6
