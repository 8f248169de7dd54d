"""Pages and addresses of files: upload form, resumable upload, serving, deeds, storage."""

from __future__ import annotations

import base64
import errno
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import begin_write
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.models import Job
from museum_tracker.jobs.worker import run_all
from museum_tracker.media import queries, uploads
from museum_tracker.media import storage as storage_module
from museum_tracker.media.models import Asset, AssetVersion, MediaUpload
from museum_tracker.media.rules import UploadState, VersionState
from museum_tracker.media.storage import local_storage
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage

TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = "application/offset+octet-stream"


@pytest.fixture
def vase(session, deed) -> Iterator[int]:
    artifact = make_artifact(session, deed, name="Bình gốm hoa lam", number="BTBG 98")
    session.commit()
    yield artifact.id
    session.rollback()


@pytest.fixture
def picture(session, deed, settings, engine, vase) -> Asset:
    """A prepared picture of the vase."""
    begin_write(session)
    artifact = session.get_one(Artifact, vase)
    asset = attach_bytes(session, open_storage(session, settings), artifact, session.merge(deed), jpeg(1400, 900))
    session.commit()
    run_all(engine, settings)
    session.expire_all()
    return queries.get_asset(session, asset.id)


def metadata(**words: str) -> str:
    return ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in words.items())


def begin(browser: FlaskClient, vase: int, length: int, **words: str) -> str:
    told = metadata(filename="ảnh mặt trước.jpg", artifact=str(vase), **words)
    answer = browser.post("/tai-len/tus", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": told})
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(browser: FlaskClient, url: str, data: bytes, offset: int):
    return browser.patch(url, data=data, headers={**TUS, "Upload-Offset": str(offset)}, content_type=OCTETS)


def test_the_form_adds_files_and_names_the_refused_one(sign_in, vase, engine):
    browser = sign_in(Role.CATALOGUER)
    assert browser.get(f"/hien-vat/{vase}/tai-len").status_code == 200
    files = [(io.BytesIO(jpeg()), "truoc.jpg"), (io.BytesIO(b"#!/bin/sh"), "sau.jpg")]
    answer = browser.post(f"/hien-vat/{vase}/tai-len", data={"files": files, "view": "front"})
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"].split("#")[0]).text
    assert "sau.jpg" in page
    with Session(engine) as session:
        assert [asset.view for asset in session.scalars(sa.select(Asset))] == ["front"]


def test_a_model_and_its_parts_sent_together_become_one_archive(sign_in, vase, engine, samples: Path):
    folder = samples / "samples/models/boxtextured_gltf"
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in sorted(folder.iterdir())]
    sign_in(Role.CATALOGUER).post(f"/hien-vat/{vase}/tai-len", data={"files": files})
    with Session(engine) as session:
        version = session.scalars(sa.select(AssetVersion)).one()
        assert (version.format, version.original_name) == ("modelzip", "BoxTextured.zip")


def test_a_file_larger_than_the_limit_is_refused_with_a_clear_page(sign_in, vase, app: Flask):
    app.config["SETTINGS"] = app.config["SETTINGS"].with_(max_upload_mb=1)
    browser = sign_in(Role.CATALOGUER)
    told = metadata(filename="a.tif", artifact=str(vase))
    answer = browser.post("/tai-len/tus", headers={**TUS, "Upload-Length": str(9 << 20), "Upload-Metadata": told})
    assert answer.status_code == 413
    body, kind = bytes(3 << 20), "multipart/form-data; boundary=x"
    assert browser.post(f"/hien-vat/{vase}/tai-len", data=body, content_type=kind).status_code == 413


def test_an_upload_is_continued_where_it_was_cut_and_becomes_a_picture(sign_in, vase, engine):
    browser = sign_in(Role.CATALOGUER)
    data = jpeg(900, 700)
    url = begin(browser, vase, len(data), view="front")
    assert send(browser, url, data[:1000], 0).headers["Upload-Offset"] == "1000"
    assert send(browser, url, data[1000:], 5).status_code == 409
    head = browser.head(url, headers=TUS)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("1000", str(len(data)))
    assert send(browser, url, data[1000:], 1000).status_code == 204
    told = browser.post(f"{url}/ket-qua").get_json()
    assert told["state"] == "added"
    with Session(engine) as session:
        version = session.scalars(sa.select(AssetVersion)).one()
        assert (version.original_name, version.size) == ("ảnh mặt trước.jpg", len(data))
        assert session.scalars(sa.select(Job).where(Job.kind == "media.derive")).one()


def test_a_duplicate_upload_is_answered_with_a_link(sign_in, vase, picture, app):
    browser = sign_in(Role.CATALOGUER)
    data = jpeg(1400, 900)
    url = begin(browser, vase, len(data))
    send(browser, url, data, 0)
    told = browser.post(f"{url}/ket-qua").get_json()
    assert told["state"] == "duplicate"
    assert told["url"] == f"/hien-vat/{vase}#files"


