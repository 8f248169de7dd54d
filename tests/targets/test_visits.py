"""Visits by day or month: read as people write them, summed for the target, corrected, taken in from a sheet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import xlsxwriter
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.errors import Refusal
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.targets.board import board
from museum_tracker.targets.models import VisitorCount
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.visits import Span, SpanUnclear, Visits, read_lines, read_span
from museum_tracker.targets.visitors import (
    VisitsAhead,
    VisitsChanged,
    VisitsCrossYears,
    VisitsOverlap,
    correct_visits,
    enter_visits,
    sum_visitors,
    take_sheet,
    void_visits,
)
from tests.factories.people import make_colleague

TODAY = dt.date(2026, 11, 22)
PROFILE = MuseumProfile()
YEAR = PROFILE.year_span(2026)
OCTOBER = Span(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def visits(text: str, visitors: int) -> Visits:
    return Visits(span=read_span(text), visitors=visitors, source="Sổ vé")


def enter(session: Session, deed: ChangeSet, text: str, visitors: int) -> VisitorCount:
    return enter_visits(session, PROFILE, visits(text, visitors), deed=deed, today=TODAY)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("05/11/2026", Span(dt.date(2026, 11, 5), dt.date(2026, 11, 5))),
        ("10/2026", OCTOBER),
        ("tháng 10/2026", OCTOBER),
        ("12/9999", Span(dt.date(9999, 12, 1), dt.date(9999, 12, 31))),
        ("01/12/2026 – 14/12/2026", Span(dt.date(2026, 12, 1), dt.date(2026, 12, 14))),
        ("01/12/2026 đến 14/12/2026", Span(dt.date(2026, 12, 1), dt.date(2026, 12, 14))),
    ],
)
def test_days_are_read_as_people_write_them(text: str, span: Span) -> None:
    assert read_span(text) == span
    assert read_span(text).message.text("vi")


@pytest.mark.parametrize("text", ["", "hôm qua", "2026", "14/12/2026 – 01/12/2026", "32/01/2026"])
def test_what_is_no_day_and_no_month_is_refused(text: str) -> None:
    with pytest.raises(SpanUnclear):
        read_span(text)


def test_days_and_months_sum_up_and_feed_the_target(session: Session, deed: ChangeSet) -> None:
    enter(session, deed, "10/2026", 9_000)
    enter(session, deed, "09/2026", 11_000)
    enter(session, deed, "20/11/2026", 40)
    assert sum_visitors(session, *YEAR) == 20_040
    assert sum_visitors(session, *PROFILE.year_span(2025)) is None
    row = next(row for row in board(session, PROFILE, TODAY) if row.target.code == "mus30_visitors_yearly")
    assert row.verdict is Verdict.ACHIEVED
    assert row.achieved is not None
    assert row.achieved.text("vi") == "20.040"
    assert row.records == "/chi-tieu/khach-tham-quan?nam=2026"
    assert not row.lacks_evidence


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("23/11/2026", VisitsAhead),
        ("12/2025", VisitsCrossYears),
        ("10/2026", VisitsOverlap),
        ("15/10/2026", VisitsOverlap),
    ],
)
def test_impossible_days_are_refused(session: Session, deed: ChangeSet, text: str, refusal: type[Refusal]) -> None:
    enter(session, deed, "10/2026", 100)
    with pytest.raises(refusal) as caught:
        enter(session, deed, text, 5)
    assert caught.value.message.text("vi") != caught.value.message.text("en")
    assert sum_visitors(session, *YEAR) == 100


def test_two_corrections_at_once_meet(session: Session, deed: ChangeSet) -> None:
    count = enter(session, deed, "10/2026", 100)
    correct_visits(session, PROFILE, count, visits("10/2026", 110), version=1, deed=deed, today=TODAY)
    with pytest.raises(VisitsChanged):
        correct_visits(session, PROFILE, count, visits("10/2026", 120), version=1, deed=deed, today=TODAY)
    assert count.visitors == 110


def test_a_correction_and_a_creation_are_undone(session: Session, deed: ChangeSet) -> None:
    made = begin_deed(session, by=make_colleague(session, Role.CURATOR), action="Entered")
    count = enter(session, made, "10/2026", 100)
    change = begin_deed(session, by=make_colleague(session, Role.CURATOR), action="Corrected")
    correct_visits(session, PROFILE, count, visits("09/2026", 110), version=1, deed=change, today=TODAY)
    director = make_colleague(session, Role.CURATOR)
    undo(session, change, by=director, reason="nhầm")
    assert (count.first, count.visitors) == (OCTOBER.first, 100)
    undo(session, made, by=director, reason="nhầm")
    assert sum_visitors(session, *YEAR) is None


def test_days_entered_again_are_not_counted_twice_by_an_undo(session: Session, deed: ChangeSet) -> None:
    person = make_colleague(session, Role.CURATOR)
    count = enter(session, deed, "10/2026", 100)
    back = begin_deed(session, by=person, action="Took back")
    void_visits(session, count, deed=back)
    enter(session, deed, "05/10/2026", 7)
    with pytest.raises(Refusal):
        undo(session, back, by=person, reason="nhầm")
    assert sum_visitors(session, *YEAR) == 7


def test_a_sheet_adds_corrects_and_refuses_line_by_line(session: Session, deed: ChangeSet) -> None:
    enter(session, deed, "10/2026", 100)
    enter(session, deed, "09/2026", 50)
    rows = [
        ["THỐNG KÊ KHÁCH", "", ""],
        ["Tháng", "Số lượt khách", "Nguồn"],
        ["10/2026", "1.200", "Sổ vé"],
        ["09/2026", "50", ""],
        ["08/2026", "70", ""],
        ["", "", ""],
        ["tháng mười ba", "5", ""],
        ["07/2026", "nhiều", ""],
        ["Tổng cộng", "1.320", ""],
    ]
    taken = take_sheet(session, PROFILE, list(read_lines(rows)), source="bảng.xlsx", deed=deed, today=TODAY)
    assert (taken.created, taken.corrected, taken.unchanged) == (1, 1, 1)
    assert [line.number for line in taken.refused] == [7, 8]
    assert taken.read == 5
    assert sum_visitors(session, *YEAR) == 1_320


@pytest.fixture
def curator(sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.CURATOR)


def workbook(*rows: tuple[object, ...]) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    file.seek(0)
    return file


def test_visits_are_entered_corrected_and_taken_back_on_their_page(curator: FlaskClient, session: Session) -> None:
    form = {"span": "10/2026", "visitors": "9.000", "source": "Sổ vé", "note": ""}
    assert curator.post("/chi-tieu/khach-tham-quan", data=form).status_code == 303
    assert "9.000" in curator.get("/chi-tieu/khach-tham-quan").get_data(as_text=True)
    count_id = session.scalars(sa.select(VisitorCount.id)).one()
    session.rollback()
    place = f"/chi-tieu/khach-tham-quan/{count_id}"
    assert 'value="10/2026"' in curator.get(place).get_data(as_text=True)
    assert curator.post(place, data=form | {"visitors": "9.100", "version": "1"}).status_code == 303
    stale = curator.post(place, data=form | {"visitors": "8.000", "version": "1"})
    assert stale.status_code == 409
    assert "Người khác vừa sửa" in stale.get_data(as_text=True)
    assert curator.post(f"{place}/rut-lai").status_code == 303
    assert curator.get(place).status_code == 404


@pytest.mark.parametrize("changes", [{"span": "hôm qua"}, {"visitors": "-4"}, {"visitors": "1,5"}, {"span": "12/2025"}])
def test_a_wrong_entry_says_so_and_keeps_what_was_typed(curator: FlaskClient, changes: dict[str, str]) -> None:
    form = {"span": "10/2026", "visitors": "9.000", "source": "Sổ vé giữ lại", "note": ""}
    answer = curator.post("/chi-tieu/khach-tham-quan", data=form | changes)
    assert answer.status_code == 422
    assert "Sổ vé giữ lại" in answer.get_data(as_text=True)


def test_a_workbook_is_tried_and_then_taken_in(curator: FlaskClient, session: Session) -> None:
    rows = (("Ngày", "Lượt khách"), ("01/10/2026", 40), ("02/10/2026", 60), ("03/13/2026", 1))
    page = "/chi-tieu/khach-tham-quan/bang"
    trial = curator.post(page, data={"file": (workbook(*rows), "khách.xlsx"), "trial": "1"}).get_data(as_text=True)
    assert "3 dòng đã đọc = 2 mới" in trial
    assert session.scalar(sa.select(sa.func.count()).select_from(VisitorCount)) == 0
    session.rollback()
    taken = curator.post(page, data={"file": (workbook(*rows), "khách.xlsx")}).get_data(as_text=True)
    assert "Dòng 4" in taken
    assert sum_visitors(session, *YEAR) == 100


def test_a_file_that_is_no_table_is_refused_in_words(curator: FlaskClient) -> None:
    answer = curator.post("/chi-tieu/khach-tham-quan/bang", data={"file": (io.BytesIO(b"%PDF-1.4"), "a.pdf")})
    assert answer.status_code == 422
    assert curator.post("/chi-tieu/khach-tham-quan/bang", data={}).status_code == 422


def test_a_reader_sees_visits_but_enters_none(
    sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime
) -> None:
    session.rollback()
    reader = sign_in(Role.VIEWER)
    assert "Nhập lượt khách" not in reader.get("/chi-tieu/khach-tham-quan?nam=99999").get_data(as_text=True)
    assert reader.post("/chi-tieu/khach-tham-quan", data={}).status_code == 403
