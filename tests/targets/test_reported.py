"""Figures reported before the museum counted here, and two corrections of one value at once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.errors import Refusal
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeSet
from museum_tracker.targets.board import BoardRow, board
from museum_tracker.targets.cards import road_card
from museum_tracker.targets.history_line import road_facts
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.queries import all_values, reported_values
from museum_tracker.targets.services import (
    DayAhead,
    Entered,
    Evidence,
    FileMissing,
    ReportedTwice,
    ValueChanged,
    ValueImpossible,
    YearCounted,
    correct_value,
    enter_reported,
    enter_value,
)
from tests.factories.promises import TODAY, make_museum

PROFILE = MuseumProfile()
DIGITIZED, SHARE, VISITS = "mus25_digitized_yearly", "mus30_digitized_share", "mus30_visitors_yearly"
REPORT = Evidence(sha256="a" * 64, name="báo cáo 2018.pdf", size=10)


def target_of(session: Session, code: str) -> Target:
    return session.scalars(sa.select(Target).where(Target.code == code)).one()


def row_of(session: Session, code: str) -> BoardRow:
    return next(row for row in board(session, PROFILE, TODAY) if row.target.code == code)


def entered(value: float, year: int = 2018) -> Entered:
    return Entered(year=year, on=dt.date(2019, 1, 5), value=value, source="Báo cáo năm")


def report(session: Session, deed: ChangeSet, code: str, value: float, year: int = 2018) -> IndicatorValue:
    target = target_of(session, code)
    what = entered(value, year)
    return enter_reported(session, target, what, deed=deed, today=TODAY, first_counted=2019, evidence=REPORT)


def test_a_reported_figure_stands_before_the_counted_ones_and_is_never_among_them(
    session: Session, deed: ChangeSet
) -> None:
    make_museum(session, deed)
    counted = row_of(session, DIGITIZED)
    report(session, deed, DIGITIZED, 31)
    row = row_of(session, DIGITIZED)
    assert row.past == (31, *counted.past)
    assert row.reported == 1
    assert row.achieved == counted.achieved
    assert {key: value.value for key, value in reported_values(session).items()} == {(DIGITIZED, 2018): 31}
    assert all_values(session) == {}


def test_a_reported_share_is_drawn_apart_on_the_road(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    report(session, deed, SHARE, 3.5, 2016)
    report(session, deed, SHARE, 4.5, 2017)
    promise = row_of(session, SHARE).promise
    assert promise is not None
    facts = road_facts(session, promise)
    assert facts is not None
    assert [step.share for step in facts.reported] == [0.035, 0.045]
    road = road_card(facts, "vi")
    assert road is not None
    assert road.table.rows[0] == ("14/12/2016 · số liệu đã báo cáo", "3,5%")
    assert len(road.table.linked_rows) == len(road.table.rows)


def test_points_of_the_road_open_their_lists_as_of_their_day(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    promise = row_of(session, SHARE).promise
    assert promise is not None
    facts = road_facts(session, promise)
    assert facts is not None
    for step in facts.history:
        assert step.url == f"/hien-vat?so_lieu=level_1.objects_proper...{step.on:%Y%m%d}"
    road = road_card(facts, "vi")
    assert road is not None
    assert road.wide.count("<a href=") == len(facts.history)


@pytest.mark.parametrize(
    ("what", "evidence", "refusal"),
    [
        (entered(5, 2019), REPORT, YearCounted),
        (entered(5), None, FileMissing),
        (entered(-5), REPORT, ValueImpossible),
        (replace(entered(5), on=TODAY + dt.timedelta(days=1)), REPORT, DayAhead),
    ],
)
def test_an_impossible_reported_figure_is_refused(
    session: Session, deed: ChangeSet, what: Entered, evidence: Evidence | None, refusal: type[Refusal]
) -> None:
    target = target_of(session, DIGITIZED)
    with pytest.raises(refusal):
        enter_reported(session, target, what, deed=deed, today=TODAY, first_counted=2019, evidence=evidence)


def test_a_year_is_reported_once(session: Session, deed: ChangeSet) -> None:
    report(session, deed, DIGITIZED, 31)
    with pytest.raises(ReportedTwice):
        report(session, deed, DIGITIZED, 32)


def test_two_corrections_at_once_show_before_theirs_and_mine(session: Session, deed: ChangeSet) -> None:
    target = target_of(session, VISITS)
    start = Entered(year=2026, on=TODAY, value=100, source="Sổ vé")
    value = enter_value(session, target, start, deed=deed, today=TODAY)
    correct_value(session, value, target, replace(start, value=110), deed=deed, today=TODAY, version=1)
    with pytest.raises(ValueChanged) as caught:
        correct_value(session, value, target, replace(start, value=120), deed=deed, today=TODAY, version=1)
    found = caught.value
    assert (found.before["value"], found.theirs["value"], found.mine["value"]) == (100, 110, 120)
    assert found.version == 2
    assert value.value == 110


@pytest.fixture
def director(sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.DIRECTOR)


def page_id(session: Session, code: str) -> int:
    found = target_of(session, code).id
    session.rollback()
    return found


def test_two_directors_correcting_one_value_meet_on_a_page_with_both(director: FlaskClient, session: Session) -> None:
    target_id = page_id(session, VISITS)
    form = {"year": "2026", "value": "100", "on": "20/11/2026", "source": "Sổ vé", "note": ""}
    director.post(f"/chi-tieu/{target_id}/so-lieu", data=form)
    place = f"/chi-tieu/so-lieu/{session.scalars(sa.select(IndicatorValue.id)).one()}"
    session.rollback()
    assert director.post(place, data=form | {"value": "110", "version": "1"}).status_code == 303
    answer = director.post(place, data=form | {"value": "120", "version": "1"})
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert all(f">{number}</td>" in page for number in (100, 110, 120))
    assert 'name="version" value="2"' in page
    assert director.post(place, data=form | {"value": "120", "version": "2"}).status_code == 303
    assert session.scalars(sa.select(IndicatorValue.value)).one() == 120


def test_a_reported_figure_is_entered_with_its_file_on_its_page(director: FlaskClient, session: Session) -> None:
    target_id = page_id(session, DIGITIZED)
    place = f"/chi-tieu/{target_id}/da-bao-cao"
    form = {"year": "2018", "value": "31", "on": "05/01/2019", "source": "Báo cáo năm 2018", "note": ""}
    refused = director.post(place, data=form)
    assert refused.status_code == 422
    assert "Cần kèm báo cáo" in refused.get_data(as_text=True)
    file = (io.BytesIO(b"%PDF-1.4"), "bc2018.pdf")
    assert director.post(place, data=form | {"evidence": file}).status_code == 303
    page = director.get(f"/chi-tieu/{target_id}").get_data(as_text=True)
    assert "số liệu đã báo cáo" in page
    assert "bc2018.pdf" in page
    value_id = session.scalars(sa.select(IndicatorValue.id)).one()
    session.rollback()
    answer = director.post(f"/chi-tieu/so-lieu/{value_id}", data=form | {"value": "33", "version": "1"})
    assert answer.status_code == 303


def test_a_target_entered_by_hand_has_no_reported_figures_of_its_own(director: FlaskClient, session: Session) -> None:
    target_id = page_id(session, VISITS)
    answer = director.get(f"/chi-tieu/{target_id}/da-bao-cao")
    assert answer.headers["Location"].endswith(f"/chi-tieu/{target_id}/so-lieu")


def test_the_page_of_a_share_draws_its_road(director: FlaskClient, session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed, count=40)
    report(session, deed, SHARE, 3.5, 2016)
    target_id = target_of(session, SHARE).id
    session.commit()
    page = director.get(f"/chi-tieu/{target_id}").get_data(as_text=True)
    assert "Lộ trình đến năm 2030" in page
    assert "14/12/2016 · số liệu đã báo cáo" in page
