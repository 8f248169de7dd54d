"""How our web server takes requests in: a body is kept only as far as its sender may send so much.

Waitress keeps a whole body, on the disk if it is large, before the application sees the request. Here the head of each
request is judged first; of what is too large not a byte is kept, and the application answers with its own page.
"""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any, ClassVar

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import WSGITask

from museum_tracker.web.bodies import REFUSED, STRANGER_BYTES, known_sender

READ_AND_FORGET = 64 * 1024 * 1024  # a browser that is still sending shows our answer only once it has been heard out


def create_server(app: Flask, **options: Any) -> Any:
    """A waitress server for the application, with bodies bounded by who sends them."""

    class Channel(HTTPChannel):
        parser_class = type("Parser", (BoundedParser,), {"app": app})
        task_class = Task

    server = waitress.create_server(app, max_request_body_size=sys.maxsize, **options)
    for one in (server, *(getattr(server, "map", None) or {}).values()):
        if isinstance(one, BaseWSGIServer):
            one.channel_class = Channel
    return server


class Task(WSGITask):
    """A request on its way into the application, with the word whether its body was thrown away."""

    def get_environment(self) -> dict[str, Any]:
        """The WSGI environment."""
        environ: dict[str, Any] = super().get_environment()
        if self.request.refused:
            environ[REFUSED] = True
        return environ


class BoundedParser(HTTPRequestParser):
    """Reads a request; once its head is there it decides how much of a body will be kept."""

    app: ClassVar[Flask]
    body_rcv: Any = None
    expect_continue: bool = False
    refused = False
    most = STRANGER_BYTES

    def received(self, data: bytes) -> int:
        """Take what has arrived and answer how much of it was used."""
        knew_head = self.headers_finished
        used: int = super().received(data)
        if self.error is not None or self.empty:
            return used
        if self.headers_finished and not knew_head:
            self._bound()
        elif self.chunked and not self.refused and self.body_bytes_received > self.most:
            self._refuse()  # nobody knows how much more would come
        if self.refused and self.completed:
            self._forget()
        return used

    def _bound(self) -> None:
        if not self.chunked and self.content_length <= STRANGER_BYTES:
            return
        self.most = known_sender(self.app, self._head()).limit
        if not self.chunked and self.content_length > self.most:
            self._refuse()

    def _refuse(self) -> None:
        self.refused = True
        self.close()
        self.body_rcv = Forgotten(self.content_length)
        if self.chunked or self.expect_continue or self.content_length > READ_AND_FORGET:
            self.completed = True
            self.headers["CONNECTION"] = "close"
        self.expect_continue = False

    def _forget(self) -> None:
        self.body_rcv = None
        self.headers["CONTENT_LENGTH"] = "0"
        self.headers.pop("CONTENT_TYPE", None)

    def _head(self) -> dict[str, Any]:
        """As much of a WSGI environment as tells who sends what to which page."""
        return {
            "REQUEST_METHOD": self.command.upper(),
            "SCRIPT_NAME": "",
            "PATH_INFO": "/" + self.path.lstrip("/"),
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.headers.get("COOKIE", ""),
            "wsgi.url_scheme": self.url_scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
        }


class Forgotten:
    """A body that is listened to and not kept."""

    error = None

    def __init__(self, length: int) -> None:
        self.left = length

    @property
    def completed(self) -> bool:
        """Whether all of it has gone by."""
        return self.left <= 0

    def received(self, data: bytes) -> int:
        """Let some of it go by."""
        used = min(len(data), self.left)
        self.left -= used
        return used

    def getbuf(self) -> BytesIO:
        """Nothing: waitress closes what it kept."""
        return BytesIO()

    def getfile(self) -> BytesIO:
        """Nothing is left to read."""
        return BytesIO()
