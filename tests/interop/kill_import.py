"""Enter a table through the pages while its worker is killed again and again: rows in are rows out.

As a command it kills fifty times: python -m tests.interop.kill_import --kills 50 --rows 20000
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker import create_app
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import open_sign_in
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.cli import migrate
from museum_tracker.core.db import begin_write
from museum_tracker.figures.checking import find_differences
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow
from tests.interop.browsing import mapped, send

ROOT = Path(__file__).resolve().parents[2]
ENDED = {BatchState.APPLIED, BatchState.CHECKED}
PATIENCE = 300


@dataclass
class Survived:
    """What came out."""

    kills: int = 0
    seconds: float = 0
    objects: int = 0
    names: int = 0
    numbers: int = 0
    entered: int = 0
    told: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)


def table(rows: int) -> bytes:
    """A register of so many objects, each with a number and a name of its own."""
    lines = ["Số đăng ký;Tên hiện vật;Chất liệu", *(f"BTBG {n};Hiện vật {n};Gốm" for n in range(1, rows + 1))]
    return ("\n".join(lines) + "\n").encode()


class Worker:
    """A worker that can be killed and started anew."""

    def __init__(self, settings: config.Settings, chunk: int) -> None:
        self._command = [sys.executable, "-m", "tests.interop.killed_worker", settings.database, str(settings.home)]
        self._command.append(str(chunk))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.process is None:
            self.process = subprocess.Popen(self._command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})

    def kill(self) -> None:
        """End it with SIGKILL: it can do nothing about it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


def kill_import(
    app: Flask, browser: FlaskClient, settings: config.Settings, *, rows: int, chunk: int, kills: int, seed: int = 1
) -> Survived:
    """Send the table, try it, enter it, and kill the worker at random moments of the entering."""
    engine, chance, found = app.extensions["engine"], random.Random(seed), Survived()  # noqa: S311 - a test's own dice
    worker, begun = Worker(settings, chunk), time.monotonic()
    send(browser, table(rows), "so.csv")
    assert mapped(browser, app, 1) == 303
    try:
        browser.post("/nhap-du-lieu/1/chay-thu")
        worker.start()
        _until(engine, lambda batch: batch.state in ENDED)
        browser.post("/nhap-du-lieu/1/nhap")
        while (batch := _batch(engine)).state is not BatchState.APPLIED:
            assert time.monotonic() - begun < PATIENCE + 10 * kills, f"stuck: {batch.state} {batch.cursor}"
            browser.get("/nhap-du-lieu/1")
            if batch.state is BatchState.FAILED or _given_up(engine):
                browser.post("/nhap-du-lieu/1/nhap")  # a person goes on where it stopped
            worker.start()
            if found.kills < kills:
                found.kills += _kill_at_work(engine, worker, chance)
            time.sleep(0.05)
    finally:
        worker.kill()
    found.seconds = time.monotonic() - begun
    return _count(engine, found)


def _kill_at_work(engine: sa.Engine, worker: Worker, chance: random.Random) -> bool:
    """Wait until the entering goes on, and a moment more; then kill. Answers whether it was at work."""
    running = sa.text(
        "select count(*) from jobs where kind = 'interop.apply_import' and status = 'running' and token is not null"
    )
    before = _batch(engine).cursor
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            at_work = connection.scalar(running)
        batch = _batch(engine)
        if batch.state is not BatchState.APPLYING:
            return False
        if at_work and (batch.cursor != before or chance.random() < 0.05):
            time.sleep(chance.random() * 0.1)
            worker.kill()
            return _batch(engine).state is BatchState.APPLYING
        time.sleep(0.005)
    return False


def _batch(engine: sa.Engine) -> ImportBatch:
    with Session(engine) as session:
        batch = session.get_one(ImportBatch, 1)
        session.expunge(batch)
        return batch


def _given_up(engine: sa.Engine) -> bool:
    failed = sa.text("select status from jobs where kind = 'interop.apply_import' order by id desc limit 1")
    with engine.connect() as connection:
        return connection.scalar(failed) == "failed"


def _until(engine: sa.Engine, true: object) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true(_batch(engine)):  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def _count(engine: sa.Engine, found: Survived) -> Survived:
    with Session(engine) as session:
        batch = session.get_one(ImportBatch, 1)
        found.told = {"read": batch.rows_read, "created": batch.created, "rejected": batch.rejected}
        standing = Artifact.voided_at.is_(None)
        found.objects = session.scalar(sa.select(sa.func.count(Artifact.id)).where(standing)) or 0
        found.names = session.scalar(sa.select(sa.func.count(Artifact.name_vi.distinct())).where(standing)) or 0
        found.numbers = session.scalar(sa.select(sa.func.count(ArtifactNumber.text.distinct()))) or 0
        entered = sa.select(sa.func.count(ImportRow.id)).where(ImportRow.entered)
        found.entered = session.scalar(entered) or 0
        found.differences = [str(difference.message) for difference in find_differences(session)][:20]
    return found


def main() -> None:
    """Kill fifty times in a museum of its own, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--chunk", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = config.Settings(home=Path(folder), secret_key="test-key")
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        migrate.upgrade(app.extensions["engine"])
        browser = _signed_in(app)
        found = kill_import(
            app, browser, settings, rows=asked.rows, chunk=asked.chunk, kills=asked.kills, seed=asked.seed
        )
        app.extensions["engine"].dispose()
    print(found)
    whole = found.objects == found.names == found.numbers == found.told["created"] == found.told["read"] == asked.rows
    sys.exit(0 if whole and not found.differences else 1)


def _signed_in(app: Flask) -> FlaskClient:
    with Session(app.extensions["engine"], expire_on_commit=False) as session:
        begin_write(session)
        user = User(username="nguoi-nhap", name="Người nhập", role=Role.CATALOGUER)
        session.add(user)
        session.flush()
        identity = open_sign_in(session, user)
        session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = identity, True
    return browser


if __name__ == "__main__":
    main()
