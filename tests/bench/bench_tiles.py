"""Tiles of a large photograph for 1, 8 and 32 connections at once: ours, a bare Flask with libvips, and iipsrv.

    python -m tests.bench.bench_tiles --megapixels 100 --seconds 3

Each is asked for the same tiles in the same order over connections that stay open; ours by a signed-in reader. Told are
tiles a second by the clock and the server's processor time for a tile, which a busy machine changes less. iipsrv takes
part where Debian's iipimage-server and lighttpd are installed, without its cache, as in performance.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyvips
import waitress
from flask import Flask

from museum_tracker import create_app
from museum_tracker.media.kinds.image.pyramid import Level, levels_of, read_tile
from museum_tracker.media.preparing import RECIPE
from museum_tracker.media.storage import derived_key
from museum_tracker.media.stores import storage_of
from tests.bench.bench_pictures import cut_by_libvips, make_master
from tests.bench.bench_search import sign_in
from tests.bench.measuring import table
from tests.bench.museum import temporary_museum
from tests.bench.serving import THREADS, cookie_of, serving

GOAL = 2.0
CONNECTIONS = (1, 8, 32)
TILES = 400
SHA256 = "ab" * 32
IIPSRV = Path("/usr/lib/iipimage-server/iipsrv.fcgi")
LIGHTTPD = """
server.modules = ("mod_fastcgi")
server.document-root = "{folder}"
server.bind = "127.0.0.1"
server.port = {port}
server.max-keep-alive-requests = 100000
fastcgi.server = ("/fcgi" => ((
  "bin-path" => "{program}", "socket" => "{folder}/fcgi", "max-procs" => 2, "check-local" => "disable",
  "bin-environment" => ("FILESYSTEM_PREFIX" => "{folder}", "MAX_IMAGE_CACHE_SIZE" => "0", "JPEG_QUALITY" => "88",
                        "LOGFILE" => "/dev/null", "VERBOSITY" => "0"))))
