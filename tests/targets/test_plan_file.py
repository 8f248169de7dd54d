"""A plan's file: every fault named in one sentence, written out it is the same plan again, revised target by target."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.history.models import ChangeSet
from museum_tracker.targets.board import board
from museum_tracker.targets.models import Plan
from museum_tracker.targets.planning import (
    SHIPPED,
    export_plan,
    load_plan,
)
from museum_tracker.targets.queries import list_targets
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_check import Known
from museum_tracker.targets.rules.plan_data import PlanData, TargetData
from museum_tracker.targets.rules.plan_export import write_plan
from museum_tracker.targets.rules.plan_file import PlanRefused, PlanUnreadable, examine, read_plan
from museum_tracker.targets.rules.plan_words import Computed, Scope

TODAY = dt.date(2026, 11, 22)
HEAD = '[plan]\nid = "kh9"\nnumber = "9/KH"\nissued = 2026-01-02\ntitle_vi = "Kế hoạch"\n'
ENTRY = """
[[target]]
id = "a"
section = "I"
scope = "museum"
name_vi = "Chỉ tiêu"
unit = "hiện vật"
kind = "yearly_band"
due = 2030
min = 50
max = 100
computable = "manual"
"""
COLLECTED = "mus25_collected_yearly"


def faults(text: str) -> list[tuple[str, str]]:
    return [(fault.target, fault.field) for fault in examine(text, Known(populations={"base_store"})).faults]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (HEAD + ENTRY.replace("min = 50", "min = 500"), ("a", "min"), "Chỉ tiêu a: mức tối thiểu (min 500) lớn hơn"),
        (HEAD + ENTRY.replace("museum", "zoo"), ("a", "scope"), "scope phải là một trong các từ museum, library"),
        (HEAD + ENTRY + ENTRY, ("a", "id"), "id này có hai lần trong tệp"),
        (HEAD + ENTRY.replace("min = 50", 'min = "ít"'), ("a", "min"), "min phải là số từ 0 trở lên, không phải “ít”"),
        (HEAD + ENTRY.replace("2030", '"2030"'), ("a", "due"), "due phải là số nguyên từ 2000 đến 2100"),
        (
            HEAD + "starts = 2026-01-01\nends = 2025-12-31\n" + ENTRY,
            ("", "ends"),
            "Kế hoạch: kết thúc (ends 31/12/2025)",
        ),
        (HEAD + "ends = 2029-12-31\n" + ENTRY, ("a", "due"), "due 2030 nằm sau ngày kết thúc kế hoạch"),
        (HEAD.replace('"9/KH"', "9") + ENTRY, ("", "number"), "Kế hoạch: number phải là chữ"),
        (HEAD.replace("issued = 2026-01-02\n", "") + ENTRY, ("", "issued"), "Kế hoạch: thiếu mục issued"),
        (HEAD + ENTRY + 'carried_on = "yes"\n', ("a", "carried_on"), "true hoặc false"),
        (HEAD + ENTRY + "valid_from = 2027-01-01\nvalid_to = 2026-01-01\n", ("a", "valid_to"), "nằm trước valid_from"),
        (HEAD + ENTRY.replace('"hiện vật"', '"%"').replace("100", "120"), ("a", "max"), "lớn hơn 100%"),
        (
            HEAD + ENTRY.replace('"manual"', '"catalogue"\nmeasure = "level_1"'),
            ("a", "measure"),
            "số phát sinh trong kỳ",
        ),
        (HEAD + ENTRY + 'population = "moon"\n', ("a", "population"), "population “moon” không có ở đây"),
        (HEAD + ENTRY.replace("yearly_band", "milestone"), ("a", "min"), "mốc chỉ có đạt hoặc chưa đạt"),
        (HEAD + ENTRY + "min_ = 4\n", ("", ""), ""),
    ],
)
def test_each_fault_is_one_sentence_naming_target_and_field(text: str, place: tuple[str, str], words: str) -> None:
    found = examine(text, Known(populations={"base_store"}))
    if not words:
        assert not found.faults
        assert [remark.field for remark in found.remarks] == ["min_"]
        return
    assert place in [(fault.target, fault.field) for fault in found.faults]
    told = " ".join(fault.message.text("vi") for fault in found.faults)
    assert words in told


def test_versions_of_a_target_may_follow_but_not_overlap() -> None:
    first = ENTRY + "valid_to = 2027-12-31\n"
    second = ENTRY + "version = 2\nvalid_from = {}\n"
    assert faults(HEAD + first + second.format("2028-01-01")) == []
    assert faults(HEAD + first + second.format("2027-06-01")) == [("a", "valid_from")]
    assert faults(HEAD + ENTRY + second.format("2028-01-01")) == [("a", "valid_from")]


def test_all_faults_are_named_at_once() -> None:
    text = HEAD + ENTRY.replace("min = 50", "min = 500") + ENTRY.replace('"a"', '"b"').replace("museum", "zoo")
    assert faults(text) == [("b", "scope"), ("a", "min")]


words = st.text("aăđẾ \"'\\#=[]\n\t\r\x1f\x7f\u2028漢😀", max_size=20)
days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
numbers = st.integers(0, 10**6) | st.decimals(0, 10**6, places=2).map(float)


@st.composite
def target_values(draw: st.DrawFn) -> TargetData:
    kind = draw(st.sampled_from([TargetKind.MILESTONE, TargetKind.YEARLY_FLOOR, TargetKind.THRESHOLD]))
    least = None if kind is TargetKind.MILESTONE else float(draw(numbers)) + 1
    name = draw(words.filter(str.strip))
    return TargetData(
        code=draw(st.text("abc_09", min_size=1, max_size=8)),
        section=draw(words),
        scope=draw(st.sampled_from(list(Scope))),
        name_vi=name,
        name_en=draw(words) or name,
        unit_vi="cuộc",
        unit_en="events",
        kind=kind,
        due=draw(st.integers(2000, 2100)),
        least=least,
        most=None,
        computed=Computed.MANUAL,
        carried_on=draw(st.booleans()),
        note_vi=draw(words),
        note_en=draw(words),
        document=draw(words),
        valid_from=draw(days),
    )


@given(st.lists(target_values(), min_size=1, max_size=4, unique_by=lambda one: one.code), words, days)
def test_a_plan_written_out_reads_as_the_same_plan(targets: list[TargetData], title: str, issued: dt.date) -> None:
    plan = PlanData(code="kh", number="1/KH", issued=issued, title_vi=title, title_en=title)
    targets = [replace(one, note_en=one.note_en, name_en=one.name_en or one.name_vi) for one in targets]
    found = examine(write_plan(plan, targets))
    assert found.faults == ()
    assert found.plan == plan
    assert list(found.targets) == targets


def test_the_shipped_plan_goes_out_and_in_again_unchanged(session: Session) -> None:
    plan = session.scalars(sa.select(Plan)).one()
    once, again = examine(SHIPPED.read_text(encoding="utf-8")), examine(export_plan(plan))
    assert again.faults == ()
    assert again.plan == once.plan
    assert [replace(one, valid_from=None) for one in again.targets] == list(once.targets)


def test_a_plan_may_take_the_place_of_the_one_in_force(session: Session, deed: ChangeSet) -> None:
    load_plan(session, HEAD + ENTRY, deed=deed, instead=True, reason="Sáp nhập tỉnh")
    assert [target.code for target in list_targets(session, TODAY)] == ["a"]
    assert len(list_targets(session, dt.date(2025, 6, 1))) == 50
    assert len(board(session, MuseumProfile(), TODAY)) == 1


def test_a_plan_beside_another_may_not_use_its_targets_ids(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(PlanRefused) as caught:
        load_plan(session, HEAD + ENTRY.replace('"a"', f'"{COLLECTED}"'), deed=deed)
    assert "đã có chỉ tiêu trùng id" in caught.value.faults[0].message.text("vi")
    assert len(list_targets(session, TODAY)) == 50


@pytest.fixture
def director(sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.DIRECTOR)


def upload(text: str) -> dict[str, object]:
    return {"file": (io.BytesIO(text.encode()), "plan.toml"), "mode": "beside"}


def test_a_plan_is_tried_on_its_page_without_storing_anything(director: FlaskClient, session: Session) -> None:
    bad = HEAD + ENTRY.replace("min = 50", "min = 500")
    page = director.post("/chi-tieu/ke-hoach/nhap", data=upload(bad) | {"trial": "1"}).get_data(as_text=True)
    assert "lớn hơn mức tối đa" in page
    assert "chưa lưu gì" in page
    page = director.post("/chi-tieu/ke-hoach/nhap", data=upload(HEAD + ENTRY) | {"trial": "1"}).get_data(as_text=True)
    assert "Không có lỗi" in page
    assert session.scalar(sa.select(sa.func.count()).select_from(Plan)) == 1


def test_plans_go_in_out_off_the_board_and_back_on_their_page(director: FlaskClient, session: Session) -> None:
    assert director.post("/chi-tieu/ke-hoach/nhap", data=upload(HEAD + ENTRY)).status_code == 303
    plan_id = session.scalars(sa.select(Plan.id).where(Plan.code == "kh9")).one()
    session.rollback()
    file = director.get(f"/chi-tieu/ke-hoach/{plan_id}.toml")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert examine(file.get_data(as_text=True)).faults == ()
    assert "51 trên 51" in director.get("/chi-tieu").get_data(as_text=True)
    assert director.post(f"/chi-tieu/ke-hoach/{plan_id}/ket-thuc", data={"reason": ""}).status_code == 303
    assert "51 trên 51" in director.get("/chi-tieu").get_data(as_text=True)
    director.post(f"/chi-tieu/ke-hoach/{plan_id}/ket-thuc", data={"reason": "Hết hiệu lực"})
    assert "50 trên 50" in director.get("/chi-tieu").get_data(as_text=True)
    assert "Hết hiệu lực" in director.get("/chi-tieu/ke-hoach").get_data(as_text=True)
    director.post(f"/chi-tieu/ke-hoach/{plan_id}/ket-thuc", data={"again": "1"})
    assert "51 trên 51" in director.get("/chi-tieu").get_data(as_text=True)


def test_a_text_that_no_database_keeps_is_a_fault() -> None:
    assert faults(HEAD + ENTRY.replace('"Chỉ tiêu"', '"Chỉ\\u0000 tiêu"')) == [("a", "name_vi")]


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000, "1" + "0" * 400, "nan", "1e999"])
def test_numbers_that_no_machine_counts_are_faults(number: str) -> None:
    for field in ('id = "a"', "due = 2030", "min = 50"):
        text = HEAD + ENTRY.replace(field, f"{field.split()[0]} = {number}")
        with pytest.raises((PlanRefused, PlanUnreadable)):
            read_plan(text)
