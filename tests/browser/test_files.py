"""Pictures and a model in a real browser: dropped, sent in pieces, prepared by the worker, zoomed and turned."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import config
from museum_tracker import wire
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.queries import find_user
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.history.services import begin_deed
from tests.browser.conftest import Served
from tests.factories.catalogue import make_artifact

LONG = 90_000
LOADED = """new Promise((done) => {
  const model = document.querySelector("model-viewer");
  model.loaded ? done() : model.addEventListener("load", () => done(), { once: true });
})"""


@pytest.fixture
def vase(served: Served) -> int:
    """An object to photograph."""
    wire()
    engine = make_engine(config.Settings(home=served.home).database)
    with session_scope(engine, write=True) as session:
        author = find_user(session, "cataloguer")
        assert author is not None
        deed = begin_deed(session, by=author, action="A test")
        artifact = make_artifact(session, deed, name="Bình gốm hoa lam", number="BTBG 98")
        session.commit()
        number = artifact.id
    engine.dispose()
    return number


def test_files_are_sent_prepared_and_looked_at_closely(
    served: Served, open_as: Callable[..., Page], accessible: Callable[[Page], None], samples: Path, vase: int
):
    page = open_as(Role.CATALOGUER)
    page.goto(f"{served.url}/hien-vat/{vase}/tai-len")
    accessible(page)
    chosen = ["images/caillebotte_paris_street.tif", "models/monkey.glb"]
    page.locator("input[data-pick]").first.set_input_files([samples / "samples" / name for name in chosen])
    expect(page.locator("[data-state]", has_text="Sẵn sàng")).to_have_count(2, timeout=LONG)
    page.goto(f"{served.url}/hien-vat/{vase}")
    expect(page.locator("#object-files .pill.ok")).to_have_count(2, timeout=LONG)
    page.reload()
    accessible(page)
    page.locator("[data-viewer-open]").first.click()
    frame = page.frame_locator(".viewer-frame")
    expect(frame.locator(".openseadragon-canvas canvas")).to_be_visible()
    frame.get_by_role("button", name="Gần hơn").click()


def test_the_model_turns_in_its_viewer_without_anything_from_elsewhere(
    served: Served, open_as: Callable[..., Page], samples: Path, vase: int, tmp_path: Path
):
    shutil.copyfile(samples / "samples/models/whale_mandible.glb", tmp_path / "BTBG 98.glb")
    page = open_as(Role.CATALOGUER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}/tai-len")
    page.locator("input[data-pick]").first.set_input_files(tmp_path / "BTBG 98.glb")
    expect(page.locator("[data-object]")).to_have_text("BTBG 98 · Bình gốm hoa lam")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("[data-state]", has_text="Sẵn sàng")).to_have_count(1, timeout=LONG)
    page.goto(f"{served.url}/hien-vat/{vase}")
    expect(page.locator("#object-files .pill.ok")).to_have_count(1, timeout=LONG)
    page.goto(f"{served.url}/tep/xem/1")
    page.evaluate(LOADED)
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {served.url.split("/")[2]}
