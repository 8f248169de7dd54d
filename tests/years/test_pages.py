"""The pages of a year, as a director, a curator and a viewer use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.years.queries import closed_year
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, LATER, make_register

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def museum(app: Flask, session: Session, deed: ChangeSet) -> Iterator[list[int]]:
    """Six objects of 2025; the clock stands on the day after the year."""
    del app
    clock.freeze(AFTER)
    ids = make_register(session, deed)
    session.commit()
    session.rollback()
    yield ids
    clock.freeze(None)


def close(browser: FlaskClient) -> None:
    """Begin closing and close 2025 through the pages."""
    assert browser.post("/nam/2025/buoc/khoa-so").status_code == 303
    assert browser.post("/nam/2025/chot", data={"reason": "Mẫu làm sau"}).status_code == 303


def text(browser: FlaskClient, path: str) -> str:
    """A page's text."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def test_a_director_follows_closes_and_proves_a_year(museum: list[int], sign_in: SignIn, session: Session):
    director = sign_in(Role.DIRECTOR)
    assert "Đang thực hiện" in text(director, "/nam")
    assert "còn thay đổi" in text(director, "/nam/2025")
    assert "khoa-so" in text(director, "/nam/2025")
    assert director.post("/nam/2025/buoc/khoa-so").location.endswith("/nam/2025/chot")
    page = text(director, "/nam/2025/chot")
    assert "Chưa rút mẫu" in page
    refused = director.post("/nam/2025/chot", data={"reason": ""})
    assert refused.status_code == 422
    assert "lý do" in refused.get_data(as_text=True)
    assert closed_year(session, 2025) is None
    session.rollback()
    assert director.post("/nam/2025/chot", data={"reason": "Mẫu làm sau"}).status_code == 303
    page = text(director, "/nam/2025")
    assert "Mẫu làm sau" in page
    assert "/nam/2025/so-lieu/all_holdings.registered?ban=0" in page
    listed = text(director, "/nam/2025/so-lieu/all_holdings.registered?ban=0")
    assert listed.count("/hien-vat/") >= len(museum)
    assert "đúng như khi chốt" in text(director, "/nam/kiem-chung")
    assert "Năm đã chốt" in text(director, "/nam/2025/chot")
    again = director.post("/nam/2025/chot", data={"reason": "Lần nữa"})
    assert again.status_code == 422
    assert "đã chốt" in again.get_data(as_text=True)


def test_a_year_is_planned_begun_and_taken_back_from_closing(museum: list[int], sign_in: SignIn):
    assert museum
    director = sign_in(Role.DIRECTOR)
    assert director.post("/nam/2027/buoc/lap-ke-hoach").status_code == 303
    assert "Lập kế hoạch" in text(director, "/nam/2027")
    director.post("/nam/2025/buoc/khoa-so")
    assert (
        "cần có lý do" in director.post("/nam/2025/buoc/mo-lai", follow_redirects=True).get_data(as_text=True).lower()
    )
    director.post("/nam/2025/buoc/mo-lai", data={"reason": "Thiếu biên bản"})
    page = text(director, "/nam/2025")
    assert "Thiếu biên bản" in page
    assert director.post("/nam/2025/buoc/xoa").status_code == 404


def test_a_withdrawal_after_the_close_shows_as_an_adjustment_and_is_restated(
    museum: list[int], sign_in: SignIn, session: Session
):
    director = sign_in(Role.DIRECTOR)
    close(director)
    assert "Không có gì thay đổi" in text(director, "/nam/2025/dieu-chinh")
    clock.freeze(LATER)
    begin_write(session)
    deed = session.get_one(ChangeSet, 1)
    later = ChangeSet(at=LATER, user_id=deed.user_id, action="Withdrew", values={}, reason="Ảnh nhầm")
    session.add(later)
    session.flush()
    make_facts(
        session, later, {"artifact_id": museum[0], "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": IN_YEAR}
    )
    session.commit()
    director = sign_in(Role.DIRECTOR)
    page = text(director, "/nam/2025/dieu-chinh")
    assert "Ảnh nhầm" in page
    assert "Mất mức số hóa" in page or "Mất mức" in page
    assert director.post("/nam/2025/dieu-chinh", data={"reason": ""}).status_code == 422
    answer = director.post("/nam/2025/dieu-chinh", data={"reason": "Rút một ảnh", "document": "12/BC-BT"})
    assert answer.status_code == 303
    page = text(director, "/nam/2025")
    assert "12/BC-BT" in page
    assert "Mẫu làm sau" in text(director, "/nam/2025?ban=0")
    assert "Không có gì thay đổi" in text(director, "/nam/2025/dieu-chinh")
    assert director.get("/nam/2025?ban=7").status_code == 404


def test_the_sample_is_drawn_checked_both_ways_and_signed(museum: list[int], sign_in: SignIn):
    assert museum
    curator = sign_in(Role.CURATOR)
    assert "Rút mẫu" in text(curator, "/nam/2025/mau")
    assert curator.post("/nam/2025/mau", data={"size": "0"}).status_code == 422
    assert curator.post("/nam/2025/mau", data={"size": "3", "seed": "74"}).status_code == 303
    assert curator.post("/nam/2025/mau", data={"size": "3"}).status_code == 422
    assert "74" in text(curator, "/nam/2025/mau")
    assert "phu-luc.docx?so_lieu=bien-ban-mau.2025" in text(curator, "/nam/2025/mau")
    for line in range(1, 7):
        assert "Dòng" in text(curator, f"/nam/2025/mau/{line}")
        outcome = "differs" if line == 6 else "agrees"
        sent = {"outcome": outcome, "note": "Thiếu số" if line == 6 else "", "seen_number": ""}
        assert curator.post(f"/nam/2025/mau/{line}", data=sent).status_code == 303
    page = text(curator, "/nam/2025/mau")
    assert "5 / 6" in page or "5 trong 6" in page or "5/6" in page
    signed = {"members": "Trần Minh", "conclusion": "Sổ khớp hiện vật", "on": "15/12/2025"}
    assert curator.post("/nam/2025/mau/ky", data=signed | {"on": "hôm nào"}).status_code == 422
    assert curator.post("/nam/2025/mau/ky", data=signed).status_code == 303
    assert curator.post("/nam/2025/mau/1", data={"outcome": "agrees"}).status_code == 422


