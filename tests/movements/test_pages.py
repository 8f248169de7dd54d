"""Moving on the pages: one object, and many after confirming the exact count."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.history.services import begin_deed
from tests.factories.catalogue import make_artifact
from tests.factories.locations import make_store

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def museum(engine: sa.Engine) -> dict[str, int]:
    """A shelf, and two objects that stand nowhere yet."""
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        person = User(username="minh", name="Trần Minh", role=Role.CATALOGUER)
        session.add(person)
        deed = begin_deed(session, by=person, action="Set up")
        store, _, shelf = make_store(session, deed)
        vase = make_artifact(session, deed, name="Bình vôi", number="BTBG 1")
        bowl = make_artifact(session, deed, name="Bát hoa lam", number="BTBG 2")
        session.commit()
        return {"store": store.id, "shelf": shelf.id, "vase": vase.id, "bowl": bowl.id}


def place_of(engine: sa.Engine, artifact_id: int) -> int | None:
    with Session(engine) as session:
        return session.get_one(Artifact, artifact_id).location_id


@pytest.mark.parametrize("role", list(Role))
def test_staff_see_where_objects_went_and_few_move_them(sign_in: SignIn, museum: dict[str, int], role: Role) -> None:
    browser = sign_in(role)
    sees, may = allows(role, Permission.VIEW_LOCATIONS), allows(role, Permission.MOVE_OBJECTS)
    assert browser.get(f"/hien-vat/{museum['vase']}/vi-tri").status_code == (200 if sees else 403)
    assert browser.get(f"/hien-vat/{museum['vase']}/di-chuyen").status_code == (200 if may else 403)
    assert browser.get("/di-chuyen").status_code == (200 if may else 403)
    sent = {"to": str(museum["shelf"]), "moved_on": "5/4/2020"}
    answer = browser.post(f"/hien-vat/{museum['vase']}/di-chuyen", data=sent)
    assert answer.status_code == (303 if may else 403)


def test_a_cataloguer_moves_an_object_and_its_page_tells_it(
    sign_in: SignIn, engine: sa.Engine, museum: dict[str, int]
) -> None:
    browser = sign_in(Role.CATALOGUER)
    address = f"/hien-vat/{museum['vase']}"
    sent = {"to": str(museum["shelf"]), "moved_on": "5/4/2020", "reason": "Tủ mới"}
    assert browser.post(f"{address}/di-chuyen", data=sent).status_code == 303
    assert place_of(engine, museum["vase"]) == museum["shelf"]
    page = browser.get(address).text
    assert "Ngăn 1" in page
    assert "Tủ mới" in page
    assert "05/04/2020" in browser.get(f"{address}/vi-tri").text
    assert f"vi_tri={museum['store']}" in browser.get("/kho").text
    again = browser.post(f"{address}/di-chuyen", data=sent)
    assert again.status_code == 422
    assert "đã ở đó" in again.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"to": ""}, "bắt buộc"),
        ({"to": "999"}, "hợp lệ"),
        ({"moved_on": "2020"}, "ngày cụ thể"),
        ({"moved_on": "1/1/2999"}, "tương lai"),
    ],
)
def test_a_move_that_cannot_be_is_said(
    sign_in: SignIn, museum: dict[str, int], change: dict[str, str], says: str
) -> None:
    sent = {"to": str(museum["shelf"]), "moved_on": "5/4/2020", **change}
    answer = sign_in(Role.CATALOGUER).post(f"/hien-vat/{museum['vase']}/di-chuyen", data=sent)
    assert answer.status_code == 422
    assert says in answer.text


def test_scanned_numbers_move_only_after_their_count_is_confirmed(
    sign_in: SignIn, engine: sa.Engine, museum: dict[str, int]
) -> None:
    browser = sign_in(Role.CATALOGUER)
    sent = {"to": str(museum["shelf"]), "moved_on": "5/4/2020", "numbers": "btbg1\nBTBG-2"}
    asked = browser.post("/di-chuyen", data=sent)
    assert asked.status_code == 200
    assert "chuyển 2 hiện vật" in asked.text
    assert place_of(engine, museum["vase"]) is None
    unsure = browser.post("/di-chuyen", data={**sent, "numbers": "BTBG 1\nBTBG 77", "confirmed": "y", "expected": "1"})
    assert "BTBG 77" in unsure.text
    assert place_of(engine, museum["vase"]) is None
    assert browser.post("/di-chuyen", data={**sent, "confirmed": "y", "expected": "2"}).status_code == 303
    assert place_of(engine, museum["bowl"]) == museum["shelf"]


def test_a_list_of_objects_moves_as_a_whole(sign_in: SignIn, engine: sa.Engine, museum: dict[str, int]) -> None:
    browser = sign_in(Role.CATALOGUER)
    address = f"/di-chuyen?ma={museum['vase']}&ma={museum['bowl']}"
    assert "2 hiện vật" in browser.get(address).text
    sent = {"to": str(museum["store"]), "moved_on": "5/4/2020", "confirmed": "y", "expected": "2"}
    assert browser.post(address, data=sent).status_code == 303
    assert place_of(engine, museum["vase"]) == museum["store"]
