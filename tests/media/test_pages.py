"""Files on the page of their object, in lists and in the storage of the house."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries
from museum_tracker.media import storage as storage_module
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.media.stores import storage_of


def test_the_object_page_shows_the_picture_and_the_files(sign_in, vase, picture):
    page = sign_in(Role.CATALOGUER).get(f"/hien-vat/{vase}").text
    assert f"/tep/{picture.current.sha256}/web" in page
    assert "anh.jpg" in page
    assert f"/tep/xem/{picture.current.id}" in page


def test_the_list_of_files_asks_again_only_while_something_is_prepared(sign_in, vase, picture, engine):
    browser = sign_in(Role.CATALOGUER)
    assert "data-hx-get" not in browser.get(f"/hien-vat/{vase}/tep").text
    with Session(engine) as session:
        session.execute(sa.update(AssetVersion).values(state=VersionState.DERIVING))
        session.commit()
    assert "data-hx-get" in browser.get(f"/hien-vat/{vase}/tep").text


def test_where_a_photograph_was_taken_is_shown_to_those_who_may_see_sources_only(sign_in, vase, picture, engine):
    with Session(engine) as session:
        version = session.scalars(sa.select(AssetVersion)).one()
        version.facts = {**version.facts, "private": {"gps": [21.27, 106.19]}}
        session.commit()
    assert "21.27" in sign_in(Role.CURATOR).get(f"/hien-vat/{vase}/tep").text
    assert "21.27" not in sign_in(Role.VIEWER).get(f"/hien-vat/{vase}/tep").text


def test_a_picture_is_described_retired_and_brought_back_by_hand(sign_in, vase, picture, engine):
    browser = sign_in(Role.CATALOGUER)
    base = f"/tep/muc/{picture.id}"
    assert browser.post(f"{base}/mo-ta", data={"view": "mark", "title": "Minh văn"}).status_code == 303
    assert browser.post(f"{base}/anh-dai-dien").status_code == 303
    browser.post(f"{base}/rut", data={"reason": ""})
    with Session(engine) as session:
        asset = queries.get_asset(session, picture.id)
        assert (asset.view, asset.title, asset.retired) == ("mark", "Minh văn", False)
    browser.post(f"{base}/rut", data={"reason": "Mờ"})
    assert "Mờ" in browser.get(f"/hien-vat/{vase}").text
    browser.post(f"{base}/khoi-phuc")
    browser.post(f"{base}/thu-lai")  # nothing failed: the picture stays ready
    with Session(engine) as session:
        version = queries.get_asset(session, picture.id).current
        assert version.state is VersionState.READY
        version.state = VersionState.QUARANTINED
        session.commit()
    browser.post(f"{base}/thu-lai")
    with Session(engine) as session:
        assert queries.get_asset(session, picture.id).current.state is VersionState.STORED


def test_the_storage_page_names_what_is_missing(
    sign_in: Callable[[Role], FlaskClient], picture: Asset, settings: config.Settings, engine: sa.Engine
):
    browser = sign_in(Role.ADMINISTRATOR)
    assert browser.get("/quan-tri/tep").status_code == 200
    storage = storage_of(settings)
    storage.local_path(storage_module.original_key(picture.current.sha256)).unlink()
    assert browser.post("/quan-tri/tep/kiem-tra").status_code == 303
    run_all(engine, settings)
    assert "1 tệp đã lưu bị mất hoặc hỏng" in browser.get("/quan-tri/tep").text
    assert "anh.jpg" in browser.get("/tep-hong").text
    with Session(engine) as session:
        assert queries.get_asset(session, picture.id).current.verified_at is None


@pytest.mark.parametrize(("value", "found"), [("anh", True), ("3d", False), ("khong", False), ("la", False)])
def test_objects_are_listed_by_their_files(sign_in, picture, value: str, found):
    page = sign_in(Role.VIEWER).get(f"/hien-vat?tep={value}").text
    assert ("Bình gốm hoa lam" in page) is found
