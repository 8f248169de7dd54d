"""The server is killed with SIGKILL in the middle of an upload: what had arrived is still there, and it goes on."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.storage import original_key
from museum_tracker.media.stores import storage_of
from tests.factories.catalogue import make_artifact
from tests.factories.media import jpeg

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).resolve().parents[2]
PIECE = 200_000


class Server:
    """A server that can be started and killed again and again."""

    def __init__(self, home: Path, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.arguments = [sys.executable, "-m", "tests.media.killed_server", str(home), database, str(self.port)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self.arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        for _ in range(600):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=0.5):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def ask(self, method: str, path: str, cookie: str, data: bytes | None = None, **headers: str) -> dict[str, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, method=method)
        request.add_header("Cookie", cookie)
        for name, value in {"Tus-Resumable": "1.0.0", **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
            return {name.lower(): value for name, value in answer.headers.items()}


@pytest.fixture
def server(settings, database_url: str) -> Iterator[Server]:
    server = Server(settings.home, database_url)
    yield server
    server.kill()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of POSIX")
def test_a_server_killed_in_mid_upload_loses_nothing_that_had_arrived(
    server: Server, session: Session, deed, settings, sign_in: Callable, engine: sa.Engine
):
    vase = make_artifact(session, deed)
    session.commit()
    cookie = "session=" + sign_in(Role.CATALOGUER).get_cookie("session").value
    data = jpeg(1600, 1200)
    assert len(data) > 3 * PIECE
    server.start()
    words = {"filename": "bình.jpg", "artifact": str(vase.id)}
    told = ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in words.items())
    length = {"Upload_Length": str(len(data)), "Upload_Metadata": told}
    url = urlsplit(server.ask("POST", "/tai-len/tus", cookie, b"", **length)["location"]).path
    piece = {"Content_Type": "application/offset+octet-stream"}
    server.ask("PATCH", url, cookie, data[:PIECE], Upload_Offset="0", **piece)
    half_sent = socket.create_connection(("127.0.0.1", server.port))
    half_sent.sendall(
        f"PATCH {url} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {PIECE}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {PIECE}\r\n\r\n".encode()
        + data[PIECE : PIECE + 50_000]
    )
    server.kill()
    half_sent.close()
    server.start()
    offset = int(server.ask("HEAD", url, cookie)["upload-offset"])
    assert PIECE <= offset <= PIECE + 50_000
    while offset < len(data):
        chunk = data[offset : offset + PIECE]
        offset = int(server.ask("PATCH", url, cookie, chunk, Upload_Offset=str(offset), **piece)["upload-offset"])
    with Session(engine) as fresh:
        version = fresh.scalars(sa.select(AssetVersion)).one()
        assert version.sha256 == hashlib.sha256(data).hexdigest()
        assert storage_of(settings).local_path(original_key(version.sha256)).read_bytes() == data
