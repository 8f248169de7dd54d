"""What-if: exact, monotonic, equal to going year by year; played by everybody, kept and compared by those who may."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.uses import uses_of
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.targets.models import Scenario
from museum_tracker.targets.promises import list_promises
from museum_tracker.targets.rules.forecast import Past, spread_of, years_between
from museum_tracker.targets.rules.whatif import MOST, WhatIf, outcome, read_what, scale_for, way
from museum_tracker.targets.scenarios import NameMissing, NameTaken, list_scenarios, save_scenario
from museum_tracker.targets.whatif import base_of, due_days, usual, what_of
from tests.factories.people import make_colleague
from tests.factories.promises import TODAY, make_museum

PROFILE = MuseumProfile()
DUE = dt.date(2030, 12, 14)
DUES = due_days(PROFILE, TODAY)

populations = st.integers(1, 2_000_000)
parts = st.fractions(0, 1, max_denominator=1000)
paces = st.integers(0, 50_000)
growths = st.integers(0, 20_000)


def question(pace: int = 100, growth: int = 90, share: Fraction = Fraction(7, 10), due: dt.date = DUE) -> WhatIf:
    return WhatIf(population="objects_proper", measure=Measure.LEVEL_1, share=share, due=due, pace=pace, growth=growth)


@pytest.mark.parametrize(("population", "done", "needed"), [(10_000, 2_000, 1_313), (55_000, 2_750, 9_001)])
def test_the_check_values_of_the_design_come_out(population: int, done: int, needed: int) -> None:
    four_years_before = dt.date(2026, 12, 14)
    result = outcome(question(), population, done, on=four_years_before)
    assert result.seen.need is not None
    assert result.seen.need.a_year == needed


@given(populations, parts, growths, paces)
def test_the_way_ends_exactly_where_the_forecast_says(population: int, part: Fraction, growth: int, pace: int) -> None:
    done = int(population * part)
    result = outcome(question(pace, growth), population, done, on=TODAY)
    assert result.years[-1].on == DUE
    assert result.years[-1].share == result.seen.at_goal


@given(populations, parts, growths, paces, paces)
def test_more_work_never_lowers_any_year(population: int, part: Fraction, growth: int, one: int, other: int) -> None:
    done, (low, high) = int(population * part), sorted((one, other))
    slow = way(question(low, growth), population, done, on=TODAY)
    fast = way(question(high, growth), population, done, on=TODAY)
    assert all((a.share or 0) <= (b.share or 0) for a, b in zip(slow, fast, strict=True))


@given(populations, parts, growths, paces)
def test_the_way_agrees_with_going_step_by_step(population: int, part: Fraction, growth: int, pace: int) -> None:
    done = int(population * part)
    whole, counted, day = Fraction(population), Fraction(done), TODAY
    for year in way(question(pace, growth), population, done, on=TODAY):
        time = years_between(day, year.on)
        whole, counted, day = whole + growth * time, counted + pace * time, year.on
        assert year.share == min(counted / whole, Fraction(1))
        assert year.population == round(whole)


def test_a_goal_whose_day_has_passed_has_no_way_and_an_empty_population_no_share() -> None:
    assert way(question(due=dt.date(2020, 1, 1)), 100, 10, on=TODAY) == []
    assert outcome(question(growth=0), 0, 0, on=TODAY).seen.share is None
    reached = outcome(question(), 100, 90, on=TODAY)
    assert reached.seen.reached
    assert outcome(question(pace=0, growth=0), 100, 10, on=TODAY).seen.at_goal == Fraction(1, 10)


def test_the_last_leap_day_has_its_years() -> None:
    years = way(question(due=dt.date(2028, 2, 29)), 100, 10, on=TODAY)
    assert [year.on for year in years] == [dt.date(2027, 2, 28), dt.date(2028, 2, 29)]


@given(populations, parts, st.lists(st.tuples(paces, growths), min_size=2, max_size=5))
def test_the_spread_holds_every_past_year(population: int, part: Fraction, years: list[tuple[int, int]]) -> None:
    past = [Past(done, growth) for done, growth in years]
    spread = spread_of(population, int(population * part), past=past, years=4)
    assert spread is not None
    assert spread.least <= spread.most
    assert spread.years == len(past)
    assert spread_of(population, 0, past=past[:1], years=4) is None


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_a_slider_reaches_beyond_what_it_shows(one: int, other: int) -> None:
    assert max(100, min(2 * max(one, other), MOST)) <= scale_for(one, other) <= MOST


@pytest.mark.parametrize(
    "texts",
    [
        {"so-hoa": "nhiều"},
        {"so-hoa": "-4"},
        {"so-hoa": "1,5"},
        {"so-hoa": "9" * 30},
        {"suu-tam": "x"},
        {"ty-le": "0"},
        {"ty-le": "101"},
        {"den-nam": "1999"},
        {"den-nam": "hai nghìn"},
        {"muc": "level_9"},
        {"pham-vi": "moon"},
    ],
)
def test_what_cannot_be_read_keeps_the_usual_and_says_why(texts: dict[str, str]) -> None:
    what, problems = read_what(texts, question(), frozenset({"objects_proper"}), DUES)
    assert what == question()
    assert list(problems) == list(texts)
    assert problems[next(iter(texts))].text("vi") != ""


def test_what_is_typed_is_read_as_people_write_it() -> None:
    typed = {"so-hoa": "9.001", "suu-tam": "-20", "ty-le": "62,5%", "den-nam": "2032", "muc": "full_level"}
    what, problems = read_what(typed, question(), frozenset(), DUES)
    assert problems == {}
    assert (what.pace, what.growth, what.share) == (9_001, -20, Fraction(5, 8))
    assert (what.due, what.measure) == (dt.date(2032, 12, 14), Measure.FULL_LEVEL)


def test_the_page_opens_with_the_museums_own_goal_and_pace(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    what = usual(session, PROFILE, TODAY)
    assert (what.population, what.share, what.due) == ("objects_proper", Fraction(7, 10), DUE)
    promise = list_promises(session, PROFILE, TODAY)[-1]
    assert promise.seen is not None
    assert (promise.seen.flow.done, promise.seen.flow.growth) == (what.pace, what.growth)
    base = base_of(session, what, TODAY)
    assert (base.population, base.done) == (promise.seen.population, promise.seen.done) == (190, base.done)


def keep(session: Session, deed: ChangeSet, name: str, pace: int = 100) -> Scenario:
    return save_scenario(session, name, question(pace), base=(TODAY, 190, 50), deed=deed)


def test_a_scenario_keeps_its_question_and_its_name_is_its_own(session: Session, deed: ChangeSet) -> None:
    kept = keep(session, deed, "  Thêm  hai máy ảnh ")
    assert kept.name == "Thêm hai máy ảnh"
    assert what_of(kept) == question()
    for name, refusal in ((" ", NameMissing), ("thêm hai máy ảnh", NameTaken)):
        with pytest.raises(refusal):
            keep(session, deed, name)


def test_a_scenario_taken_away_comes_back_from_the_history(session: Session) -> None:
    curator = make_colleague(session, Role.CURATOR)
    made = begin_deed(session, by=curator, action="Kept")
    keep(session, made, "Một")
    undo(session, made, by=curator, reason="thử")
    assert list_scenarios(session) == []


def test_the_road_draws_the_scenarios_that_the_address_names(browser: FlaskClient, session: Session) -> None:
    deed = begin_deed(session, by=make_colleague(session, Role.CURATOR), action="Kept")
    fitting = keep(session, deed, "Thêm hai máy ảnh", pace=400).id
    other = WhatIf(population="all_holdings", measure=Measure.LEVEL_2, share=Fraction(1), due=DUE, pace=1, growth=1)
    elsewhere = save_scenario(session, "Toàn bộ hiện vật", other, base=(TODAY, 190, 50), deed=deed).id
    session.commit()
    plain = browser.get("/tong-quan").get_data(as_text=True)
    assert "Toàn bộ hiện vật" not in plain
    assert "· Thêm hai máy ảnh" not in plain
    drawn = browser.get(f"/tong-quan?phuong-an={fitting}&phuong-an={elsewhere}&phuong-an=x").get_data(as_text=True)
    assert "Toàn bộ hiện vật" not in drawn
    row = re.search(r"<td>14/12/2030 · ([\d,]+%) · Thêm hai máy ảnh</td><td[^>]*>([\d,]+%)", drawn)
    assert row is not None, drawn[drawn.find("Thêm hai") - 300 :][:600]
    assert row.group(1).split(",")[0].rstrip("%") == row.group(2).split(",")[0].rstrip("%")
    assert f'value="{fitting}" checked' in drawn


@pytest.fixture
def browser(
    sign_in: Callable[[Role], FlaskClient], session: Session, deed: ChangeSet, frozen: dt.datetime
) -> FlaskClient:
    make_museum(session, deed, count=40)
    session.commit()
    return sign_in(Role.DIRECTOR)


def kept_ids(session: Session) -> list[int]:
    found = list(session.scalars(sa.select(Scenario.id).order_by(Scenario.id)))
    session.rollback()
    return found


def test_the_answer_comes_with_the_page_and_alone(browser: FlaskClient) -> None:
    page = browser.get("/phuong-an?so-hoa=30&suu-tam=10").get_data(as_text=True)
    assert "Với phương án này" in page
    assert 'value="30"' in page
    alone = browser.get("/phuong-an/ket-qua?so-hoa=30&suu-tam=10").get_data(as_text=True)
    assert "<html" not in alone
    assert "<svg" in alone
    assert "14/12/2030" in alone


@pytest.mark.parametrize("typed", ["so-hoa=abc", "ty-le=900", "den-nam=1", "pham-vi=moon", "muc=x", "phuong-an=x"])
def test_wrong_addresses_are_answered_in_words(browser: FlaskClient, typed: str) -> None:
    assert browser.get(f"/phuong-an?{typed}").status_code == 200
    assert browser.get(f"/phuong-an/ket-qua?{typed}").status_code == 200


def test_a_museum_without_objects_may_play_too(
    sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime
) -> None:
    session.rollback()
    page = sign_in(Role.VIEWER).get("/phuong-an").get_data(as_text=True)
    assert "chưa có hiện vật" in page
    assert "Lưu phương án này" not in page


def test_scenarios_are_kept_opened_compared_and_taken_away(browser: FlaskClient, session: Session) -> None:
    for name, pace in (("Như nay", "10"), ("Thêm người", "60")):
        form = {"name": name, "so-hoa": pace, "suu-tam": "10", "ty-le": "70", "den-nam": "2030"}
        assert browser.post("/phuong-an/luu", data=form).status_code == 303
    first, second = kept_ids(session)
    assert 'value="60"' in browser.get(f"/phuong-an?phuong-an={second}").get_data(as_text=True)
    page = browser.get(f"/phuong-an/so-sanh?chon={first}&chon={second}").get_data(as_text=True)
    assert page.count("Như nay") >= 2
    assert page.count("<svg") >= 1
    assert "Thêm người" in page
    assert browser.post(f"/phuong-an/{first}/xoa").status_code == 303
    assert browser.get(f"/phuong-an/so-sanh?chon={first}&chon={second}").status_code == 404


@pytest.mark.parametrize("chosen", ["", "chon=1", "chon=x&chon=y", "&".join(f"chon={n}" for n in range(1, 7))])
def test_two_to_four_scenarios_are_compared(browser: FlaskClient, chosen: str) -> None:
    answer = browser.get(f"/phuong-an/so-sanh?{quote(chosen, safe='=&')}")
    assert answer.status_code == 303


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "Một"}, {"so-hoa": "nhiều"}, {"name": "x" * 300}])
def test_a_scenario_that_cannot_be_kept_says_so_and_keeps_what_was_typed(
    browser: FlaskClient, session: Session, changes: dict[str, str]
) -> None:
    form = {"name": "Một", "note": "ghi lại", "so-hoa": "77", "suu-tam": "10"}
    browser.post("/phuong-an/luu", data=form)
    answer = browser.post("/phuong-an/luu", data=form | {"name": "Hai"} | changes)
    assert answer.status_code == 422
    assert "ghi lại" in answer.get_data(as_text=True)
    assert len(kept_ids(session)) == 1


def test_a_reader_plays_but_keeps_nothing(browser: FlaskClient, sign_in: Callable[[Role], FlaskClient]) -> None:
    reader = sign_in(Role.VIEWER)
    assert reader.get("/phuong-an?so-hoa=5").status_code == 200
    assert reader.post("/phuong-an/luu", data={"name": "Một"}).status_code == 403


def test_a_population_that_a_scenario_uses_says_so(session: Session, deed: ChangeSet) -> None:
    kept = keep(session, deed, "Thêm người")
    uses = {use.url: use.label.text("vi") for use in uses_of(session, "objects_proper")}
    assert uses[f"/phuong-an?phuong-an={kept.id}"] == "Thêm người"


def test_the_check_value_of_the_design_can_be_played_on_the_page(browser: FlaskClient) -> None:
    asked = "/phuong-an/ket-qua?tong-so=10000&da-dat=20%25&so-hoa=0&suu-tam=90&ty-le=70&den-nam=2030&muc=level_1"
    page = browser.get(asked).get_data(as_text=True)
    assert "10.000" in page
    assert "2.000" in page


def test_a_typed_base_is_what_a_scenario_keeps(browser: FlaskClient, session: Session) -> None:
    form = {"name": "Giả định", "tong-so": "1000", "da-dat": "100", "so-hoa": "50", "suu-tam": "0"}
    assert browser.post("/phuong-an/luu", data=form).status_code == 303
    session.rollback()
    kept = list_scenarios(session)[0]
    assert (kept.base_population, kept.base_done) == (1000, 100)
    assert browser.post("/phuong-an/luu", data=form | {"name": "Sai", "da-dat": "2000"}).status_code == 422
