"""The pages of collecting, as each role sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.models import CouncilBatch, Removal
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody
from museum_tracker.core.museum import MuseumProfile, put_profile
from museum_tracker.vocabularies.queries import find_term

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def gift(session: Session) -> int:
    term = find_term(session, "acquisition_method", "gift")
    session.commit()
    assert term is not None
    return term.id


def test_without_a_council_what_came_waits_for_the_director(session: Session, gift: int, sign_in: SignIn) -> None:
    entered(sign_in(Role.CATALOGUER), gift)
    assert "Chờ Hội đồng" in sign_in(Role.CURATOR).get("/viec-cua-toi").text
    put_profile(session, MuseumProfile(without_council=True))
    session.commit()
    for page in ("/viec-cua-toi", "/suu-tam"):
        text = sign_in(Role.CURATOR).get(page).text
        assert "Chờ giám đốc quyết định" in text
        assert "Chờ Hội đồng" not in text


def entered(browser: FlaskClient, gift: int, name: str = "Trống đồng") -> int:
    """Receive an object through the form; its id."""
    form = {
        "name_vi": name,
        "received_on": "2026-05-04",
        "method": gift,
        "source": "Gia đình ông Ba",
        "handover_record": "05/BBGN",
        "handover_on": "2026-03-02",
        "quantity": "3",
    }
    answer = browser.post("/suu-tam/nhan", data=form)
    assert answer.status_code == 303
    return int(answer.location.rsplit("/", 1)[1])


def custody_of(engine: sa.Engine, artifact_id: int) -> Custody:
    with Session(engine) as session:
        return session.get_one(Artifact, artifact_id).custody


def test_an_object_goes_from_the_door_into_the_base_store(
    frozen: dt.datetime, engine: sa.Engine, gift: int, sign_in: SignIn
) -> None:
    browser = sign_in(Role.CATALOGUER)
    assert "T2026.1" in browser.get("/suu-tam/nhan").text
    drum, bowl = entered(browser, gift), entered(browser, gift, "Bát")
    assert "T2026.1" in browser.get("/suu-tam").text
    assert browser.get("/suu-tam/hoi-dong/moi").status_code == 200
    path = browser.post("/suu-tam/hoi-dong/moi", data={"title": "Họp quý II"}).location
    assert browser.post(f"{path}/them", data={"ma": [drum, bowl]}).status_code == 303
    assert custody_of(engine, drum) is Custody.UNDER_REVIEW
    assert "Họp quý II" in browser.get("/suu-tam/hoi-dong").text
    with Session(engine) as session:
        items = [item.id for item in session.scalars(sa.select(CouncilBatch)).one().items]
    curator = sign_in(Role.CURATOR)
    assert curator.get(path).status_code == 200
    answers = {f"decision-{items[0]}": "base", f"decision-{items[1]}": "return"}
    minutes = {"minutes_number": "12/BB", "met_on": "2026-06-01"}
    assert curator.post(f"{path}/quyet-dinh", data={**minutes, **answers}).status_code == 422
    assert custody_of(engine, drum) is Custody.UNDER_REVIEW
    answers[f"reason-{items[1]}"] = "Không rõ nguồn gốc"
    assert curator.post(f"{path}/quyet-dinh", data={**minutes, **answers}).status_code == 303
    assert custody_of(engine, drum) is Custody.ACCESSIONED
    assert custody_of(engine, bowl) is Custody.RETURNED
    assert "12/BB" in curator.get(f"/hien-vat/{drum}").text
    page = curator.get("/suu-tam?trang-thai=da-nhap").text
    assert "Trống đồng" in page
    assert "so_lieu=collected" in page


def test_one_decision_holds_for_all_that_are_not_decided_one_by_one(
    frozen: dt.datetime, engine: sa.Engine, gift: int, sign_in: SignIn
) -> None:
    curator = sign_in(Role.CURATOR)
    drum, bowl, vase = (entered(curator, gift, name) for name in ("Trống đồng", "Bát", "Bình"))
    path = curator.post("/suu-tam/hoi-dong/moi", data={"title": "Họp quý II"}).location
    curator.post(f"{path}/them", data={"ma": [drum, bowl, vase]})
    with Session(engine) as session:
        items = {item.artifact_id: item.id for item in session.scalars(sa.select(CouncilBatch)).one().items}
    answers = {"decision-rest": "base", f"decision-{items[vase]}": "return", f"reason-{items[vase]}": "Trùng"}
    half = curator.post(f"{path}/quyet-dinh", data={**answers, "met_on": "6/2026"})
    assert half.status_code == 422
    assert 'value="6/2026"' in half.text
    assert "ngày cụ thể" in half.text
    assert (
        curator.post(
            f"{path}/quyet-dinh", data={**answers, "minutes_number": "12/BB", "met_on": "01/06/2026"}
        ).status_code
        == 303
    )
    assert [custody_of(engine, one) for one in (drum, bowl, vase)] == [
        Custody.ACCESSIONED,
        Custody.ACCESSIONED,
        Custody.RETURNED,
    ]


def test_an_object_is_taken_off_the_list_again(engine: sa.Engine, gift: int, sign_in: SignIn) -> None:
    browser = sign_in(Role.CATALOGUER)
    drum = entered(browser, gift)
    path = browser.post("/suu-tam/hoi-dong/moi", data={"title": "Họp"}).location
    browser.post(f"{path}/them", data={"ma": drum})
    with Session(engine) as session:
        item = session.scalars(sa.select(CouncilBatch)).one().items[0].id
    assert browser.post(f"{path}/bot/{item}").status_code == 303
    assert custody_of(engine, drum) is Custody.RECEIVED


def test_a_removal_is_proposed_and_decided(engine: sa.Engine, gift: int, sign_in: SignIn) -> None:
    browser, director = sign_in(Role.CATALOGUER), sign_in(Role.DIRECTOR)
    drum = entered(browser, gift)
    assert (
        browser.post(
            f"/hien-vat/{drum}/dang-ky",
            data={"on": "2026-06-02", "basis": "superior", "basis_number": "15/QĐ", "basis_on": "2026-05-04"},
        ).status_code
        == 303
    )
    path = f"/hien-vat/{drum}/xuat-khoi-so"
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"reason": ""}).status_code == 422
    assert browser.post(path, data={"reason": "Hư hỏng"}).status_code == 303
    assert "Hư hỏng" in director.get("/suu-tam/xuat-khoi-so").text
    with Session(engine) as session:
        removal = session.scalars(sa.select(Removal.id)).one()
    decision = f"/suu-tam/xuat-khoi-so/{removal}"
    assert director.get(decision).status_code == 200
    assert director.post(decision, data={}).status_code == 422
    answer = director.post(decision, data={"decision_number": "77/QĐ", "decided_on": "2026-07-01"})
    assert answer.status_code == 303
    assert custody_of(engine, drum) is Custody.DEACCESSIONED
    back = f"/hien-vat/{drum}/dua-lai-so"
    assert director.get(back).status_code == 200
    assert director.post(back, data={}).status_code == 422
    assert director.post(back, data={"decision_number": "80/QĐ", "decided_on": "2026-08-01"}).status_code == 303
    assert custody_of(engine, drum) is Custody.ACCESSIONED


def test_a_form_left_out_is_kept_and_nothing_is_written(engine: sa.Engine, gift: int, sign_in: SignIn) -> None:
    browser = sign_in(Role.CATALOGUER)
    answer = browser.post("/suu-tam/nhan", data={"name_vi": "", "source": "Bà Tư", "method": gift})
    assert answer.status_code == 422
    assert "Bà Tư" in answer.text
    ahead = {"name_vi": "Bát", "received_on": "2999-01-01", "method": gift}
    assert browser.post("/suu-tam/nhan", data=ahead).status_code == 422
    with Session(engine) as session:
        assert session.scalar(sa.select(sa.func.count(Artifact.id))) == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_readers_see_and_do_not_receive(sign_in: SignIn, engine: sa.Engine, role: Role) -> None:
    browser = sign_in(role)
    assert browser.get("/suu-tam").status_code == 200
    assert browser.get("/suu-tam/hoi-dong").status_code == 200
    assert browser.get("/suu-tam/xuat-khoi-so").status_code == 200
    assert browser.post("/suu-tam/nhan", data={}).status_code == 403


def test_an_unknown_state_or_meeting_is_not_found(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.VIEWER)
    assert browser.get("/suu-tam?trang-thai=khac").status_code == 404
    assert browser.get("/suu-tam/hoi-dong/99").status_code == 404
