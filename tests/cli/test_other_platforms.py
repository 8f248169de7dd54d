"""What Windows lacks is guarded: the program starts and works without the modules and calls that only POSIX has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from museum_tracker.media.disk import put_in_place

ROOT = Path(__file__).resolve().parents[2]
AS_ON_WINDOWS = """
import asyncio, errno, multiprocessing.pool, os, shutil, signal, socket, subprocess, sys, tarfile, types
import click, psutil, waitress  # what others do by platform they have settled by now: only our own code is tried
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
for name in ("killpg", "fork", "getuid", "geteuid", "statvfs", "setsid", "getpgid"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGHUP", "SIGUSR1", "SIGALRM", "SIGQUIT"):
    if hasattr(signal, name):
        delattr(signal, name)
del errno.EDQUOT
locked = []
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *given: locked.append(given))
"""
IMPORTS = """
import importlib, pkgutil
import museum_tracker
for module in pkgutil.walk_packages(museum_tracker.__path__, "museum_tracker."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""
UPLOAD = """
import tempfile, pathlib
from museum_tracker.media import uploads
part = pathlib.Path(tempfile.mkdtemp(), "a.part")
part.touch()
with uploads._locked(part) as file:
    file.write(b"x")
assert len(locked) == 1 and locked[0][1:] == (2, 1), locked
"""
START = """
import config
from museum_tracker import create_app
from museum_tracker.cli.database import bring_up_to_date
from museum_tracker.cli.serve import require_port
settings = config.load()
bring_up_to_date(settings)
require_port(settings)
app = create_app(settings)
assert app.test_client().get("/healthz").status_code == 200
assert app.test_client().get("/bat-dau").status_code == 200
script = app.test_client().get("/tinh/js/house.js")
assert script.content_type.startswith("text/javascript"), script.content_type
app.extensions["engine"].dispose()
"""
LIMITS = """
from museum_tracker.media.convert_file import _limit_this_process
from museum_tracker.media.kinds.base import Limits
_limit_this_process(Limits())
"""


def run(script: str, tmp_path: Path, **environ: str) -> None:
    """Run a script in a fresh interpreter that knows no more than Windows has."""
    home = {"MUSEUM_HOME": str(tmp_path), "MUSEUM_DATABASE_URL": "", "MUSEUM_PORT": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", AS_ON_WINDOWS + script],
        cwd=ROOT,
        env={**os.environ, **home, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_every_module_is_importable_without_posix(tmp_path: Path) -> None:
    run(IMPORTS, tmp_path)


def test_the_database_is_made_and_pages_are_served_without_posix(tmp_path: Path) -> None:
    run(START, tmp_path)


def test_an_upload_is_locked_the_way_windows_does_and_conversions_start_without_limits(tmp_path: Path) -> None:
    run(UPLOAD + LIMITS, tmp_path)


def test_scripts_are_sent_as_scripts_whatever_a_registry_says(tmp_path: Path) -> None:
    lie = "import mimetypes; mimetypes.add_type('text/plain', '.js')\n"
    run(lie + START, tmp_path)


def test_a_copy_that_somebody_looks_at_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held_open(*_given: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    target, fresh = tmp_path / "kept", tmp_path / "fresh"
    fresh.write_bytes(b"same recipe")
    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(PermissionError):
        put_in_place(fresh, target)
    target.write_bytes(b"same recipe")
    put_in_place(fresh, target)
    assert target.read_bytes() == b"same recipe"
