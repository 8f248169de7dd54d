"""What a real server keeps of a body before anybody is known: of strangers nothing on the disk, else a bounded lot."""

from __future__ import annotations

import http.client
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import waitress.receiver
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.cli.receiving import READ_AND_FORGET, create_server
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.stores import storage_of
from museum_tracker.web.bodies import STRANGER_BYTES

MIB = 1024 * 1024
FORM = {"Content-Type": "multipart/form-data; boundary=x"}
Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How large each body grew in the server's own buffers."""
    sizes: list[int] = []
    plain = waitress.receiver.FixedStreamReceiver.received

    def counted(self: Any, data: bytes) -> int:
        used: int = plain(self, data)
        sizes.append(len(self))
        return used

    monkeypatch.setattr(waitress.receiver.FixedStreamReceiver, "received", counted)
    return sizes


@pytest.fixture
def address(app: Flask) -> Iterator[tuple[str, int]]:
    """A running server of the application."""
    app.config["SETTINGS"] = app.config["SETTINGS"].with_(max_plain_upload_mb=3, max_form_mb=1)
    with Session(app.extensions["engine"]) as session:
        ensure_storage(session, storage_of(app.config["SETTINGS"]))
        session.commit()
    server = create_server(app, host="127.0.0.1", port=0, threads=2, clear_untrusted_proxy_headers=False)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield ("127.0.0.1", server.effective_port)
    server.trigger.pull_trigger(server.close)
    thread.join(10)
    server.task_dispatcher.shutdown()


@pytest.fixture
def ask(address: tuple[str, int]) -> Ask:
    """Send a request and read its answer."""

    def ask(method: str, path: str, body: Any, headers: dict[str, str], cookie: str = "") -> tuple[int, str]:
        line = http.client.HTTPConnection(*address, timeout=20)
        try:
            line.request(method, path, body, {**headers, "Cookie": cookie, "Accept-Language": "en"})
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    return ask


def cookie_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}; language=en"


def test_of_a_strangers_large_body_nothing_is_kept_and_the_answer_is_a_page(ask: Ask, kept: list[int]) -> None:
    status, page = ask("POST", "/hien-vat/1/tai-len", bytes(5 * MIB), FORM, "language=en")
    assert status == 413
    assert "Sign in and send it again" in page
    assert kept == []
    status, page = ask("POST", "/hien-vat/1/tai-len", bytes(5 * MIB), FORM)
    assert (status, "Đăng nhập" in page) == (413, True)


def test_strangers_forms_stay_in_memory(ask: Ask, kept: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def on_the_disk(*_args: Any, **_options: Any) -> Any:
        raise AssertionError("a stranger's body went to the disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", on_the_disk)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _page = ask("POST", "/dang-nhap", b"username=" + b"x" * (STRANGER_BYTES - 100), form)
    assert status < 500
    assert max(kept) < STRANGER_BYTES


def test_a_forged_session_is_a_stranger(ask: Ask, kept: list[int]) -> None:
    status, _page = ask("POST", "/hien-vat/1/tai-len", bytes(2 * MIB), FORM, "session=eyJfdXNlcl9pZCI6IjEifQ.x.y")
    assert (status, kept) == (413, [])


def test_staff_send_forms_and_files_up_to_their_own_limits(
    ask: Ask, sign_in: Callable[[Role], FlaskClient], kept: list[int]
) -> None:
    cookie = cookie_of(sign_in(Role.CATALOGUER))
    page = "/hien-vat/1/tai-len"
    status, text = ask("POST", page, bytes(5 * MIB), FORM, cookie)
    assert (status, "upload tray" in text, kept) == (413, True, [])
    status, _text = ask("POST", page, bytes(2 * MIB), FORM, cookie)
    assert status == 404
    assert max(kept) == 2 * MIB
    kept.clear()
    status, _text = ask("POST", "/hien-vat/them", bytes(2 * MIB), FORM, cookie)
    assert (status, kept) == (413, [])
    piece = {"Content-Type": "application/offset+octet-stream", "Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    status, _text = ask("PATCH", "/tai-len/tus/none", bytes(9 * MIB), piece, cookie)
    assert (status, kept) == (413, [])
    viewer = cookie_of(sign_in(Role.VIEWER))
    status, _text = ask("POST", page, bytes(2 * MIB), FORM, viewer)
    assert (status, kept) == (413, [])


def test_a_body_of_untold_length_is_cut_at_the_limit(ask: Ask) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(400):
            yield bytes(64 * 1024)

    try:
        status, _page = ask("POST", "/dang-nhap", endless(), {"Transfer-Encoding": "chunked"})
    except OSError:
        return  # the line was closed while we still sent
    assert status == 413


def test_a_sender_that_asks_first_is_told_no_before_it_sends(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=20) as line:
        line.sendall(
            b"POST /hien-vat/1/tai-len HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            b"Content-Length: %d\r\nContent-Type: text/plain\r\n\r\n" % (READ_AND_FORGET * 4)
        )
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"100 Continue" not in answer
