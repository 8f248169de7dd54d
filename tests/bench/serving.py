"""A real server for benchmarks, in a process of its own: `python -m tests.bench.serving HOME URL`.

It prints its port. Besides the museum it has one bare address that takes a form with a file as werkzeug does. Without
arguments it serves a bare application that says hello.
"""

from __future__ import annotations

import gc
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, request
from flask.testing import FlaskClient

import config
from museum_tracker import create_app
from museum_tracker.accounts.guards import public
from museum_tracker.cli.receiving import create_server
from tests.bench.museum import Museum

MOST_MB = 2048
THREADS = 8
BARE = "/thuoc-do"  # the address of the bare form
PIECE = 1 << 20


def settings_for(home: Path, url: str) -> config.Settings:
    """A museum of the bench; signed-in staff may send large forms."""
    return config.Settings(
        home=home, database_url=url, secret_key="bench", max_form_mb=MOST_MB, max_plain_upload_mb=MOST_MB
    )


@public
def receive_form() -> str:
    """Read a form with werkzeug and its file once more for the SHA-256, as a plain Flask view does."""
    digest, file = hashlib.sha256(), request.files["file"].stream
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def make_application(home: Path, url: str) -> Flask:
    """The museum with the bare form beside it; forms need no token here."""
    app = create_app(settings_for(home, url))
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule(BARE, view_func=receive_form, methods=["POST"])
    return app


def make_hello() -> Flask:
    """The least that a Flask application can answer."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


@contextmanager
def serving(museum: Museum, *, bare: bool = False) -> Iterator[tuple[int, int]]:
    """The museum, or the bare application, served by another process; its port and its process id."""
    asked = [] if bare else [str(museum.settings.home), museum.settings.database]
    command = [sys.executable, "-m", "tests.bench.serving", *asked]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline()), process.pid
        finally:
            process.terminate()


def cookie_of(browser: FlaskClient) -> str:
    """The header by which another client is the same signed-in reader."""
    cookie = browser.get_cookie("session") or browser.get_cookie("museum")
    assert cookie is not None
    return f"{cookie.key}={cookie.value}"


def main() -> None:
    """Serve until ended."""
    app = make_application(Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 1 else make_hello()
    gc.freeze()  # as `serve` does
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
