"""The pages of the definition: drafted by a curator, looked at, decided by the director."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.digitization.models import DefinitionState, DigitizationDefinition, Scope
from museum_tracker.digitization.rules.definition import Rules
from museum_tracker.digitization.services import definitions
from museum_tracker.digitization.services.reviews import approve
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.worker import run_all
from museum_tracker.vocabularies.queries import list_terms
from tests.factories.digitization import deed_by, make_file, make_person, make_recorded
from tests.factories.inventory import register

SignIn = Callable[[Role], FlaskClient]
GATES = {
    "min_long_side": "2000", "min_pixels_per_mm": "4,0", "min_focus": "15", "max_clipped": "0,25", "min_faces": "5000",
    "size_tolerance": "0,25", "textures_complete": "y",
}  # fmt: skip
SOLID = {"record": ["number", "name"], "views": ["front", "back"], "full": "3", **GATES}


@pytest.fixture
def vases(session: Session, deed: ChangeSet, person: User) -> list[int]:
    curator, ids = make_person(session, Role.CURATOR), []
    for place in range(2):
        vase = make_recorded(session, deed, number=f"BTBG {place + 1}")
        register(session, vase, on=clock.today(), number=vase.number, deed=deed)
        approve(
            session, make_file(session, vase, by=person), scope=Scope.IDENTIFICATION, deed=deed_by(session, curator)
        )
        ids.append(vase.id)
    session.commit()
    return ids


def only_draft(session: Session) -> DigitizationDefinition:
    session.rollback()
    query = sa.select(DigitizationDefinition).where(DigitizationDefinition.state == DefinitionState.DRAFT)
    return session.scalars(query).one()


def test_the_page_says_what_each_level_asks_for_and_on_what_it_rests(sign_in: SignIn) -> None:
    page = sign_in(Role.VIEWER).get("/cach-tinh").text
    assert "theo cách tính của bảo tàng" in page
    assert "số lượng" not in page
    for words in ("Mức 1", "Mức 2", "Mức 3", "mặt trước", "Hiện vật ba chiều", "Hiện vật phẳng"):
        assert words in page


def test_a_curator_drafts_and_the_director_decides(
    session: Session, settings: Settings, vases: list[int], sign_in: SignIn
) -> None:
    curator = sign_in(Role.CURATOR)
    address = curator.post("/cach-tinh/du-thao").location
    page = curator.get(address).text
    assert "/nhom/solid" in page
    assert "ap-dung" not in page
    form = curator.get(f"{address}/nhom/solid").text
    assert 'value="4,0"' in form
    assert curator.post(f"{address}/nhom/solid", data={**SOLID, "full": "1"}).status_code == 303
    curator.post(f"{address}/xem-truoc")
    page = curator.get(address).text
    assert "2 hiện vật đã xét." in page
    assert curator.get(f"{address}/hien-vat?chieu=tang").status_code == 200
    decision = {"valid_from": clock.today().isoformat(), "document": "12/QĐ-BT"}
    assert curator.post(f"{address}/ap-dung", data=decision).status_code == 403
    director = sign_in(Role.DIRECTOR)
    decision["seen"] = seen(director.get(address).text)
    assert director.post(f"{address}/ap-dung", data={**decision, "document": ""}).status_code == 422
    assert "bị sửa sau khi" in director.post(f"{address}/ap-dung", data={**decision, "seen": "older"}).text
    assert director.post(f"{address}/ap-dung", data=decision).status_code == 303
    session.rollback()
    run_all(session.get_bind(), settings)
    assert "theo văn bản số 12/QĐ-BT" in director.get("/cach-tinh").text
    assert measure(session, Measure.FULL_LEVEL).objects == 2
    listed = director.get("/hien-vat?so_lieu=full_level.all_holdings...").text
    assert "theo văn bản số 12/QĐ-BT (phiên bản 2)" in listed


def seen(page: str) -> str:
    """Which wording of the draft a page showed."""
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_a_preview_lists_the_objects_that_fall(session, vases, sign_in):
    curator = sign_in(Role.CURATOR)
    address = curator.post("/cach-tinh/du-thao").location
    curator.post(f"{address}/nhom/solid", data={**SOLID, "standard_only": "y"})
    curator.post(f"{address}/xem-truoc")
    page = curator.get(f"{address}/hien-vat?chieu=giam&muc=1").text
    assert all(f"/hien-vat/{one}" in page for one in vases)
    decision = {"valid_from": clock.today().isoformat(), "document": "12/QĐ-BT"}
    director = sign_in(Role.DIRECTOR)
    decision["seen"] = seen(director.get(address).text)
    refused = director.post(f"{address}/ap-dung", data=decision)
    assert refused.status_code == 422
    assert "không đếm được gì" in refused.text


def test_many_objects_are_measured_by_a_job(session, settings, vases, sign_in, monkeypatch):
    monkeypatch.setattr(definitions, "AT_ONCE", 1)
    curator = sign_in(Role.CURATOR)
    address = curator.post("/cach-tinh/du-thao").location
    curator.post(f"{address}/nhom/solid", data={**SOLID, "full": "1"})
    curator.post(f"{address}/xem-truoc")
    assert "đang tính" in curator.get(address).text
    run_all(session.get_bind(), settings)
    assert only_draft(session).preview["full_up"] == 2
    assert "2 hiện vật đã xét." in curator.get(address).text


def test_a_type_gets_demands_of_its_own_and_loses_them_again(session, sign_in):
    session.rollback()
    curator = sign_in(Role.CURATOR)
    address = curator.post("/cach-tinh/du-thao").location
    term = list_terms(session, "object_type")[0]
    answer = curator.post(f"{address}/loai", data={"type_id": str(term.id)})
    assert answer.location.endswith(f"/nhom/{term.id}")
    assert curator.post(answer.location, data={**SOLID, "full": "2"}).status_code == 303
    assert Rules.from_json(only_draft(session).rules).types[term.id].full == 2
    assert term.name_vi in curator.get(address).text
    curator.post(f"{address}/loai/{term.id}/bo")
    assert Rules.from_json(only_draft(session).rules).types == {}


def test_demands_that_tell_nothing_are_refused_at_their_field(session, sign_in):
    session.rollback()
    curator = sign_in(Role.CURATOR)
    address = curator.post("/cach-tinh/du-thao").location
    for wrong in (
        {"views": []},
        {"record": ["place"]},
        {"min_faces": "-1"},
        {"max_clipped": "nhiều"},
        {"min_focus": "sNaN"},
    ):
        answer = curator.post(f"{address}/nhom/solid", data={**SOLID, **wrong})
        assert answer.status_code == 422
    assert curator.get(f"{address}/nhom/nonsense").status_code == 404
    assert curator.post(f"{address}/loai", data={"type_id": "999999"}).status_code == 303


def test_a_draft_is_thrown_away(session, sign_in):
    session.rollback()
    curator = sign_in(Role.CURATOR)
    address = curator.post("/cach-tinh/du-thao").location
    assert curator.post(f"{address}/bo").status_code == 303
    assert curator.get(address).status_code == 404
    assert curator.get("/lich-su").status_code in {200, 404}
