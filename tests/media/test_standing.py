"""What people find out about a model: which side is up, and its unit; held-back files are work of who sent them."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.jobs.models import Job
from museum_tracker.jobs.queue import INTERACTIVE
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.media.standing import AxisUnknown, NotAModel, UnitUnknown, set_unit, stand_model, with_unit
from tests.factories.media import attach_bytes, jpeg, open_storage
from tests.media.sending import TUS, begin, send
from tests.media.test_rare_models import stl


@pytest.fixture
def scan(session, deed, settings, engine, vase) -> Asset:
    """A prepared model of the vase that tells no unit."""
    begin_write(session)
    artifact = session.get_one(Artifact, vase)
    asset = attach_bytes(session, open_storage(session, settings), artifact, session.merge(deed), stl(12), "quet.stl")
    session.commit()
    run_all(engine, settings)
    session.expire_all()
    return queries.get_asset(session, asset.id)


def test_a_model_is_stood_up_while_it_stays_ready_and_its_original_untouched(sign_in, scan, engine, settings, vase):
    browser, sha = sign_in(Role.CATALOGUER), scan.current.sha256
    before = browser.get(f"/tep/{sha}/poster?v=1", buffered=True).data
    page = browser.get(f"/tep/xem/{scan.current.id}").text
    assert "Mặt nào hướng lên" in page
    answer = browser.post(f"/tep/muc/{scan.id}/dung", data={"up": "+x", "back": f"/tep/xem/{scan.current.id}"})
    assert answer.location == f"/tep/xem/{scan.current.id}"
    with Session(engine) as session:
        assert session.get_one(AssetVersion, scan.current.id).state is VersionState.READY
    run_all(engine, settings)
    assert browser.get(f"/tep/{sha}/poster?v=1", buffered=True).data != before
    assert "v=1%2Bx" in browser.get(f"/tep/xem/{scan.current.id}").text, "an address of its own: browsers keep the old"
    with Session(engine) as session:
        version = session.get_one(AssetVersion, scan.current.id)
        assert (version.up, version.sha256, version.state) == ("+x", sha, VersionState.READY)
    original = browser.get(f"/tep/{sha}/poster?v=1", buffered=True)
    assert "immutable" not in original.headers["Cache-Control"]


def test_one_click_sets_the_unit_and_the_health_card_follows(sign_in, scan, engine):
    browser, address = sign_in(Role.CURATOR), f"/so-hoa/nghiem-thu/{scan.current.id}"
    page = browser.get(address).text
    assert "không rõ đơn vị" in page
    assert "Đạt mọi tiêu chí" not in page
    answer = browser.post(f"/tep/muc/{scan.id}/don-vi", data={"unit": "cm", "back": address})
    assert answer.location == address
    assert "không rõ đơn vị" not in browser.get(address).text
    with Session(engine) as session:
        version = session.get_one(AssetVersion, scan.current.id)
        assert (version.facts["unit"], version.facts["extents_cm"]) == ("cm", [2.0, 1.0, 3.0])
        assert not [note for note in version.notes if "unit" in note["msgid"]]


def test_a_unit_taken_back_is_the_files_own_again():
    facts = {"unit": "m", "extents": [0.2], "extents_cm": [20.0]}
    assert with_unit(with_unit(facts, "mm"), "") == {**facts, "told_unit": "m"}


def test_only_models_stand_and_only_on_axes_and_in_units_that_there_are(session, deed, scan, picture):
    begin_write(session)
    deed = session.merge(deed)
    for call, refusal in (
        (lambda: stand_model(session, picture.current, "+z", deed=deed), NotAModel),
        (lambda: stand_model(session, scan.current, "up", deed=deed), AxisUnknown),
        (lambda: set_unit(session, scan.current, "ell", deed=deed), UnitUnknown),
    ):
        with pytest.raises(refusal):
            call()
    session.rollback()


def test_a_file_held_back_is_work_of_who_sent_it_and_its_upload_says_so(sign_in, vase, engine, settings):
    browser = sign_in(Role.CATALOGUER)
    data = jpeg()[:3000]
    url = begin(browser, vase, len(data))
    send(browser, url, data, 0)
    told = browser.post(f"{url}/ket-qua", json={}, headers=TUS).get_json()
    assert (told["state"], told["busy"], told["held"]) == ("added", True, False)
    with Session(engine) as session:
        assert session.scalars(sa.select(Job.priority).where(Job.kind == "media.derive")).one() == INTERACTIVE
    run_all(engine, settings)
    told = browser.post(f"{url}/ket-qua", json={}, headers=TUS).get_json()
    assert (told["busy"], told["held"]) == (False, True)
    assert "hỏng" in told["why"] or "thiếu" in told["why"]
    page = browser.get("/tai-len").text
    assert 'id="tam-giu"' in page
    with Session(engine) as session:
        owner = session.scalars(sa.select(Asset.uploaded_by_id)).one()
        assert queries.count_own_held_back(session, owner) == 1
        assert queries.count_own_held_back(session, owner + 999) == 0


def test_the_names_of_files_with_any_letter_are_matched(sign_in, vase):
    paths = ["BTBG 98 100%.jpg", "BTBG 98/50%/IMG%20.jpg", "BTBG-98 (%41).jpg"]
    answer = sign_in(Role.CATALOGUER).post(
        "/tai-len/doi-chieu", data=json.dumps({"paths": paths}), content_type="application/json"
    )
    assert [row["path"] for row in answer.get_json()["files"]] == paths


def test_the_object_of_a_model_that_was_only_just_sent_opens(sign_in, session, deed, settings, vase):
    """Nothing is measured of it yet: no unit, no size."""
    begin_write(session)
    artifact = session.get_one(Artifact, vase)
    attach_bytes(session, open_storage(session, settings), artifact, session.merge(deed), stl(12), "moi.stl")
    session.commit()
    assert "Đơn vị" in sign_in(Role.CATALOGUER).get(f"/hien-vat/{vase}").text
