"""The upload form and the tray that matches names before anything is sent."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.media.models import Asset, AssetVersion
from tests.factories.catalogue import make_artifact
from tests.factories.media import jpeg
from tests.media.sending import TUS, metadata


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


@pytest.mark.parametrize("asked", [{"paths": 5}, {"paths": [5, None], "list": 7}, [1], "x", None])
def test_a_nonsense_question_about_names_is_answered_with_nothing(sign_in, vase, asked):
    answer = sign_in(Role.CATALOGUER).post("/tai-len/doi-chieu", json=asked)
    assert answer.get_json() == {"files": []}


def test_a_file_named_for_another_object_is_kept_here_only_when_the_sender_says_so(
    sign_in, session, deed, vase, app: Flask
):
    make_artifact(session, session.merge(deed), name="Chuông đồng", number="BTBG 77")
    session.commit()
    browser = sign_in(Role.CATALOGUER)

    def files() -> dict[str, object]:
        return {
            "files": [(io.BytesIO(jpeg(seed=5)), "BTBG-77_truoc.jpg"), (io.BytesIO(jpeg(seed=6)), "BTBG-98 100%.jpg")]
        }

    page = browser.post(f"/hien-vat/{vase}/tai-len", data=files(), follow_redirects=True).text
    assert "BTBG 77" in page
    with Session(app.extensions["engine"]) as reading:
        assert list(reading.scalars(sa.select(AssetVersion.original_name))) == ["BTBG-98 100%.jpg"]
    browser.post(f"/hien-vat/{vase}/tai-len", data={**files(), "named": "1"})
    with Session(app.extensions["engine"]) as reading:
        assert len(list(reading.scalars(sa.select(AssetVersion.id)))) == 2
