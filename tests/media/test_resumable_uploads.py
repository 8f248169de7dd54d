"""Files sent piece by piece: continued where they were cut, refused with a reason, never half kept."""

from __future__ import annotations

import errno
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.db import begin_write
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.models import Job
from museum_tracker.media import storage as storage_module
from museum_tracker.media import uploads
from museum_tracker.media.models import AssetVersion, MediaUpload
from museum_tracker.media.rules import UploadState
from museum_tracker.media.stores import storage_of
from museum_tracker.media.views.blueprint import PIECE_BYTES
from tests.factories.catalogue import make_artifact
from tests.factories.media import jpeg
from tests.media.sending import OCTETS, TUS, begin, metadata, send


def picture_deed(session: Session) -> ChangeSet:
    """Any deed to sign with."""
    return session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id)).first()


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
    with uploads._locked(uploads.part_path(storage_of(settings), url.rsplit("/", 1)[-1])):
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
    monkeypatch.setattr(storage_module.Storage, "free", lambda _: 1000)
    told = metadata(filename="a.jpg", artifact=str(vase))
    answer = sign_in(Role.CATALOGUER).post(
        "/tai-len/tus", headers={**TUS, "Upload-Length": "9", "Upload-Metadata": told}
    )
    assert answer.status_code == 507


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


def test_a_client_of_another_protocol_version_is_told_so(sign_in, vase):
    assert sign_in(Role.CATALOGUER).post("/tai-len/tus", headers={"Upload-Length": "9"}).status_code == 412


def test_a_name_with_a_null_in_it_is_kept_without(sign_in, vase, engine):
    browser = sign_in(Role.CATALOGUER)
    told = metadata(filename="a\0b.jpg", artifact=str(vase))
    headers = {**TUS, "Upload-Length": "9", "Upload-Metadata": told}
    assert browser.post("/tai-len/tus", headers=headers).status_code == 201
    with Session(engine) as session:
        assert session.scalars(sa.select(MediaUpload.name)).one() == "ab.jpg"


def test_the_largest_piece_that_is_taken_is_taken(sign_in, vase):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, PIECE_BYTES + 1)
    answer = send(browser, url, bytes(PIECE_BYTES), 0)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(PIECE_BYTES))
    assert browser.head(url, headers=TUS).headers["Upload-Offset"] == str(PIECE_BYTES)


def test_a_whole_file_may_come_with_its_first_request(sign_in, vase, engine):
    browser, picture = sign_in(Role.CATALOGUER), jpeg()
    told = {
        **TUS,
        "Upload-Length": str(len(picture)),
        "Upload-Metadata": metadata(filename="a.jpg", artifact=str(vase)),
    }
    answer = browser.post("/tai-len/tus", data=picture, headers=told, content_type=OCTETS)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(picture)))
    assert browser.post(f"{answer.headers['Location']}/ket-qua").get_json()["state"] == "added"


def test_what_came_with_the_first_request_is_gone_on_with(sign_in, vase):
    browser, picture = sign_in(Role.CATALOGUER), jpeg()
    told = {
        **TUS,
        "Upload-Length": str(len(picture)),
        "Upload-Metadata": metadata(filename="a.jpg", artifact=str(vase)),
    }
    answer = browser.post("/tai-len/tus", data=picture[:1000], headers=told, content_type=OCTETS)
    assert answer.headers["Upload-Offset"] == "1000"
    assert send(browser, answer.headers["Location"], picture[1000:], 1000).headers["Upload-Offset"] == str(len(picture))


def test_a_piece_beyond_that_is_refused(sign_in, vase):
    browser = sign_in(Role.CATALOGUER)
    url = begin(browser, vase, 2 * PIECE_BYTES)
    assert send(browser, url, bytes(PIECE_BYTES + 2), 0).status_code == 413
