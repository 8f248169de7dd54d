"""The tray in a browser: files of another object ask first, each is followed to its end, names outlive a reload."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.queries import find_user
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.history.services import begin_deed
from tests.browser.conftest import Served
from tests.browser.test_files import LONG, vase
from tests.factories.catalogue import make_artifact
from tests.factories.media import jpeg
from tests.media.test_rare_models import stl

__all__ = ["vase"]


def look(page: Page, served: Served, name: str, address: str) -> None:
    if folder := os.environ.get("LOOK_AT"):
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{served.url}{address}")
            page.wait_for_timeout(2500)
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def add_bell(served: Served) -> None:
    engine = make_engine(config.Settings(home=served.home).database)
    with session_scope(engine, write=True) as session:
        author = find_user(session, "cataloguer")
        assert author is not None
        make_artifact(session, begin_deed(session, by=author, action="A test"), name="Chuông đồng", number="BTBG 77")
        session.commit()
    engine.dispose()


def test_a_file_named_for_another_object_asks_and_every_file_is_followed_to_its_end(
    served: Served, open_as: Callable[..., Page], accessible: Callable[[Page], None], vase: int, tmp_path: Path
):
    folder = tmp_path / "gui"
    folder.mkdir()
    for name, data in {
        "BTBG-98 100%.jpg": jpeg(seed=4),
        "BTBG 77 sau.jpg": jpeg(seed=6),
        "hong.jpg": jpeg(seed=5)[:4000],
        "mô hình 50%.stl": stl(12),
    }.items():
        (folder / name).write_bytes(data)
    add_bell(served)
    page = open_as(Role.CATALOGUER)
    page.goto(f"{served.url}/hien-vat/{vase}/tai-len")
    page.locator("input[data-pick]").first.set_input_files(sorted(folder.iterdir()))
    expect(page.locator("[data-state]", has_text="Tên tệp chỉ hiện vật khác")).to_have_count(1, timeout=LONG)
    page.get_by_role("button", name="BTBG 77").click()
    expect(page.locator("[data-state]", has_text="Sẵn sàng")).to_have_count(3, timeout=LONG)
    expect(page.locator("[data-state] a", has_text="BTBG 77")).to_have_count(1)
    expect(page.locator("[data-state]", has_text="tạm giữ")).to_have_count(1, timeout=LONG)
    accessible(page)
    page.goto(f"{served.url}/tai-len")
    expect(page.locator("#tam-giu")).to_contain_text("hong.jpg")
    accessible(page)
    look(page, served, "tray", "/tai-len")
    look(page, served, "viewer", "/tep/xem/4")
    curator = open_as(Role.CURATOR)
    look(curator, served, "review", "/so-hoa/nghiem-thu/4")


def test_names_of_files_not_sent_outlive_a_reload(
    served: Served, open_as: Callable[..., Page], vase: int, tmp_path: Path
):
    (tmp_path / "la.jpg").write_bytes(jpeg(seed=9))
    page = open_as(Role.CATALOGUER)
    page.goto(f"{served.url}/tai-len")
    page.locator("input[data-pick]").first.set_input_files([tmp_path / "la.jpg"])
    expect(page.locator("[data-ask]").first).to_be_visible()
    page.reload()
    left = page.locator("[data-upload-left]")
    expect(left).to_contain_text("la.jpg")
    page.locator("input[data-pick]").first.set_input_files([tmp_path / "la.jpg"])
    expect(left).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="Bỏ qua").click()
    page.reload()
    expect(left).to_be_hidden()
