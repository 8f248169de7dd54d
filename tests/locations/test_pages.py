"""The pages of the stores: everybody looks, curators and administrators change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.locations.models import Location

SignIn = Callable[[Role], FlaskClient]


def place(engine: sa.Engine, code: str) -> Location:
    with Session(engine) as session:
        return session.scalars(sa.select(Location).where(Location.code == code)).one()


@pytest.mark.parametrize("role", list(Role))
def test_staff_see_the_stores_and_few_change_them(sign_in: SignIn, role: Role) -> None:
    browser = sign_in(role)
    sees, may = allows(role, Permission.VIEW_LOCATIONS), allows(role, Permission.EDIT_LOCATIONS)
    assert browser.get("/kho").status_code == (200 if sees else 403)
    assert browser.get("/kho/moi").status_code == (200 if may else 403)
    answer = browser.post("/kho/moi", data={"rank": "store", "code": "K1", "name": "Kho cơ sở"})
    assert answer.status_code == (303 if may else 403)


def test_a_store_is_built_shelf_by_shelf(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.CURATOR)
    assert browser.post("/kho/moi", data={"rank": "store", "code": "K1", "name": "Kho cơ sở"}).status_code == 303
    store = place(engine, "K1")
    cabinet = {"rank": "cabinet", "code": "T1", "name": "Tủ 1", "parent_id": str(store.id)}
    assert browser.post("/kho/moi", data=cabinet).status_code == 303
    assert f'<option selected value="{store.id}">' in browser.get(f"/kho/moi?trong={store.id}").text
    page = browser.get("/kho").text
    assert "Kho cơ sở" in page
    assert "Tủ 1" in page
    assert "Tủ 1" in browser.get(f"/kho/{store.id}").text
    address = f"/kho/{place(engine, 'T1').id}"
    renamed = {**cabinet, "name": "Tủ thép 1", "version": "1"}
    assert browser.post(f"{address}/sua", data=renamed).status_code == 303
    assert "Tủ thép 1" in browser.get(address).text
    stale = browser.post(f"{address}/sua", data=renamed)
    assert stale.status_code == 422
    assert "người khác" in stale.text
    assert browser.post(f"{address}/dong").status_code == 303
    assert "đã đóng" in browser.get(address).text
    assert browser.post(f"{address}/mo-lai").status_code == 303


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"rank": "store", "code": "", "name": "Kho"}, "bắt buộc"),
        ({"rank": "castle", "code": "K9", "name": "Kho"}, "hợp lệ"),
        ({"rank": "store", "code": "K1", "name": "Kho khác"}, "K1"),
        ({"rank": "site", "code": "S1", "name": "Cơ sở", "parent_id": "1"}, "nhỏ hơn"),
    ],
)
def test_what_cannot_stand_there_is_said(sign_in: SignIn, data: dict[str, str], says: str) -> None:
    browser = sign_in(Role.CURATOR)
    browser.post("/kho/moi", data={"rank": "store", "code": "K1", "name": "Kho cơ sở"})
    answer = browser.post("/kho/moi", data=data)
    assert answer.status_code == 422
    assert says in answer.text


def test_an_unknown_place_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(Role.CATALOGUER).get("/kho/999").status_code == 404
