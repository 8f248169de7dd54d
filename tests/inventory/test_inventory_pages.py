"""The pages of the inventory, as each role sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import InventoryState
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact
from tests.factories.inventory import register

TRANSFER = {"basis": "superior", "basis_number": "15/QĐ", "basis_on": "2026-05-04"}
SignIn = Callable[[Role], FlaskClient]


def state_of(engine: sa.Engine, artifact_id: int) -> InventoryState:
    with Session(engine) as session:
        return session.get_one(Artifact, artifact_id).inventory_state


def test_a_cataloguer_registers_and_marks_an_object(
    session: Session, deed: ChangeSet, engine: sa.Engine, sign_in: SignIn
) -> None:
    vase = make_artifact(session, deed)
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    path = f"/hien-vat/{vase.id}/dang-ky"
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"on": "2026-05-04", "book": "2", **TRANSFER}).status_code == 303
    assert browser.post(path, data={"on": "2026-05-04"}).status_code == 422
    assert browser.get("/kiem-ke/viec/danh-so").status_code == 200
    assert browser.get(f"/kiem-ke/danh-so?ma={vase.id}").status_code == 200
    answer = browser.post("/kiem-ke/danh-so", data={"ma": vase.id, "on": "2026-05-05", "seen_by": "Nam"})
    assert answer.status_code == 303
    assert state_of(engine, vase.id) is InventoryState.MARKED
    assert "Nam" in browser.get(f"/hien-vat/{vase.id}").text


def test_the_register_line_typed_with_the_record_is_offered_again(
    session: Session, deed: ChangeSet, sign_in: SignIn
) -> None:
    values = {
        "register_book": "2",
        "registered_earliest": dt.date(1997, 5, 4),
        "registered_latest": dt.date(1997, 5, 4),
    }
    vase = make_artifact(session, deed, numbers=[{"kind": "registration", "text": "BTBG 812"}], **values)
    session.commit()
    page = sign_in(Role.CATALOGUER).get(f"/hien-vat/{vase.id}/dang-ky").text
    assert all(f'value="{text}"' in page for text in ("BTBG 812", "2", "04/05/1997"))


def test_a_date_ahead_is_refused_and_nothing_is_written(
    session: Session, deed: ChangeSet, engine: sa.Engine, sign_in: SignIn
) -> None:
    vase = make_artifact(session, deed)
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    ahead = (dt.date.today() + dt.timedelta(days=400)).isoformat()  # noqa: DTZ011 - only has to lie ahead
    assert browser.post(f"/hien-vat/{vase.id}/dang-ky", data={"on": ahead}).status_code == 422
    assert state_of(engine, vase.id) is InventoryState.NONE


def test_the_overview_shows_figures_that_open_their_objects(session: Session, deed: ChangeSet, sign_in: SignIn) -> None:
    vase = register(session, make_artifact(session, deed), on=dt.date(2026, 5, 4), deed=deed)
    make_artifact(session, deed, name="Bát")
    session.commit()
    browser = sign_in(Role.VIEWER)
    page = browser.get("/kiem-ke").text
    assert "/hien-vat?so_lieu=registered.all_holdings" in page
    listed = browser.get("/hien-vat?so_lieu=registered.all_holdings...").text
    assert vase.number in listed
    assert "Bát" not in listed
    assert browser.get("/kiem-ke?pham-vi=base_store").status_code == 200
    assert browser.get("/kiem-ke?pham-vi=khong-co").status_code == 404
    assert browser.get("/kiem-ke/viec/khong-co").status_code == 404


def test_a_dossier_page_lists_what_is_missing_and_refuses(session: Session, deed: ChangeSet, sign_in: SignIn) -> None:
    vase = register(session, make_artifact(session, deed), on=dt.date(2026, 5, 4), deed=deed)
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    assert browser.get(f"/hien-vat/{vase.id}/ho-so").status_code == 200
    assert browser.post(f"/hien-vat/{vase.id}/ho-so", data={"on": "2026-05-04"}).status_code == 422


def test_a_curator_strikes_a_line_through_with_a_reason(
    session: Session, deed: ChangeSet, engine: sa.Engine, sign_in: SignIn
) -> None:
    vase = register(session, make_artifact(session, deed), on=dt.date(2026, 5, 4), deed=deed)
    session.commit()
    browser, path = sign_in(Role.CURATOR), f"/hien-vat/{vase.id}/gach-so"
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"reason": ""}).status_code == 422
    assert browser.post(path, data={"reason": "Ghi trùng"}).status_code == 303
    assert state_of(engine, vase.id) is InventoryState.NONE
    assert sign_in(Role.CATALOGUER).post(path, data={"reason": "Ghi trùng"}).status_code == 403


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_readers_see_the_inventory_and_change_nothing(
    session: Session, deed: ChangeSet, engine: sa.Engine, sign_in: SignIn, role: Role
) -> None:
    vase = make_artifact(session, deed)
    session.commit()
    browser = sign_in(role)
    assert browser.get("/kiem-ke").status_code == 200
    assert browser.get("/kiem-ke/viec/dang-ky").status_code == 200
    assert browser.post(f"/hien-vat/{vase.id}/dang-ky", data={"on": "2026-05-04"}).status_code == 403
    assert state_of(engine, vase.id) is InventoryState.NONE


def test_marking_without_a_choice_teaches_how_to_choose(sign_in: SignIn, engine: sa.Engine) -> None:
    assert sign_in(Role.CATALOGUER).get("/kiem-ke/danh-so").status_code == 200