"""


@dataclass(frozen=True)
class Side:
    """A server of tiles: where it listens, its process, and how a tile is asked for."""

    port: int
    process: int
    address: str
    cookie: str = ""

    def request(self, level: Level, place: tuple[int, int]) -> bytes:
        """The request for the tile in a column and row."""
        column, row = place
        path = self.address.format(column=column, row=row, number=row * level.columns + column)
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode()

    def busy_seconds(self) -> float:
        """Processor time of the server and all that it has started."""
        first = psutil.Process(self.process)
        return sum(sum(one.cpu_times()[:2]) for one in (first, *first.children(recursive=True)))


class Reader(threading.Thread):
    """One connection that asks for one tile after the other until the time has come."""

    def __init__(self, side: Side, requests: list[bytes], until: float) -> None:
        super().__init__(daemon=True)
        self.side, self.requests, self.until = side, requests, until
        self.done = 0

    def run(self) -> None:
        """Ask and count."""
        with socket.create_connection(("127.0.0.1", self.side.port)) as line, line.makefile("rb") as answers:
            while time.perf_counter() < self.until:
                line.sendall(self.requests[self.done % len(self.requests)])
                assert read_answer(answers).startswith(b"\xff\xd8")
                self.done += 1


def read_answer(answers: object) -> bytes:
    """The body of an answer."""
    status, length = answers.readline(), 0  # type: ignore[attr-defined]
    assert b" 200 " in status, status
    while (line := answers.readline()) not in {b"\r\n", b""}:  # type: ignore[attr-defined]
        if line.lower().startswith(b"content-length:"):
            length = int(line[15:])
    return answers.read(length)  # type: ignore[attr-defined]


def measure(side: Side, level: Level, connections: int, seconds: float) -> tuple[float, float]:
    """Tiles a second, and milliseconds of the server's processor a tile."""
    places = [(column, row) for row in range(level.rows - 1) for column in range(level.columns - 1)]
    requests = [side.request(level, place) for place in random.Random(1).choices(places or [(0, 0)], k=TILES)]  # noqa: S311
    busy, begun = side.busy_seconds(), time.perf_counter()
    readers = [Reader(side, requests[number:] + requests[:number], begun + seconds) for number in range(connections)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    done = sum(reader.done for reader in readers)
    return done / (time.perf_counter() - begun), (side.busy_seconds() - busy) / max(done, 1) * 1000


@contextmanager
def _ours(pyramid: Path, level: int) -> Iterator[Side]:
    with temporary_museum() as museum:
        app = create_app(museum.settings)
        cookie = cookie_of(sign_in(app, museum.engine))
        app.extensions["engine"].dispose()
        kept = storage_of(museum.settings).local_path(derived_key(SHA256, RECIPE, "pyramid-1.tif"))
        kept.parent.mkdir(parents=True)
        shutil.copy(pyramid, kept)
        with serving(museum) as (port, process):
            yield Side(port, process, f"/tep/{SHA256}/manh/1/{level}/{{column}}_{{row}}.jpg", cookie)


@contextmanager
def bare(pyramid: Path) -> Iterator[Side]:
    command = [sys.executable, "-m", "tests.bench.bench_tiles", "--serve", str(pyramid)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Side(int(process.stdout.readline()), process.pid, "/{column}/{row}")
        finally:
            process.terminate()


@contextmanager
def _iipsrv(pyramid: Path, level: int) -> Iterator[Side]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    written = pyramid.parent / "lighttpd.conf"
    written.write_text(LIGHTTPD.format(folder=pyramid.parent, port=port, program=IIPSRV), encoding="utf-8")
    with subprocess.Popen([str(shutil.which("lighttpd")), "-D", "-f", str(written)]) as process:
        try:
            until = time.monotonic() + 10
            while time.monotonic() < until:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield Side(port, process.pid, f"/fcgi?FIF=/{pyramid.name}&JTL={level},{{number}}")
        finally:
            process.terminate()


def serve_bare(pyramid: Path) -> None:
    """A bare Flask that has libvips cut and encode each tile."""
    level, app = levels_of(pyramid)[-1], Flask("tiles")

    def tile(column: int, row: int) -> tuple[bytes, dict[str, str]]:
        return cut_by_libvips(pyramid, level, 0, column, row).jpegsave_buffer(Q=88), {"Content-Type": "image/jpeg"}

    app.add_url_rule("/<int:column>/<int:row>", view_func=tile)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    print(server.effective_port, flush=True)
    server.run()


def make_pyramid(folder: Path, megapixels: float) -> Path:
    """The pyramid of an invented photograph."""
    pyramid, master = folder / "pyramid.tif", make_master(folder / "master.tif", megapixels)
    options = {"tile": True, "tile_width": 512, "tile_height": 512, "pyramid": True, "bigtiff": True}
    picture = pyvips.Image.new_from_file(str(master), access="sequential")
    picture.tiffsave(str(pyramid), compression="jpeg", Q=88, **options)
    return pyramid


def are_the_pyramids_own(pyramid: Path, level: Level) -> bool:
    """Whether tiles as we give them are bit by bit those of the pyramid."""
    for column, row in ((0, 0), (level.columns // 2, level.rows // 2)):
        jpeg = read_tile(pyramid, level, column, row)
        theirs = cut_by_libvips(pyramid, level, 0, column, row)
        if jpeg is None or (pyvips.Image.new_from_buffer(jpeg, "") - theirs).abs().max() > 0:
            return False
    return True


def run(megapixels: float, seconds: float) -> dict[str, dict[int, tuple[float, float]]]:
    """Print what each server does for so many connections; answer it too."""
    found: dict[str, dict[int, tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        pyramid = make_pyramid(Path(name), megapixels)
        levels = levels_of(pyramid)
        last = len(levels) - 1
        sides = {
            "ours": stack.enter_context(_ours(pyramid, last)),
            "Flask, libvips": stack.enter_context(bare(pyramid)),
        }
        if IIPSRV.exists() and shutil.which("lighttpd"):
            sides["iipsrv"] = stack.enter_context(_iipsrv(pyramid, last))
        for way, side in sides.items():
            found[way] = {many: measure(side, levels[-1], many, seconds) for many in CONNECTIONS}
        same = are_the_pyramids_own(pyramid, levels[-1])
    _tell(found, same=same)
    return found


def _tell(found: dict[str, dict[int, tuple[float, float]]], *, same: bool) -> None:
    rows = [(way, *(f"{rate:.0f}/s, {busy:.2f} ms" for rate, busy in told.values())) for way, told in found.items()]
    table(("", *(f"{many} connections" for many in CONNECTIONS)), rows)
    for way in found.keys() - {"ours"}:
        ratios = [found["ours"][many][0] / found[way][many][0] for many in CONNECTIONS]
        print(f"ours / {way}: {', '.join(f'{ratio:.1f}' for ratio in ratios)} times as many tiles (goal {GOAL})")
    print("our tiles are the pyramid's own, bit by bit" if same else "THE TILES DIFFER FROM THE PYRAMID")


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megapixels", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.serve:
        serve_bare(asked.serve)
    else:
        run(asked.megapixels, asked.seconds)


if __name__ == "__main__":
    main()
