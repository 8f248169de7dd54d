"""Values entered by hand: dated, sourced, proved, corrected with history; the board that shows them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.targets.board import BoardRow, board
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.planning import end_target
from museum_tracker.targets.queries import values_of
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.services import (
    DayAhead,
    Entered,
    TargetComputed,
    ValueImpossible,
    ValueMissing,
    correct_value,
    enter_value,
    void_value,
)
from tests.factories.people import make_colleague

TODAY = dt.date(2026, 11, 22)
PROFILE = MuseumProfile()
VISITS, REDISPLAY, LIBRARIES, DIGITIZED = (
    "mus30_visitors_yearly",
    "mus25_redisplay",
    "lib25_service_commune",
    "mus25_digitized_yearly",
)


def target_of(session: Session, code: str) -> Target:
    return session.scalars(sa.select(Target).where(Target.code == code)).one()


def row_of(session: Session, code: str, on: dt.date = TODAY) -> BoardRow:
    return next(row for row in board(session, PROFILE, on) if row.target.code == code)


def entered(value: float | None = None, *, year: int = 2026, on: dt.date = TODAY, done: bool | None = None) -> Entered:
    return Entered(year=year, on=on, value=value, done=done, source="Báo cáo phòng Giáo dục")


def test_the_board_shows_all_fifty_with_the_museums_own_first(session: Session) -> None:
    rows = board(session, PROFILE, TODAY)
    assert len(rows) == 50
    assert [row.target.scope for row in rows[:18]] == ["museum"] * 18
    assert {row.verdict for row in rows if row.promise is None} == {Verdict.NO_VALUE, Verdict.OVER}


@pytest.mark.parametrize(
    ("value", "verdict"), [(20_000, Verdict.ACHIEVED), (19_000, Verdict.ON_PACE), (10_000, Verdict.BEHIND)]
)
def test_a_yearly_value_is_judged_by_its_period(
    session: Session, deed: ChangeSet, value: float, verdict: Verdict
) -> None:
    enter_value(session, target_of(session, VISITS), entered(value), deed=deed, today=TODAY)
    row = row_of(session, VISITS)
    assert row.verdict is verdict
    assert row.ratio == pytest.approx(value / 20_000)


def test_last_years_value_is_no_value_of_this_year_but_part_of_the_trend(session: Session, deed: ChangeSet) -> None:
    target = target_of(session, VISITS)
    for year, value in ((2024, 15_000), (2025, 18_000)):
        day = dt.date(year, 12, 1)
        enter_value(session, target, entered(value, year=year, on=day), deed=deed, today=TODAY)
    row = row_of(session, VISITS)
    assert row.verdict is Verdict.NO_VALUE
    assert row.past == (15_000, 18_000)


def test_a_milestone_past_its_year_is_short_until_it_is_done(session: Session, deed: ChangeSet) -> None:
    target = target_of(session, REDISPLAY)
    value = enter_value(session, target, entered(done=False), deed=deed, today=TODAY)
    assert row_of(session, REDISPLAY).verdict is Verdict.SHORT
    correct_value(session, value, target, entered(done=True), deed=deed, today=TODAY)
    assert row_of(session, REDISPLAY).verdict is Verdict.ACHIEVED


@pytest.mark.parametrize(
    ("code", "what", "refusal"),
    [
        (VISITS, entered(), ValueMissing),
        (VISITS, entered(-1), ValueImpossible),
        (LIBRARIES, entered(101), ValueImpossible),
        (VISITS, entered(1, on=TODAY + dt.timedelta(days=1)), DayAhead),
        (REDISPLAY, entered(1), ValueMissing),
        (DIGITIZED, entered(1), TargetComputed),
    ],
)
def test_an_impossible_value_is_refused_and_leaves_no_trace(
    session: Session, deed: ChangeSet, code: str, what: Entered, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        enter_value(session, target_of(session, code), what, deed=deed, today=TODAY)
    assert session.scalar(sa.select(sa.func.count()).select_from(IndicatorValue)) == 0


def test_a_correction_keeps_what_stood_before_and_can_be_undone(session: Session, deed: ChangeSet) -> None:
    target = target_of(session, VISITS)
    value = enter_value(session, target, entered(15_000), deed=deed, today=TODAY)
    user = make_colleague(session, Role.CURATOR)
    correction = begin_deed(session, by=user, action="Corrected")
    correct_value(session, value, target, entered(16_000), deed=correction, today=TODAY)
    item = session.scalars(sa.select(ChangeItem).where(ChangeItem.change_set_id == correction.id)).one()
    assert (item.before, item.after) == ({"value": 15_000}, {"value": 16_000})
    undo(session, correction, by=user, reason="nhầm")
    assert value.value == 15_000


def test_a_value_taken_back_no_longer_counts(session: Session, deed: ChangeSet) -> None:
    target = target_of(session, VISITS)
    void_value(session, enter_value(session, target, entered(15_000), deed=deed, today=TODAY), deed=deed)
    assert values_of(session, VISITS) == []
    assert row_of(session, VISITS).verdict is Verdict.NO_VALUE


def test_a_target_that_no_longer_applies_says_why_and_can_return(session: Session, deed: ChangeSet) -> None:
    target = target_of(session, LIBRARIES)
    end_target(session, target, reason="Không còn cấp huyện", on=TODAY, deed=deed)
    assert row_of(session, LIBRARIES, TODAY + dt.timedelta(days=30)).verdict is Verdict.NOT_APPLICABLE
    end_target(session, target, reason="", on=TODAY, deed=deed)
    assert row_of(session, LIBRARIES).verdict is Verdict.NO_VALUE


@pytest.fixture
def director(sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.DIRECTOR)


def page_id(session: Session, code: str) -> int:
    found = target_of(session, code).id
    session.rollback()
    return found


def test_a_value_with_its_evidence_goes_in_and_the_file_comes_out(director: FlaskClient, session: Session) -> None:
    target_id = page_id(session, VISITS)
    form = {"year": "2026", "value": "20.500", "on": "20/11/2026", "source": "Sổ vé", "note": ""}
    evidence = (io.BytesIO(b"%PDF-1.4 so ve"), "sổ vé.pdf")
    answer = director.post(f"/chi-tieu/{target_id}/so-lieu", data={**form, "evidence": evidence})
    assert answer.status_code == 303
    value = session.scalars(sa.select(IndicatorValue)).one()
    session.rollback()
    assert (value.value, value.on, value.evidence_name) == (20_500, dt.date(2026, 11, 20), "sổ vé.pdf")
    page = director.get(f"/chi-tieu/{target_id}").get_data(as_text=True)
    assert "20.500" in page
    assert "sổ vé.pdf" in page
    download = director.get(f"/chi-tieu/minh-chung/{value.id}")
    assert download.data == b"%PDF-1.4 so ve"
    assert download.headers["Content-Disposition"].startswith("attachment")
    download.close()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "hai vạn"}, "không phải là số"),
        ({"value": ""}, "Cần nhập kết quả"),
        ({"on": "hôm qua"}, "không phải là ngày"),
        ({"on": "01/2026"}, "không phải là ngày"),
        ({"on": "01/01/2027"}, "tương lai"),
        ({"source": ""}, "Sổ vé"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(
    director: FlaskClient, session: Session, changes: dict[str, str], words: str
) -> None:
    target_id = page_id(session, VISITS)
    form = {"year": "2026", "value": "20.500", "on": "20/11/2026", "source": "Sổ vé", "note": "Sổ vé tháng 11"}
    answer = director.post(f"/chi-tieu/{target_id}/so-lieu", data={**form, **changes})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert words in page
    assert "Sổ vé tháng 11" in page
    assert session.scalar(sa.select(sa.func.count()).select_from(IndicatorValue)) == 0


def test_a_value_is_corrected_and_taken_back_on_its_page(director: FlaskClient, session: Session) -> None:
    target_id = page_id(session, VISITS)
    form = {"year": "2026", "value": "1", "on": "20/11/2026", "source": "Sổ vé", "note": ""}
    director.post(f"/chi-tieu/{target_id}/so-lieu", data=form)
    value_id = session.scalars(sa.select(IndicatorValue.id)).one()
    session.rollback()
    assert "Sửa số liệu" in director.get(f"/chi-tieu/so-lieu/{value_id}").get_data(as_text=True)
    assert director.post(f"/chi-tieu/so-lieu/{value_id}", data={**form, "value": "2"}).status_code == 303
    assert director.post(f"/chi-tieu/so-lieu/{value_id}/rut-lai").status_code == 303
    assert director.get(f"/chi-tieu/so-lieu/{value_id}").status_code == 404
    assert director.get(f"/chi-tieu/minh-chung/{value_id}").status_code == 404


def test_the_board_is_filtered_in_its_address(director: FlaskClient) -> None:
    page = director.get("/chi-tieu?pham-vi=culture_centre").get_data(as_text=True)
    assert "6 trên 50 chỉ tiêu" in page
    assert "Không có chỉ tiêu phù hợp" in director.get("/chi-tieu?trang-thai=dat").get_data(as_text=True)


def test_a_plan_file_is_loaded_or_refused_on_its_page(director: FlaskClient) -> None:
    bad = (io.BytesIO(b"\xff\xfe"), "plan.toml")
    answer = director.post("/chi-tieu/ke-hoach/nhap", data={"file": bad})
    assert answer.status_code == 422
    assert "không phải là kế hoạch" in answer.get_data(as_text=True)
    text = """[plan]\nid = "b"\nnumber = "9/KH"\nissued = 2026-01-02\n[[target]]\nid = "x"\nscope = "museum"
