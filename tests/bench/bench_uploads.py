"""A large file sent to the museum and to a bare werkzeug form on the same server, each with its SHA-256.

    python -m tests.bench.bench_uploads --megabytes 500

The museum's upload is resumable (tus), in pieces of the size that our page sends or larger ones, or the whole file with
its first request. What is sent is a photograph such as scanners write (an uncompressed TIFF of noise, another one each
time), so that it is recognised, hashed, kept and noted on its object before the last answer. The bare form is what
Flask gives: werkzeug reads the parts, the view reads the file once more for its SHA-256. Memory is the server's own.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import os
import struct
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker import create_app
from museum_tracker.media.models import AssetVersion
from tests.bench.bench_search import sign_in
from tests.bench.growing import invented_table
from tests.bench.measuring import table
from tests.bench.museum import temporary_museum
from tests.bench.serving import BARE, cookie_of, serving

GOAL, WHOLE_GOAL, MEMORY_GOAL = 0.7, 1.5, 20
WHOLE = "whole, in one request"
PIECES = (5, 7)  # MiB: what our page sends, and about the most that the server takes
BLOCK = 1 << 20
HEAD = 1024  # bytes before the pixels
TUS = {"Tus-Resumable": "1.0.0"}
EDGE = "bench-bench-bench"


class Sender:
    """One browser: a signed-in connection to the server."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.cookie = {"Cookie": cookie}

    def ask(self, method: str, path: str, body: object, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Send a request and read its answer."""
        self.connection.request(method, path, body=body, headers=self.cookie | headers)  # type: ignore[arg-type]
        answer = self.connection.getresponse()
        said = answer.read()
        assert answer.status < 300, (answer.status, said[:400])
        return answer

    def resumable(self, mebibytes: int, piece: int, name: str) -> None:
        """Send a file by tus, in pieces of so many bytes."""
        photograph = Photograph(mebibytes)
        length = photograph.length
        told = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in _metadata(name))
        begun = self.ask("POST", "/tai-len/tus", b"", TUS | {"Upload-Length": str(length), "Upload-Metadata": told})
        where = begun.headers["Location"]
        for offset in range(0, length, piece):
            size = min(piece, length - offset)
            headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            self.ask("PATCH", where, photograph.part(offset, size), TUS | headers | {"Content-Length": str(size)})

    def whole(self, mebibytes: int, name: str) -> None:
        """Send a file with the request that begins it."""
        told = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in _metadata(name))
        photograph = Photograph(mebibytes)
        length = str(photograph.length)
        headers = TUS | {"Upload-Length": length, "Upload-Metadata": told, "Content-Length": length}
        kind = {"Content-Type": "application/offset+octet-stream"}
        self.ask("POST", "/tai-len/tus", photograph.part(0, photograph.length), headers | kind)

    def timed(self, mebibytes: int, piece: int, rounds: int) -> float:
        """The least seconds that a file takes in pieces of so many MiB."""
        names = [f"{piece}-{turn}.tif" for turn in range(rounds)]
        return min(_timed(partial(self.resumable, mebibytes, piece << 20, name)) for name in names)

    def form(self, mebibytes: int) -> None:
        """Send a file in a plain form."""
        head = (
            f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="a.tif"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        tail = f"\r\n--{EDGE}--\r\n".encode()
        photograph = Photograph(mebibytes)
        length = photograph.length + len(head) + len(tail)

        def body() -> Iterator[bytes]:
            yield head
            yield from photograph.part(0, photograph.length)
            yield tail

        kind = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "Content-Length": str(length)}
        self.ask("POST", BARE, body(), kind)


def _metadata(name: str) -> list[tuple[str, str]]:
    return [("filename", name), ("artifact", "1")]


class Photograph:
    """An uncompressed TIFF of so many MiB whose pixels no other one has, made while it is sent."""

    def __init__(self, mebibytes: int) -> None:
        self.block = os.urandom(BLOCK)
        self.length = mebibytes << 20
        width = 8192
        height = (self.length - HEAD) // (3 * width)
        tags = [
            *((256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 2), (273, 4, HEAD)),
            *((277, 3, 3), (278, 4, height), (279, 4, 3 * width * height)),
        ]
        entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
        written = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4)
        self.head = written.ljust(HEAD, b"\0")

    def part(self, offset: int, size: int) -> Iterator[bytes]:
        """So many bytes from a place on."""
        end = offset + size
        if offset < HEAD:
            yield self.head[offset : min(HEAD, end)]
            offset = min(HEAD, end)
        while offset < end:
            start = offset % BLOCK
            step = min(BLOCK - start, end - offset)
            yield self.block[start : start + step]
            offset += step


def _peak(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0.0
    told = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) / 1024


def run(mebibytes: int, rounds: int) -> dict[str, float]:
    """Print how fast each way is; answer how many times as fast as the form the others are."""
    with temporary_museum() as museum:
        museum.fill(invented_table(), 20)
        app = create_app(museum.settings)
        cookie = cookie_of(sign_in(app, museum.engine))
        app.extensions["engine"].dispose()
        with serving(museum) as (port, process):
            sender = Sender(port, cookie)
            sender.resumable(1, BLOCK, "first.tif")
            before = _peak(process)
            pieces = {f"pieces of {piece} MiB": sender.timed(mebibytes, piece, rounds) for piece in PIECES}
            pieces[WHOLE] = min(_timed(partial(sender.whole, mebibytes, f"whole-{turn}")) for turn in range(rounds))
            risen = _peak(process) - before
            form = min(_timed(lambda: sender.form(mebibytes)) for _ in range(rounds))
            sender.connection.close()
        with Session(museum.engine) as session:
            kept = session.scalar(sa.select(sa.func.count()).select_from(AssetVersion)) or 0
    table(("", "MiB/s"), [(way, f"{mebibytes / seconds:.0f}") for way, seconds in {"form": form, **pieces}.items()])
    ratios = {way: form / seconds for way, seconds in pieces.items()}
    for way, ratio in ratios.items():
        print(f"{way} / form: {ratio:.2f} (goal {WHOLE_GOAL if way == WHOLE else GOAL})")
    print(f"{kept} photographs are kept")
    print(f"memory of the server rose by {risen:.0f} MiB (goal {MEMORY_GOAL})")
    return ratios


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    run(asked.megabytes, asked.rounds)


if __name__ == "__main__":
    main()
