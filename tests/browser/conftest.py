"""A real museum behind a real browser: the served application with its worker, and headless Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

import config
from museum_tracker.accounts.models import User
from museum_tracker.accounts.passwords import hash_password
from museum_tracker.accounts.permissions import Role
from museum_tracker.core.db import make_engine, session_scope

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge")
PASSWORD = "cong-viec-hang-ngay"
PATIENCE = 60


def find_chromium() -> str | None:
    """Chromium, by MUSEUM_TEST_CHROMIUM or by name; browser tests are left out where there is none."""
    return os.environ.get("MUSEUM_TEST_CHROMIUM") or next(
        (path for name in NAMES if (path := shutil.which(name))), None
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = find_chromium() is None
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser for all tests of a worker process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Served:
    """A museum being served: its address, its home, and its people by role (user name = role)."""

    url: str
    home: Path
    process: subprocess.Popen[str]

    def environ(self) -> dict[str, str]:
        """The environment in which its commands run."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSEUM_")}
        return {**kept, "MUSEUM_HOME": str(self.home), "PYTHONUNBUFFERED": "1", "MUSEUM_SECRET_KEY": "browser-tests"}


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    """An empty museum in that folder, served by the real command, with one person of each role."""
    museum = Served("", home, None)  # type: ignore[arg-type]
    command = [sys.executable, "-m", "museum_tracker.cli"]
    subprocess.run([*command, "db", "upgrade"], env=museum.environ(), check=True, capture_output=True)
    hire(config.Settings(home=home))
    with (home / "serve.log").open("w+") as log:
        museum.process = subprocess.Popen(
            [*command, "serve", "--port", "0"], env=museum.environ(), stdout=log, stderr=subprocess.STDOUT, text=True
        )
        try:
            museum.url = _wait_for_address(home / "serve.log", museum.process)
            yield museum
        finally:
            museum.process.terminate()
            museum.process.wait(PATIENCE)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A museum of the test's own; modules whose tests can share one override this with a wider scope."""
    with serving(tmp_path) as museum:
        yield museum


def hire(settings: config.Settings) -> None:
    """One person of each role, user name = role."""
    engine = make_engine(settings.database)
    with session_scope(engine, write=True) as session:
        for role in Role:
            session.add(
                User(
                    username=role.value,
                    name=f"Nguyễn {role.value.title()}",
                    role=role,
                    password_hash=hash_password(PASSWORD),
                )
            )
        session.commit()
    engine.dispose()


def _wait_for_address(log: Path, process: subprocess.Popen[str]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"http://[\w.]+:\d+", log.read_text())
        if found and _answers(found.group() + "/healthz"):
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"the museum did not start:\n{log.read_text()}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own server on loopback
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture
def open_as(served: Served, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Sign somebody in and give their page; a console error or failed request that is not allowed fails the test."""
    complaints: list[str] = []
    contexts = []

    def sign_in(role: Role, *, width: int = 1440, height: int = 900, scripts: bool = True, allow: str = "$^") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            accept_downloads=True,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _listen(message, complaints, allow))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(served.url + "/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(role.value)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/dang-nhap" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not complaints


def _listen(message: ConsoleMessage, complaints: list[str], allow: str) -> None:
    if message.type == "error" and not re.search(allow, message.text):
        complaints.append(f"{message.location.get('url')}: {message.text}")


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fail on any accessibility violation that axe finds on the page (WCAG 2.2 A and AA)."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

    def check(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        faults = [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]
        assert not faults, page.url + "\n" + "\n".join(faults)

    return check
