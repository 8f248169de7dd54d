"""The working calendar: public holidays, days made up for, weekly days off, what the museum enters itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.i18n import Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import undo
from museum_tracker.targets import calendars
from museum_tracker.targets.board import board
from museum_tracker.targets.calendars import DayTaken, NoWorkingDay, get_calendar, set_day, set_weekend, void_day
from museum_tracker.targets.models import CalendarDay
from museum_tracker.targets.rules.working_days import Calendar, DayKind, SpecialDay, shipped_years
from tests.factories.people import make_colleague

OFFICE = Calendar()
ON = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("year", "days"),
    [(2024, 251), (2025, 250), (2026, 250), (2027, 250), (2028, 249), (2029, 250), (2030, 250), (2031, 250)],
)
def test_an_office_year_holds_eleven_holidays_wherever_they_fall(year: int, days: int) -> None:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    on_weekdays = sum(dt.date.fromordinal(day).weekday() < 5 for day in range(first.toordinal(), last.toordinal() + 1))
    assert OFFICE.working_days(first, last) == on_weekdays - 11 == days


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (dt.date(2026, 2, 17), DayKind.HOLIDAY),
        (dt.date(2026, 4, 26), DayKind.HOLIDAY),  # Hung Kings' day on a Sunday
        (dt.date(2026, 4, 27), DayKind.SUBSTITUTE),
        (dt.date(2024, 2, 14), DayKind.SUBSTITUTE),  # the second day off for a lunar new year over a weekend
        (dt.date(2024, 4, 29), DayKind.SWAPPED),
        (dt.date(2024, 5, 4), DayKind.MADE_UP),
        (dt.date(2035, 9, 2), DayKind.HOLIDAY),  # the days of the sun are known in every year
    ],
)
def test_a_day_says_why_it_differs_from_its_week(day: dt.date, kind: DayKind) -> None:
    found = {special.on: special.kind for special in OFFICE.special_days(day, day)}
    assert found == {day: kind}
    assert OFFICE.works(day) is (kind is DayKind.MADE_UP)


def test_a_museum_that_closes_on_mondays_works_at_weekends_and_rests_on_holidays() -> None:
    monday = Calendar(weekend=frozenset({0}))
    assert monday.works(dt.date(2026, 11, 21))
    assert monday.works(dt.date(2026, 11, 22))
    assert not monday.works(dt.date(2026, 11, 23))
    assert monday.works(dt.date(2024, 5, 4))
    assert dt.date(2024, 5, 4) not in {day.on for day in monday.special_days(dt.date(2024, 5, 1), dt.date(2024, 5, 31))}
    assert not monday.works(dt.date(2026, 4, 26))


@given(
    st.dates(dt.date(2023, 1, 1), dt.date(2032, 12, 31)),
    st.integers(0, 400),
    st.frozensets(st.integers(0, 6), max_size=6),
)
def test_working_days_add_up_day_by_day(first: dt.date, length: int, weekend: frozenset[int]) -> None:
    last = first + dt.timedelta(days=length)
    own = {first: SpecialDay(on=first, kind=DayKind.WORKED, name=Message("kho"))}
    found = Calendar(weekend=weekend, own=own)
    assert found.works(first)
    assert found.working_days(first, last) == 1 + found.left(first, last)
    assert found.left(last, last) == 0


def test_every_shipped_year_has_its_lunar_days() -> None:
    for year in shipped_years():
        named = [day.name.text("vi") for day in OFFICE.special_days(dt.date(year, 1, 1), dt.date(year, 12, 31))]
        assert named.count("Tết Nguyên đán") == 5
        assert any("Giỗ Tổ" in name for name in named)


def test_the_museums_own_day_goes_before_the_shipped_one_until_it_is_taken_back(session: Session, deed: ChangeSet):
    assert not get_calendar(session).works(dt.date(2026, 2, 18))
    day = set_day(session, dt.date(2026, 2, 18), works=True, name="Trực Tết", deed=deed)
    assert get_calendar(session).works(dt.date(2026, 2, 18))
    with pytest.raises(DayTaken, match="Trực Tết"):
        set_day(session, dt.date(2026, 2, 18), works=False, name="Nghỉ", deed=deed)
    void_day(session, day, deed=deed)
    assert not get_calendar(session).works(dt.date(2026, 2, 18))


def test_the_board_counts_the_working_days_that_are_left(session: Session, deed: ChangeSet):
    def left() -> int | None:
        row = next(row for row in board(session, MuseumProfile(), ON) if row.rest is not None)
        return row.rest.work_left if row.rest else None

    assert left() == 16
    set_day(session, dt.date(2026, 11, 24), works=False, name="Nghỉ theo thông báo", deed=deed)
    assert left() == 15
    set_weekend(session, {6}, deed=deed)
    assert left() == 18


def test_a_week_of_days_off_only_is_refused(session: Session, deed: ChangeSet):
    with pytest.raises(NoWorkingDay):
        set_weekend(session, range(7), deed=deed)
    assert calendars.weekend(session) == {5, 6}


def test_days_and_weeks_can_be_undone(session: Session, deed: ChangeSet):
    set_day(session, dt.date(2026, 12, 1), works=False, name="Kiểm kê kho", deed=deed)
    set_weekend(session, {0}, deed=deed)
    undo(session, deed, by=make_colleague(session, Role.ADMINISTRATOR), reason="nhầm")
    assert get_calendar(session) == Calendar()


def test_a_director_enters_a_day_and_takes_it_back_on_the_page(
    sign_in: Callable[[Role], FlaskClient], session: Session
):
    session.rollback()
    client = sign_in(Role.DIRECTOR)
    page = client.get("/chi-tieu/lich-lam-viec?nam=2026").text
    assert "Giỗ Tổ Hùng Vương" in page
    assert "220 ngày làm việc" in page
    typed = {"on": "24/11/2026", "works": "no", "name": "Ngày Văn hóa Việt Nam", "document": "Thông báo 01/TB-BT"}
    assert client.post("/chi-tieu/lich-lam-viec", data=typed).status_code == 303
    page = client.get("/chi-tieu/lich-lam-viec?nam=2026").text
    assert "Thông báo 01/TB-BT" in page
    assert client.post("/chi-tieu/lich-lam-viec", data=typed).status_code == 422
    assert client.post("/chi-tieu/lich-lam-viec", data={**typed, "on": "tháng 12/2026"}).status_code == 422
    day_id = session.scalars(sa.select(CalendarDay.id)).one()
    session.rollback()
    assert client.post(f"/chi-tieu/lich-lam-viec/{day_id}/rut-lai").status_code == 303
    assert "Thông báo 01/TB-BT" not in client.get("/chi-tieu/lich-lam-viec?nam=2026").text
    assert client.post("/chi-tieu/lich-lam-viec/tuan", data={"days": ["6"]}).status_code == 303
    assert calendars.weekend(session) == {6}