name_vi = "Mới"\nkind = "milestone"\ndue = 2030\ncomputable = "manual"\n"""
    good = (io.BytesIO(text.encode()), "plan.toml")
    assert director.post("/chi-tieu/ke-hoach/nhap", data={"file": good}).status_code == 303


def test_a_target_is_ended_with_a_reason_only(director: FlaskClient, session: Session) -> None:
    target_id = page_id(session, LIBRARIES)
    director.post(f"/chi-tieu/{target_id}/ket-thuc", data={"reason": ""})
    assert target_of(session, LIBRARIES).ended_reason == ""
    session.rollback()
    director.post(f"/chi-tieu/{target_id}/ket-thuc", data={"reason": "Sáp nhập"})
    assert "Sáp nhập" in director.get(f"/chi-tieu/{target_id}").get_data(as_text=True)
    director.post(f"/chi-tieu/{target_id}/ket-thuc", data={"again": "1"})
    session.expire_all()
    assert target_of(session, LIBRARIES).ended_reason == ""


@pytest.mark.parametrize(("year", "words"), [(2026, None), (2025, "chưa nhập năm 2026; năm 2025: 17.930")])
def test_a_value_of_last_year_never_reads_as_this_years(
    session: Session, deed: ChangeSet, year: int, words: str | None
) -> None:
    visits = target_of(session, VISITS)
    given = entered(17_930, year=year, on=dt.date(2025, 12, 10) if year == 2025 else TODAY)
    enter_value(session, visits, given, today=TODAY, deed=deed)
    row = row_of(session, VISITS)
    assert (row.achieved is None) is (year == 2025)
    assert (row.told_for.text("vi") if row.told_for else None) == words


@pytest.mark.parametrize(
    ("done", "words"), [(False, "nhập cho năm 2025; chưa nhập năm 2026"), (True, "nhập cho năm 2025")]
)
def test_a_milestone_says_for_which_year_it_was_entered(
    session: Session, deed: ChangeSet, *, done: bool, words: str
) -> None:
    given = entered(year=2025, on=dt.date(2025, 12, 10), done=done)
    enter_value(session, target_of(session, REDISPLAY), given, today=TODAY, deed=deed)
    row = row_of(session, REDISPLAY)
    assert row.told_for is not None
    assert row.told_for.text("vi") == words
    then = row_of(session, REDISPLAY, dt.date(2025, 12, 12))
    assert then.told_for is None


def test_the_board_says_what_was_not_entered_this_year(sign_in: Callable[[Role], FlaskClient]) -> None:
    clock.freeze(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC))
    assert "chưa nhập năm 2026" in sign_in(Role.VIEWER).get("/chi-tieu").get_data(as_text=True)
    clock.freeze(None)
