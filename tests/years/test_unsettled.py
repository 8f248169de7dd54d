"""What is unsettled before a close: counted as the pages of a like name count, or explained beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core import clock
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.targets.models import Target
from museum_tracker.targets.rules.visits import Span, Visits
from museum_tracker.targets.services import Entered, enter_value
from museum_tracker.targets.visitors import enter_visits
from museum_tracker.years.queries import get_year
from museum_tracker.years.unsettled import Point, list_points
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, YEAR, make_director, signed


@pytest.fixture
def director(session: Session) -> Iterator[User]:
    """A director, on the day after the year."""
    clock.freeze(AFTER)
    yield make_director(session)
    clock.freeze(None)


def point(session: Session, code: str) -> Point:
    """A point of the list before the close."""
    points = list_points(session, get_year(session, YEAR), AFTER.date(), count_anew=False)
    return next(point for point in points if point.code == code)


def test_what_waits_for_the_council_says_how_much_a_meeting_has_on_its_list(session: Session, director: User) -> None:
    listed = make_objects(session, 2, holding="undecided", custody="under_review")
    others = make_objects(session, 3, holding="undecided", custody="received")
    day = {"kind": FactKind.COLLECTED, "effective_on": IN_YEAR}
    make_facts(session, signed(session, director), *({"artifact_id": one, **day} for one in (*listed, *others)))
    found = point(session, "awaiting_council")
    assert found.count == 5
    assert found.detail is not None
    assert "2 đã có trong danh sách họp Hội đồng, 3 chưa" in found.detail.text("vi")


def test_summed_visits_are_a_value_and_a_value_of_last_year_hides_no_gap(session: Session, director: User) -> None:
    before, deed = point(session, "targets_without_value").count, signed(session, director)
    guides = session.scalars(sa.select(Target).where(Target.code == "mus25_guides")).one()
    stale = Entered(year=YEAR - 1, on=dt.date(YEAR - 1, 12, 1), value=3, source="Sổ")
    enter_value(session, guides, stale, today=AFTER.date(), deed=deed)
    assert point(session, "targets_without_value").count == before
    visits = Visits(span=Span(IN_YEAR, IN_YEAR), visitors=20)
    enter_visits(session, get_profile(session), visits, deed=deed, today=AFTER.date())
    assert point(session, "targets_without_value").count < before