def test_a_sample_is_set_aside_for_a_reason_and_drawn_anew(museum: list[int], sign_in: SignIn):
    assert museum
    curator = sign_in(Role.CURATOR)
    curator.post("/nam/2025/mau", data={"size": "2", "seed": "1"})
    curator.post("/nam/2025/mau/bo", data={"reason": ""})
    assert curator.get("/nam/2025/mau/1").status_code == 200
    curator.post("/nam/2025/mau/bo", data={"reason": "Chọn nhầm ngày"})
    assert curator.get("/nam/2025/mau/1").status_code == 404
    assert curator.post("/nam/2025/mau", data={"size": "2", "seed": "2"}).status_code == 303


def test_a_small_museum_is_recounted_at_once(museum: list[int], sign_in: SignIn):
    assert museum
    director = sign_in(Role.DIRECTOR)
    assert director.post("/nam/2025/doi-chieu").status_code == 303
    assert "6 hiện vật" in text(director, "/nam/2025/chot")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CATALOGUER, Role.CURATOR, Role.ADMINISTRATOR])
def test_only_the_director_closes(museum: list[int], sign_in: SignIn, role: Role):
    assert museum
    browser = sign_in(role)
    assert browser.post("/nam/2025/buoc/khoa-so").status_code == 403
    assert browser.post("/nam/2025/chot", data={"reason": "x"}).status_code == 403
    assert browser.post("/nam/2025/dieu-chinh", data={"reason": "x"}).status_code == 403
    assert "khoa-so" not in text(browser, "/nam/2025")


@pytest.mark.parametrize(
    "path",
    [
        "/nam/1492",
        "/nam/99999999999999",
        "/nam/99999999999999/mau",
        "/nam/99999999999999/chot",
        "/nam/2025/dieu-chinh",
        "/nam/2025/so-lieu/all_holdings.registered",
    ],
)
def test_what_does_not_exist_is_not_found(museum: list[int], sign_in: SignIn, path: str):
    assert museum
    assert sign_in(Role.VIEWER).get(path).status_code == 404


def test_impossible_years_numbers_and_places_are_not_found(museum: list[int], sign_in: SignIn):
    assert museum
    director, huge = sign_in(Role.DIRECTOR), "99999"
    close(director)
    for path in ("/nam/2025?ban=99999999", f"/nam/{huge}/dieu-chinh", f"/nam/{huge}/so-lieu/all_holdings.registered"):
        assert director.get(path).status_code == 404
    assert "0" in text(director, f"/nam/2025/so-lieu/all_holdings.registered?tu={huge}")
    for step in ("lap-ke-hoach", "khoa-so"):
        page = director.post(f"/nam/{huge}/buoc/{step}", follow_redirects=True)
        assert page.status_code == 404
    assert director.post(f"/nam/{huge}/dieu-chinh", data={"reason": "x"}).status_code == 404
    assert director.post(f"/nam/{huge}/mau", data={"size": "3"}).status_code == 404
    assert director.post("/nam/2024/mau", data={"size": "3", "seed": "9" * 25}).status_code == 422


def test_a_year_that_has_not_ended_is_not_closed_and_says_so(museum: list[int], sign_in: SignIn):
    assert museum
    director = sign_in(Role.DIRECTOR)
    assert "kết thúc ngày 14/12/2026" in director.post("/nam/2026/buoc/khoa-so", follow_redirects=True).get_data(
        as_text=True
    )


def test_the_next_year_shows_what_was_registered_after_the_close_and_opens_the_objects(
    museum: list[int], sign_in: SignIn, session: Session, deed: ChangeSet
):
    close(sign_in(Role.DIRECTOR))
    clock.freeze(LATER)
    director = sign_in(Role.DIRECTOR)
    begin_write(session)
    [late] = make_objects(session, 1, holding="base", number="BT 735", name_vi="Chum sành")
    make_facts(session, deed, {"artifact_id": late, "kind": FactKind.REGISTERED, "effective_on": IN_YEAR})
    session.commit()
    page = text(director, "/nam/2026")
    assert "Số cuối năm 2025 theo số liệu đã chốt" in page
    assert "Đăng ký bổ sung sau khi chốt" in page
    objects = text(director, "/nam/2026/noi-ky/all_holdings.registered/joined-registered")
    assert "BT 735" in objects
    assert "1 hiện vật" in objects
    assert "Đăng ký bổ sung sau khi chốt" in text(director, "/bao-cao/2026")
    assert director.get("/nam/2026/noi-ky/all_holdings.registered/left-left").status_code == 404
    assert director.get("/nam/2026/noi-ky/all_holdings.lunar/left-left").status_code == 404
    assert director.get("/nam/2026/noi-ky/nowhere.registered/left-left").status_code == 404
    assert len(museum) == 6