def test_a_lying_upload_is_refused_with_its_reason_and_kept_out(sign_in, vase, engine, settings):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, 9)
    send(browser, url, b"not a jpg", 0)
    told = browser.post(f"{url}/ket-qua").get_json()
    assert told["state"] == "refused"
    assert "ảnh mặt trước.jpg" in told["why"]
    assert not list((settings.uploads / "staging").iterdir())


def test_the_parts_of_a_model_wait_for_each_other(sign_in, vase, engine, samples: Path):
    browser = sign_in(Role.CATALOGUER)
    for path in sorted((samples / "samples/models/fuze_obj").iterdir()):
        data = path.read_bytes()
        told = metadata(filename=f"fuze/{path.name}", artifact=str(vase), bundle="b1", bundlesize="3")
        headers = {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": told}
        url = browser.post("/tai-len/tus", headers=headers).headers["Location"]
        send(browser, url, data, 0)
    with Session(engine) as session:
        assert session.scalars(sa.select(AssetVersion)).one().format == "modelzip"
        states = set(session.scalars(sa.select(MediaUpload.state)))
        assert states == {UploadState.ADDED}


def test_somebody_elses_upload_cannot_be_seen_or_continued(sign_in, vase):
    url = begin(sign_in(Role.CATALOGUER), vase, 10)
    stranger = sign_in(Role.CURATOR)
    assert stranger.head(url, headers=TUS).status_code == 404
    assert send(stranger, url, b"x" * 10, 0).status_code == 404


def test_two_connections_cannot_write_to_one_upload(sign_in, vase, settings):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, 10)
    with uploads._locked(uploads.part_path(local_storage(settings), url.rsplit("/", 1)[-1])):
        assert send(browser, url, b"x", 0).status_code == 423
    assert send(browser, url, b"x", 0).status_code == 204


def test_an_upload_can_be_given_up(sign_in, vase, settings):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, 10)
    assert browser.delete(url, headers=TUS).status_code == 204
    assert browser.head(url, headers=TUS).status_code == 404
    assert not list((settings.uploads / "staging").iterdir())


def test_uploads_without_the_form_token_are_refused(app: Flask, sign_in, vase):
    app.config["WTF_CSRF_ENABLED"] = True
    told = metadata(filename="a.jpg", artifact=str(vase))
    answer = sign_in(Role.CATALOGUER).post(
        "/tai-len/tus", headers={**TUS, "Upload-Length": "9", "Upload-Metadata": told}
    )
    assert answer.status_code == 400


def test_a_full_disk_is_said_clearly_and_what_arrived_stays(sign_in, vase, settings, monkeypatch):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, 100)
    send(browser, url, b"x" * 40, 0)

    def full(file: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads, "sync", full)
    answer = send(browser, url, b"y" * 60, 40)
    assert answer.status_code == 507
    assert browser.head(url, headers=TUS).headers["Upload-Offset"] == "40"


def test_a_nearly_full_disk_refuses_before_anything_is_sent(sign_in, vase, monkeypatch):
    monkeypatch.setattr(storage_module.LocalStorage, "free", lambda _: 1000)
    told = metadata(filename="a.jpg", artifact=str(vase))
    answer = sign_in(Role.CATALOGUER).post(
        "/tai-len/tus", headers={**TUS, "Upload-Length": "9", "Upload-Metadata": told}
    )
    assert answer.status_code == 507


