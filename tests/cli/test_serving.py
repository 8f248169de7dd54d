"""The server and its workers: started together, ended together, even when the server is killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import config
from museum_tracker.cli import serve as serve_module
from museum_tracker.cli.processes import environment
from museum_tracker.core.db import session_scope
from museum_tracker.jobs.models import Job, JobStatus, WorkerSign
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.stores import storage_of

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="signals are sent as POSIX knows them"),
    pytest.mark.one_engine,
]


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.1)


def workers(engine: sa.Engine) -> set[int]:
    """Process ids of the workers that gave a sign of life."""
    with session_scope(engine) as session:
        return {int(name.split(":")[1]) for name in session.scalars(sa.select(WorkerSign.name))}


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process}/stat").read_text().split()[2]


@contextmanager
def server(environ: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server and its address."""
    command = [sys.executable, "-m", "museum_tracker.cli", "serve", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "http://" in line)
            yield process, "http://127.0.0.1:" + line.split("localhost:", 1)[1].split()[0]
        finally:
            process.kill()


def health(address: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:  # noqa: S310 - our own server
            told: dict[str, Any] = json.load(answer)
            return told
    except urllib.error.URLError:
        return {"status": "unreachable"}


def job_status(engine: sa.Engine, job_id: int) -> JobStatus:
    with session_scope(engine) as session:
        return session.get_one(Job, job_id).status


def test_serve_runs_web_and_worker_and_one_interrupt_ends_both(engine: sa.Engine, environ: dict[str, str]) -> None:
    with server(environ) as (process, address):
        until(lambda: health(address)["status"] == "ok")
        with session_scope(engine, write=True) as session:
            job = enqueue(session, "jobs.sweep")
            session.commit()
        until(lambda: job_status(engine, job) is JobStatus.DONE)
        (worker,) = workers(engine)
        os.killpg(process.pid, signal.SIGINT)  # Ctrl+C goes to all that the terminal runs
        assert process.wait(30) == 0
        assert process.stdout is not None
        last = process.stdout.read()
        assert "Stopped." in last
        assert "Fatal" not in last, last
        assert not is_alive(worker)
    assert workers(engine) == set()


def test_workers_of_a_killed_server_end_by_themselves_and_a_killed_worker_is_replaced(
    engine: sa.Engine, environ: dict[str, str]
) -> None:
    with server(environ) as (process, _address):
        until(lambda: len(workers(engine)) == 1)
        (first,) = workers(engine)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(workers(engine)) == 2)
        (second,) = workers(engine) - {first}
        process.kill()
        process.wait(10)
        until(lambda: not is_alive(second))


def test_a_taken_port_is_told_before_anything_is_touched(run: Callable[..., Any]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = run("serve", "--port", str(port))
    assert answer.exit_code == 1
    assert f"Port {port} is taken" in answer.output
    assert f"--port {port + 1}" in answer.output


def test_the_server_refuses_a_folder_of_files_that_lost_its_mark(
    run: Callable[..., Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:

    def lost(session: object, storage: Any) -> None:
        storage.check()

    monkeypatch.setattr(serve_module, "ensure_storage", lost)
    answer = run("serve", "--port", "0")
    assert answer.exit_code == 1
    assert "disk" in answer.output
    assert not storage_of(settings).is_marked()


def test_children_read_the_same_settings(settings: Any) -> None:

    own = settings.with_(workers=3, https=True, demo=True)
    given = {name: value for name, value in environment(own).items() if name.startswith("MUSEUM_")}
    assert config.load(given) == own
