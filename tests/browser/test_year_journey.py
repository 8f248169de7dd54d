"""A director plans, follows, closes and issues 2026; then a withdrawn approval appears as an adjustment."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

import config
from museum_tracker import create_app
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.cli.migrate import upgrade
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write, make_engine
from museum_tracker.core.defaults import install_defaults
from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.services.reviews import approve
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.services import begin_deed
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.stores import storage_of
from tests.browser.conftest import Served, hire
from tests.factories.digitization import make_file, make_recorded
from tests.factories.figures import make_facts

IN_YEAR = dt.datetime(2026, 5, 20, 3, 0, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 12, 15, 3, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 12, 21, 3, 0, tzinfo=dt.UTC)
LONG = 90_000
STEPS = (FactKind.RECEIVED, FactKind.COLLECTED, FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A museum with one vase digitized in 2026, served from this process so that its clock can be moved."""
    settings = config.Settings(home=tmp_path, database_url="", secret_key="browser-tests")
    clock.freeze(IN_YEAR)
    engine = make_engine(settings.database)
    upgrade(engine)
    hire(settings)
    _live_the_year(engine, settings)
    engine.dispose()
    clock.freeze(AFTER)
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", tmp_path, None)  # type: ignore[arg-type]
    finally:
        server.shutdown()
        running.join()
        server.server_close()
        app.extensions["engine"].dispose()
        clock.freeze(None)


def test_a_closed_year_keeps_its_figures_and_shows_what_was_withdrawn_since(
    served: Served, open_as: Callable[..., Page], accessible: Callable[[Page], None]
):
    director, curator = open_as(Role.DIRECTOR), open_as(Role.CURATOR)
    _plan_the_next_year(director, served)
    _follow(director, served, accessible)
    _close(director, served, accessible)
    _issue_report(director, _write_report(curator, served))
    clock.freeze(LATER)
    _withdraw(open_as(Role.CURATOR), served)
    _see_the_adjustment(open_as(Role.DIRECTOR), served, accessible)


def _live_the_year(engine: sa.Engine, settings: config.Settings) -> None:
    """A vase is received, registered, classified and photographed in May 2026; the curator approves its picture."""
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        install_defaults(session)
        ensure_storage(session, storage_of(settings))
        people = {role: session.scalars(sa.select(User).where(User.role == role)).first() for role in Role}
        cataloguer, curator = people[Role.CATALOGUER], people[Role.CURATOR]
        assert cataloguer is not None
        assert curator is not None
        deed = begin_deed(session, by=cataloguer, action="Kept the books")
        vase = make_recorded(session, deed, number="BTBG 9001", name_vi="Bình gốm men ngọc", holding="base")
        day = clock.local(IN_YEAR).date()
        make_facts(session, deed, *({"artifact_id": vase.id, "kind": kind, "effective_on": day} for kind in STEPS))
        picture = make_file(session, vase, by=cataloguer, view="front")
        approve(session, picture, scope=Scope.IDENTIFICATION, deed=begin_deed(session, by=curator, action="Approved"))
        vase.cover = ""  # the picture has no bytes to be shown
        session.commit()


def _plan_the_next_year(page: Page, served: Served) -> None:
    page.goto(served.url + "/nam")
    page.get_by_role("link", name="2028", exact=True).click()
    page.get_by_role("button", name="Đưa năm vào kế hoạch").click()
    expect(page.get_by_text("Lập kế hoạch").first).to_be_visible()


def _follow(page: Page, served: Served, accessible: Callable[[Page], None]) -> None:
    page.goto(served.url + "/nam/2026")
    expect(page.get_by_text("còn thay đổi")).to_be_visible()
    accessible(page)
    page.get_by_role("row", name="Sưu tầm trong kỳ").get_by_role("link").click()
    expect(page.get_by_role("row", name="Bình gốm men ngọc")).to_be_visible()


def _close(page: Page, served: Served, accessible: Callable[[Page], None]) -> None:
    page.goto(served.url + "/nam/2026")
    page.get_by_role("button", name="Bắt đầu chốt số liệu").click()
    expect(page.get_by_text("Chưa rút mẫu kiểm tra sổ đăng ký")).to_be_visible()
    accessible(page)
    page.get_by_label("Lý do").fill("Mẫu kiểm tra làm trong quý I năm sau")
    page.get_by_role("button", name="Chốt vĩnh viễn số liệu năm 2026").click()
    expect(page.get_by_role("heading", name="Số liệu chốt năm 2026")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Mẫu kiểm tra làm trong quý I năm sau").first).to_be_visible()
    accessible(page)
    page.get_by_role("row", name="Đạt mức 1 lần đầu trong kỳ").get_by_role("link").click()
    expect(page.get_by_role("link", name="BTBG 9001")).to_be_visible()
    page.goto(served.url + "/nam/kiem-chung")
    expect(page.get_by_text("đúng như khi chốt")).to_be_visible()


def _write_report(page: Page, served: Served) -> str:
    page.goto(served.url + "/bao-cao/2026")
    page.get_by_role("button", name="Soạn báo cáo").click()
    report = page.url
    links = page.locator('#whys a[href*="/viet/"]:not([href*="lich-su"])')
    paths = [str(link.get_attribute("href")) for link in links.all()]
    assert paths
    for path in paths:
        page.goto(served.url + path)
        page.locator("textarea[name=text]").fill("Do kinh phí; năm sau bố trí sớm.")
        page.get_by_role("button", name="Lưu").click()
        expect(page).not_to_have_url(served.url + path, timeout=LONG)
    return report


def _issue_report(page: Page, report: str) -> None:
    page.goto(report)
    page.get_by_role("button", name="Tôi đã kiểm tra").click()
    page.get_by_role("link", name="Ban hành báo cáo").click()
    page.locator("input[name=number]").fill("7")
    page.locator("input[name=dated_on]").fill("15/12/2026")
    page.get_by_role("button", name="Ban hành").click(timeout=LONG)
    expect(page.get_by_text("SHA-256").first).to_be_visible(timeout=LONG)


def _withdraw(page: Page, served: Served) -> None:
    page.goto(served.url + "/so-hoa/nghiem-thu/1")
    page.locator("textarea[name=reason], input[name=reason]").first.fill("Ảnh chụp nhầm hiện vật bên cạnh")
    page.get_by_role("button", name="Rút nghiệm thu").click()
    page.wait_for_load_state()


def _see_the_adjustment(page: Page, served: Served, accessible: Callable[[Page], None]) -> None:
    page.goto(served.url + "/nam/2026/dieu-chinh")
    row = page.get_by_role("row", name="BTBG 9001")
    expect(row).to_contain_text("Ảnh chụp nhầm hiện vật bên cạnh")
    expect(row).to_contain_text("Nguyễn Curator")
    expect(row).to_contain_text("21/12/2026")
    accessible(page)
    page.goto(served.url + "/nam/2026")
    expect(page.get_by_role("row", name="Đạt mức 1 lần đầu trong kỳ")).to_contain_text("1")
    page.goto(served.url + "/nam/2026/dieu-chinh")
    page.get_by_label("Văn bản quyết định").fill("12/BC-BT ngày 21/12/2026")
    page.get_by_label("Lý do").fill("Rút nghiệm thu một ảnh chụp nhầm")
    page.get_by_role("button", name="Ban hành bản điều chỉnh").click()
    expect(page.get_by_role("heading", name="Điều chỉnh số liệu đã chốt năm 2026, lần 1")).to_be_visible(timeout=LONG)
