"""A database is in use while any process has it open, and nobody opens it while a backup is put back."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from museum_tracker.core.database_lock import BeingRestored, DatabaseInUse, held_alone
from museum_tracker.core.db import make_engine

HOLDER = """
import sys
from museum_tracker.core.db import make_engine
engine = make_engine(sys.argv[1])
with engine.connect() as connection:
    connection.exec_driver_sql("select 1")
print("open", flush=True)
sys.stdin.read()
"""


def hold(url: str) -> subprocess.Popen[str]:
    """Another process that has the database open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_a_database_that_another_process_has_open_is_in_use_until_that_ends(bare_url: str):
    url, process = sa.make_url(bare_url), hold(bare_url)
    with pytest.raises(DatabaseInUse), held_alone(url):
        pass
    end(process)
    with held_alone(url):
        pass


def test_a_killed_process_no_longer_holds_it(bare_url: str):
    process = hold(bare_url)
    process.kill()
    end(process)
    with held_alone(sa.make_url(bare_url)):
        pass


def test_nobody_opens_it_while_it_is_held_alone_but_the_holder(bare_url: str):
    own = make_engine(bare_url)
    with held_alone(sa.make_url(bare_url)):
        with own.connect() as connection:
            assert connection.scalar(sa.text("select 1")) == 1
        process = subprocess.run(
            [sys.executable, "-c", HOLDER, bare_url],
            input="",
            capture_output=True,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
        assert process.returncode != 0
        assert BeingRestored.__name__ in process.stderr
        own.dispose()
    end(hold(bare_url))


@pytest.mark.one_engine("sqlite")
@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights with folders")
def test_a_sqlite_database_and_what_lies_beside_it_are_their_owners_alone(tmp_path: Path):
    engine = make_engine(f"sqlite:///{tmp_path / 'instance' / 'museum.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t (x)")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "instance").iterdir()}
    engine.dispose()
    assert {"museum.db", "museum.db-wal", "museum.db.in-use"} <= set(modes)
    assert set(modes.values()) == {0o600}
    (tmp_path / "instance" / "museum.db").chmod(0o644)
    make_engine(f"sqlite:///{tmp_path / 'instance' / 'museum.db'}").dispose()
    assert stat.S_IMODE((tmp_path / "instance" / "museum.db").stat().st_mode) == 0o600