def test_derived_files_are_served_for_ever_in_parts_and_never_as_pages(sign_in, picture):
    browser = sign_in(Role.VIEWER)
    sha = picture.current.sha256
    answer = browser.get(f"/tep/{sha}/card?v=1", buffered=True)
    assert answer.mimetype == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = browser.get(f"/tep/{sha}/card?v=1", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    part = browser.get(f"/tep/{sha}/web", headers={"Range": "bytes=0-9"}, buffered=True)
    assert (part.status_code, len(part.data)) == (206, 10)
    for wrong in (f"/tep/{sha}/khac", f"/tep/{'0' * 64}/web", "/tep/../web"):
        assert browser.get(wrong).status_code == 404


def test_originals_are_downloads_for_staff_and_not_for_viewers(sign_in, picture):
    sha = picture.current.sha256
    assert sign_in(Role.VIEWER).get(f"/tep/{sha}/goc").status_code == 403
    answer = sign_in(Role.DIRECTOR).get(f"/tep/{sha}/goc", buffered=True)
    assert answer.data == jpeg(1400, 900)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_zoom_tiles_together_are_the_picture(sign_in, picture):
    browser = sign_in(Role.VIEWER)
    told = browser.get(f"/tep/{picture.current.sha256}/phong-to/1.json").get_json()
    assert (told["width"], told["height"], told["tile"]) == (1400, 900, 512)
    level = len(told["levels"]) - 1
    whole = Image.new("RGB", (1400, 900))
    for row in range(2):
        for column in range(3):
            url = (
                told["tiles"].replace("{level}", str(level)).replace("{column}", str(column)).replace("{row}", str(row))
            )
            with Image.open(io.BytesIO(browser.get(url).data)) as tile:
                whole.paste(tile, (column * 512, row * 512))
    with Image.open(io.BytesIO(jpeg(1400, 900))) as original:
        difference = [
            abs(a - b)
            for a, b in zip(
                whole.resize((40, 30)).tobytes(), original.convert("RGB").resize((40, 30)).tobytes(), strict=True
            )
        ]
    assert max(difference) < 12
    outside = told["tiles"].replace("{level}", str(level)).replace("{column}", "3").replace("{row}", "0")
    assert browser.get(outside).status_code == 404


def test_the_object_page_shows_the_picture_and_the_files(sign_in, vase, picture):
    page = sign_in(Role.CATALOGUER).get(f"/hien-vat/{vase}").text
    assert f"/tep/{picture.current.sha256}/web" in page
    assert "anh.jpg" in page
    assert f"/tep/xem/{picture.current.id}" in page


def test_the_viewer_has_its_own_policy_and_other_pages_keep_the_strict_one(sign_in, vase, picture):
    browser = sign_in(Role.VIEWER)
    viewer = browser.get(f"/tep/xem/{picture.current.id}")
    assert "wasm-unsafe-eval" in viewer.headers["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in browser.get(f"/hien-vat/{vase}").headers["Content-Security-Policy"]


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


def test_the_tray_matches_names_before_anything_is_sent(sign_in, vase):
    browser = sign_in(Role.CATALOGUER)
    assert browser.get("/tai-len").status_code == 200
    asked = {
        "paths": ["BTBG-0098_truoc.jpg", "usb/BTBG 98/IMG_2001.jpg", "IMG_2001.jpg", "la.jpg"],
        "list": "la.jpg | btbg 98",
    }
    answer = browser.post("/tai-len/doi-chieu", data=json.dumps(asked), content_type="application/json")
    rows = answer.get_json()["files"]
    assert [row["match"] for row in rows] == ["matched", "matched", "unknown", "matched"]
    assert rows[0]["view"] == "front"
    assert rows[0]["objects"][0]["id"] == vase


def test_the_storage_page_names_what_is_missing(
    sign_in: Callable[[Role], FlaskClient], picture: Asset, settings: config.Settings, engine: sa.Engine
):
    browser = sign_in(Role.ADMINISTRATOR)
    assert browser.get("/quan-tri/tep").status_code == 200
    storage = local_storage(settings)
    storage.local_path(storage_module.original_key(picture.current.sha256)).unlink()
    assert browser.post("/quan-tri/tep/kiem-tra").status_code == 303
    run_all(engine, settings)
    page = browser.get("/quan-tri/tep").text
    assert "anh.jpg" in page
    with Session(engine) as session:
        assert queries.get_asset(session, picture.id).current.verified_at is None


def test_a_file_of_another_object_can_be_kept_here_too(sign_in, session, vase, picture, engine):
    begin_write(session)
    other = make_artifact(session, picture_deed(session), name="Nắp bình")
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    data = jpeg(1400, 900)
    url = begin(browser, other.id, len(data))
    send(browser, url, data, 0)
    told = browser.post(f"{url}/ket-qua").get_json()
    assert (told["state"], told["elsewhere"]) == ("duplicate", True)
    url = begin(browser, other.id, len(data), again="1")
    send(browser, url, data, 0)
    assert browser.post(f"{url}/ket-qua").get_json()["state"] == "added"


def picture_deed(session: Session) -> ChangeSet:
    """Any deed to sign with."""
    return session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id)).first()


@pytest.mark.parametrize(("value", "found"), [("anh", True), ("3d", False), ("khong", False), ("la", False)])
def test_objects_are_listed_by_their_files(sign_in, picture, value: str, found):
    page = sign_in(Role.VIEWER).get(f"/hien-vat?tep={value}").text
    assert ("Bình gốm hoa lam" in page) is found


def test_a_client_of_another_protocol_version_is_told_so(sign_in, vase):
    assert sign_in(Role.CATALOGUER).post("/tai-len/tus", headers={"Upload-Length": "9"}).status_code == 412


@pytest.mark.parametrize("asked", [{"paths": 5}, {"paths": [5, None], "list": 7}, [1], "x", None])
def test_a_nonsense_question_about_names_is_answered_with_nothing(sign_in, vase, asked):
    answer = sign_in(Role.CATALOGUER).post("/tai-len/doi-chieu", json=asked)
    assert answer.get_json() == {"files": []}


def test_a_name_with_a_null_in_it_is_kept_without(sign_in, vase, engine):
    browser = sign_in(Role.CATALOGUER)
    told = metadata(filename="a\0b.jpg", artifact=str(vase))
    headers = {**TUS, "Upload-Length": "9", "Upload-Metadata": told}
    assert browser.post("/tai-len/tus", headers=headers).status_code == 201
    with Session(engine) as session:
        assert session.scalars(sa.select(MediaUpload.name)).one() == "ab.jpg"
