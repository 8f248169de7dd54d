"""Photograph pages in headless Chromium at three widths, light and dark.

`python -m tests.web.gallery.pictures OUT [PATH…]`; without paths it photographs the gallery on an empty database.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

import config
from museum_tracker import create_app, wire
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import open_sign_in
from museum_tracker.core.db import begin_write
from tests.tools.databases import Databases
from tests.web.gallery.pages import add_gallery

WIDTHS = {360: 780, 820: 1100, 1440: 900}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind a real port for as long as the block lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def session_cookie(app: Flask) -> str:
    """The cookie of a curator who is signed in."""
    with Session(app.extensions["engine"], expire_on_commit=False) as session:
        begin_write(session)
        user = User(username="nguyen-lan", name="Nguyễn Thị Lan", role=Role.CURATOR)
        session.add(user)
        session.flush()
        identity = open_sign_in(session, user)
        session.commit()
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": identity, "_fresh": True}))


def photograph(browser: Browser, base: str, cookie: str, paths: list[str], out: Path) -> None:
    """Take every path at every width in both themes; print what the console complained about."""
    for theme in ("light", "dark"):
        for width, height in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            context.add_cookies([{"name": "session", "value": cookie, "url": base}])
            page = context.new_page()
            page.on("console", lambda message: print(message.type, message.text[:300]))
            for path in paths:
                page.goto(base + path)
                page.wait_for_load_state("networkidle")
                name = path.strip("/").replace("/", "-").replace("?", "_") or "index"
                overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                print(f"{name} {width} {theme} overflow {overflow}")
                page.screenshot(path=out / f"{name}-{width}-{theme}.png", full_page=True)
            context.close()


def main() -> None:
    """Make a home, serve it, photograph it."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    paths = sys.argv[2:] or ["/gallery/", "/gallery/bare"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        wire()
        databases = Databases(home)
        url = databases.sqlite(home / "instance" / "museum.db")
        app = create_app(config.Settings(home=home, database_url=url, secret_key="look", demo=True))
        add_gallery(app)
        cookie = session_cookie(app)
        with served(app) as base, sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
            photograph(browser, base, cookie, paths, out)
            browser.close()
        app.extensions["engine"].dispose()


if __name__ == "__main__":
    main()
