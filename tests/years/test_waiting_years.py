"""Between the end of a year and its close the overview stays with it, and closing is the director's first work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.museum import get_profile
from museum_tracker.core.periods import Period
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import undo
from museum_tracker.targets.shown_year import shown_year
from museum_tracker.years.waiting import waiting_years
from tests.factories.years import AFTER, LATER, YEAR, close, make_director, make_register, signed

SignIn = Callable[[Role], FlaskClient]
LAST = dt.date(YEAR, 12, 14)


@pytest.fixture
def director(session: Session) -> User:
    """A director."""
    return make_director(session)


@pytest.fixture
def worked(session: Session, director: User) -> Iterator[list[int]]:
    """A museum that began to work here in the year; the clock stands on the day after its end."""
    clock.freeze(AFTER - dt.timedelta(days=200))
    ids = make_register(session, signed(session, director))
    session.commit()
    clock.freeze(AFTER)
    yield ids
    clock.freeze(None)


@pytest.mark.parametrize(("on", "years"), [(LAST, []), (LAST + dt.timedelta(days=1), [YEAR])])
@pytest.mark.usefixtures("worked")
def test_a_year_waits_from_the_day_after_its_end(session: Session, on: dt.date, years: list[int]) -> None:
    assert [one.year for one in waiting_years(session, on)] == years


@pytest.mark.usefixtures("worked")
def test_earlier_years_that_were_never_closed_are_listed_too_and_none_from_before_the_museum_began(
    session: Session,
) -> None:
    assert [one.year for one in waiting_years(session, dt.date(YEAR + 2, 3, 1))] == [YEAR + 1, YEAR]


@pytest.mark.usefixtures("worked")
def test_the_overview_stays_with_the_ended_year_until_it_is_closed(
    session: Session, director: User, sign_in: SignIn
) -> None:
    browser = sign_in(Role.DIRECTOR)
    page = browser.get("/tong-quan").text
    assert f"Năm {YEAR} đã hết kỳ ngày 14/12/{YEAR} và chưa chốt số liệu" in page
    assert f"/bao-cao/{YEAR}" in page
    assert f"/bao-cao/{YEAR + 1}" in browser.get(f"/tong-quan?nam={YEAR + 1}").text
    session.rollback()
    close(session, director)
    session.commit()
    page = browser.get("/tong-quan").text
    assert "chưa chốt" not in page
    assert f"/bao-cao/{YEAR + 1}" in page


@pytest.mark.usefixtures("worked")
def test_closing_is_the_first_work_that_the_director_sees(sign_in: SignIn) -> None:
    page = sign_in(Role.DIRECTOR).get("/tong-quan").text
    works = page[page.index('class="list work"') :]
    assert works.index("Năm cần chốt số liệu") < works.index("</li>")
    assert 'href="/nam"' in works[: works.index("</li>")]


@pytest.mark.usefixtures("worked")
def test_a_museum_that_never_closes_years_says_so_once_and_may_take_it_back(session: Session, sign_in: SignIn) -> None:
    browser = sign_in(Role.DIRECTOR)
    assert browser.post("/nam/chot-hang-nam", data={"closes": "0"}).status_code == 303
    assert "Năm cần chốt số liệu" not in browser.get("/tong-quan").text
    assert "không chốt số liệu năm" in browser.get("/nam").text
    session.rollback()
    said = session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id.desc())).first()
    assert said is not None
    administrator = User(username="quan-tri-nam", name="Quản trị", role=Role.ADMINISTRATOR)
    session.add(administrator)
    session.flush()
    undo(session, said, by=administrator)
    assert get_profile(session).closes_years
    session.commit()
    assert "Năm cần chốt số liệu" in browser.get("/tong-quan").text


def test_only_a_director_says_so(sign_in: SignIn) -> None:
    assert sign_in(Role.CURATOR).post("/nam/chot-hang-nam", data={"closes": "0"}).status_code == 403


def test_only_the_latest_year_holds_the_overview() -> None:
    running = Period(2027, dt.date(2026, 12, 15), dt.date(2027, 12, 14))
    latest = Period(2026, dt.date(2025, 12, 15), dt.date(2026, 12, 14))
    gap = Period(2024, dt.date(2023, 12, 15), dt.date(2024, 12, 14))
    assert shown_year(running, [latest, gap], None) is latest
    assert shown_year(running, [latest], 2027) is running
    assert shown_year(running, [gap], None) is running
    assert shown_year(running, [], None) is running


def test_a_closed_year_leaves_nothing_waiting(session: Session, director: User) -> None:
    clock.freeze(AFTER)
    make_register(session, signed(session, director))
    close(session, director)
    clock.freeze(LATER)
    assert waiting_years(session, LATER.date()) == []
    clock.freeze(None)
