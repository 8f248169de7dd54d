"""The pages of the vocabularies: who may, and that the whole round works in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.vocabularies.models import Term

SignIn = Callable[[Role], FlaskClient]


def stored(engine: sa.Engine, code: str) -> Term | None:
    with Session(engine) as session:
        return session.scalars(sa.select(Term).where(Term.code == code)).one_or_none()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_edit_vocabularies_see_them(sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role)
    may = allows(role, Permission.EDIT_VOCABULARIES)
    for page in ("/tu-vung", "/tu-vung/material", "/tu-vung/period/moi", "/tu-vung/material/1"):
        assert browser.get(page).status_code == (200 if may else 403)
    answer = browser.post("/tu-vung/material/1/ngung-dung")
    assert answer.status_code == (303 if may else 403)


def test_a_curator_adds_renames_retires_and_takes_up_a_word(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.CURATOR)
    added = browser.post("/tu-vung/material/moi", data={"name_vi": "Giấy dừa", "code": "GiD", "alt": "Xơ dừa; Dừa"})
    assert added.status_code == 303
    term = stored(engine, "GiD")
    assert term is not None
    assert term.alt == ["Xơ dừa", "Dừa"]
    address = f"/tu-vung/material/{term.id}"
    assert "Giấy dừa" in browser.get(address).text
    changed = {"name_vi": "Giấy xơ dừa", "code": "GiD", "version": "1", "sort": "5"}
    assert browser.post(address, data=changed).status_code == 303
    assert browser.post(f"{address}/ngung-dung").status_code == 303
    page = browser.get("/tu-vung/material")
    assert "Giấy xơ dừa" in page.text
    assert "ngừng dùng" in page.text
    assert browser.post(f"{address}/dung-lai").status_code == 303
    again = stored(engine, "GiD")
    assert again is not None
    assert again.active


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name_vi": ""}, "bắt buộc"),
        ({"name_vi": "Kim", "code": "KL"}, "KL"),
        ({"name_vi": "Kim", "parent_id": "999999"}, "hợp lệ"),
    ],
)
def test_what_cannot_be_saved_is_said_and_keeps_what_was_typed(
    sign_in: SignIn, engine: sa.Engine, data: dict[str, str], says: str
) -> None:
    answer = sign_in(Role.CURATOR).post("/tu-vung/material/moi", data={"name_en": "Kept as typed", **data})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Kept as typed" in answer.text


def test_a_stale_form_is_told_so(sign_in: SignIn) -> None:
    browser = sign_in(Role.CURATOR)
    form = {"name_vi": "Đá tảng", "code": "Đ", "version": "1"}
    assert browser.post("/tu-vung/material/1", data=form).status_code == 303
    answer = browser.post("/tu-vung/material/1", data={**form, "name_vi": "Đá núi"})
    assert answer.status_code == 422
    assert "người khác" in answer.text


@pytest.mark.parametrize("page", ["/tu-vung/khong-co", "/tu-vung/period/1", "/tu-vung/material/999999"])
def test_what_does_not_exist_is_not_found(sign_in: SignIn, page: str) -> None:
    assert sign_in(Role.CURATOR).get(page).status_code == 404


def test_the_pages_speak_english_too(sign_in: SignIn) -> None:
    browser = sign_in(Role.CURATOR)
    browser.set_cookie("language", "en")
    assert "Materials" in browser.get("/tu-vung").text
    assert "Precious metal" in browser.get("/tu-vung/material").text
