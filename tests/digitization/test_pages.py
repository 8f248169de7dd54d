"""The pages of digitization, as the people who use them meet them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.digitization.models import Decision, DigitizationTask, Review
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.models import AssetVersion
from tests.factories.digitization import make_file, make_recorded

SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def versions(session: Session, deed: ChangeSet, person: User) -> list[AssetVersion]:
    """Three recorded objects, each with one picture waiting."""
    made = [
        make_file(session, make_recorded(session, deed, number=f"BTBG {n}"), by=person, view="front") for n in (1, 2, 3)
    ]
    session.commit()
    return made


def read(app: Flask, query: sa.Select[tuple[int]]) -> list[int]:
    with Session(app.extensions["engine"]) as session:
        return list(session.scalars(query))


def test_the_queue_shows_what_waits_and_leads_to_the_longest_waiting(versions, sign_in: SignIn):
    browser = sign_in(Role.CURATOR)
    assert "BTBG 2" in browser.get("/so-hoa").get_data(as_text=True)
    assert browser.get("/so-hoa/nghiem-thu").location == f"/so-hoa/nghiem-thu/{versions[0].id}"


def test_approving_goes_on_to_the_next_file(versions, app: Flask, sign_in: SignIn):
    browser = sign_in(Role.CURATOR)
    page = browser.get(f"/so-hoa/nghiem-thu/{versions[0].id}").get_data(as_text=True)
    assert "BTBG 1" in page
    answer = browser.post(f"/so-hoa/nghiem-thu/{versions[0].id}/dat", data={"scope": "identification"})
    assert answer.location == f"/so-hoa/nghiem-thu/{versions[1].id}"
    assert read(app, sa.select(Artifact.digitization_level).order_by(Artifact.id)) == [1, 0, 0]


def test_sending_back_without_a_reason_changes_nothing(versions, app: Flask, sign_in: SignIn):
    answer = sign_in(Role.CURATOR).post(f"/so-hoa/nghiem-thu/{versions[0].id}/lam-lai", data={"reason": ""})
    assert answer.status_code == 422
    assert not read(app, sa.select(Review.id))


def test_a_contact_sheet_approves_all_but_those_picked_out(versions, app: Flask, sign_in: SignIn):
    browser = sign_in(Role.CURATOR)
    assert browser.get("/so-hoa/bang-anh").status_code == 200
    shown = [str(version.id) for version in versions]
    data = {"shown": shown, "bad": shown[2:], "reason": "Mờ", "evidence": "period"}
    assert browser.post("/so-hoa/bang-anh", data=data).status_code == 303
    assert read(app, sa.select(Artifact.digitization_level).order_by(Artifact.id)) == [1, 1, 0]
    assert read(app, sa.select(Review.version_id).where(Review.decision == Decision.REWORK)) == [versions[2].id]


def test_an_opening_sheet_without_its_cut_off_date_is_refused_whole(versions, app: Flask, sign_in: SignIn):
    data = {"shown": [str(versions[0].id)], "evidence": "opening"}
    assert sign_in(Role.CURATOR).post("/so-hoa/bang-anh", data=data).status_code == 422
    assert not read(app, sa.select(Review.id))


def test_a_second_reviewer_is_told_who_was_first(versions, sign_in: SignIn):
    data = {"scope": "standard"}
    sign_in(Role.CURATOR).post(f"/so-hoa/nghiem-thu/{versions[0].id}/dat", data=data)
    answer = sign_in(Role.DIRECTOR).post(f"/so-hoa/nghiem-thu/{versions[0].id}/dat", data=data)
    assert answer.status_code == 409
    assert "Người curator" in answer.get_data(as_text=True)


def test_a_task_is_planned_moved_and_closed_with_the_return_to_the_shelf(versions, app: Flask, sign_in: SignIn):
    browser, artifact = sign_in(Role.CATALOGUER), versions[0].asset.artifact_id
    assert browser.get(f"/hien-vat/{artifact}/so-hoa").status_code == 200
    operator = read(app, sa.select(User.id).where(User.username.like("cataloguer-%")))[0]
    assert browser.post(f"/hien-vat/{artifact}/so-hoa", data={"operator": operator}).status_code == 303
    (task,) = read(app, sa.select(DigitizationTask.id))
    assert "BTBG 1" in browser.get("/so-hoa/nhiem-vu").get_data(as_text=True)
    assert browser.get(f"/so-hoa/nhiem-vu/{task}").status_code == 200
    moved = browser.post(f"/so-hoa/nhiem-vu/{task}", data={"state": "on_hold", "reason": "Chờ máy ảnh"})
    assert moved.status_code == 303
    assert browser.post(f"/so-hoa/nhiem-vu/{task}/ve-ke").status_code == 303
    with Session(app.extensions["engine"]) as session:
        found = session.get(DigitizationTask, task)
        assert found is not None
        assert (found.state.value, found.reason, found.returned_on is not None) == ("on_hold", "Chờ máy ảnh", True)


def test_the_object_page_names_what_is_missing_for_the_next_level(versions, sign_in: SignIn):
    page = sign_in(Role.CURATOR).get(f"/hien-vat/{versions[0].asset.artifact_id}").get_data(as_text=True)
    assert "còn 1 việc để đạt mức 1" in page
    assert f"/so-hoa/nghiem-thu/{versions[0].id}" in page


@pytest.mark.parametrize("pages", ["0", "-3", "mười", "99999"])
def test_an_impossible_number_of_pages_is_refused(versions, sign_in: SignIn, pages: str):
    browser = sign_in(Role.CATALOGUER)
    answer = browser.post(f"/hien-vat/{versions[0].asset.artifact_id}/so-trang", data={"pages": pages})
    assert answer.status_code == 200
    assert "error" in answer.get_data(as_text=True)


def test_the_page_preselects_what_the_criteria_allow_and_has_keys_and_reasons(versions, app: Flask, sign_in: SignIn):
    with Session(app.extensions["engine"]) as session:
        poor = session.get_one(AssetVersion, versions[1].id)
        poor.facts = {**poor.facts, "width": 800, "height": 600}
        session.commit()
    browser = sign_in(Role.CURATOR)
    good = browser.get(f"/so-hoa/nghiem-thu/{versions[0].id}").get_data(as_text=True)
    poor = browser.get(f"/so-hoa/nghiem-thu/{versions[1].id}").get_data(as_text=True)
    assert re.search(r'<input checked [^>]*value="standard"', good)
    assert re.search(r'<input checked [^>]*value="identification"', poor)
    assert 'name="exception"' in poor
    assert 'name="exception"' not in good
    for key in ("a", "1", "s", "j"):
        assert f'data-hotkey="{key}"' in good
    assert len(re.findall(r'<button [^>]*name="reason"', good)) >= 5


def test_a_reason_one_tap_away_sends_the_file_back(versions, app: Flask, sign_in: SignIn):
    answer = sign_in(Role.CURATOR).post(
        f"/so-hoa/nghiem-thu/{versions[0].id}/lam-lai", data=MultiDict([("reason", "Mờ, mất nét"), ("reason", "")])
    )
    assert answer.location == f"/so-hoa/nghiem-thu/{versions[1].id}"
    with Session(app.extensions["engine"]) as session:
        assert session.scalars(sa.select(Review.reason)).one() == "Mờ, mất nét"


def test_approving_above_a_failed_criterion_without_a_reason_says_what_is_missing(versions, app, sign_in: SignIn):
    with Session(app.extensions["engine"]) as session:
        poor = session.get_one(AssetVersion, versions[0].id)
        poor.facts = {**poor.facts, "width": 800, "height": 600}
        session.commit()
    browser, address = sign_in(Role.CURATOR), f"/so-hoa/nghiem-thu/{versions[0].id}"
    answer = browser.post(f"{address}/dat", data={"scope": "standard"}, follow_redirects=True)
    assert "800" in answer.get_data(as_text=True)
    assert not read(app, sa.select(Review.id))
    browser.post(f"{address}/dat", data={"scope": "standard", "exception": "Ảnh duy nhất còn lại"})
    assert len(read(app, sa.select(Review.id))) == 1


def test_a_withdrawal_says_what_was_withdrawn_and_offers_no_key_to_approve_again(versions, app, sign_in: SignIn):
    browser, address = sign_in(Role.CURATOR), f"/so-hoa/nghiem-thu/{versions[0].id}"
    browser.post(f"{address}/dat", data={"scope": "identification"})
    page = browser.post(f"{address}/lam-lai", data={"reason": "Nhầm hiện vật"}, follow_redirects=True).get_data(
        as_text=True
    )
    assert "mức 1 xuống mức 0" in page
    assert versions[0].original_name in page
    assert "Nhầm hiện vật" in page
    assert 'data-hotkey="a"' not in page
    assert 'data-hotkey="1"' not in page
    queue = browser.get("/so-hoa").get_data(as_text=True)
    assert "BTBG 1<" not in queue
