"""How files are served: copies for ever and in parts, originals as downloads, tiles that are the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from tests.factories.media import jpeg

pytestmark = pytest.mark.one_engine


def test_derived_files_are_served_for_ever_in_parts_and_never_as_pages(sign_in, picture):
    browser = sign_in(Role.CATALOGUER)
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


@pytest.mark.parametrize(("role", "answered"), [(Role.CATALOGUER, 403), (Role.ADMINISTRATOR, 403), (Role.CURATOR, 200)])
def test_originals_of_an_object_whose_use_is_restricted_need_a_named_right(
    sign_in, session, vase, picture, role, answered
):
    session.get_one(Artifact, vase).use_restricted = True
    session.commit()
    browser = sign_in(role)
    answer = browser.get(f"/tep/{picture.current.sha256}/goc", buffered=True)
    assert answer.status_code == answered
    page = browser.get(f"/hien-vat/{vase}").text
    assert (f"/tep/{picture.current.sha256}/goc" in page) is (answered == 200)
    if answered == 403:
        assert "Bình gốm hoa lam" in answer.text
        assert "hạn chế" in page


def test_the_zoom_tiles_together_are_the_picture(sign_in, picture):
    browser = sign_in(Role.CATALOGUER)
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


def test_the_viewer_has_its_own_policy_and_other_pages_keep_the_strict_one(sign_in, vase, picture):
    browser = sign_in(Role.CATALOGUER)
    viewer = browser.get(f"/tep/xem/{picture.current.id}")
    assert "wasm-unsafe-eval" in viewer.headers["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in browser.get(f"/hien-vat/{vase}").headers["Content-Security-Policy"]
