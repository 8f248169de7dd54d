"""A whole backup comes back on a new machine: rows, hashes and figures compared, nothing swept until seen."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.backups import database as copies
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import make_engine
from museum_tracker.history.models import ChangeItem
from museum_tracker.jobs.models import Job
from museum_tracker.media.sweeping_pause import find_pause
from tests.backups.conftest import PICTURE, PROOF, Run, snapshots
from tests.tools.postgres import binaries


@pytest.fixture
def backup(museum: Settings, run: Run, disk: Path) -> Path:
    """A backup of that museum, on the disk."""
    answer = run("backup", "--to", str(disk))
    assert answer.exit_code == 0, answer.output
    return disk


def kept(home: Path) -> set[bytes]:
    folders = (home / "uploads" / name for name in ("originals", "evidence"))
    return {path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.one_engine("sqlite")
def test_a_new_machine_holds_everything_after_one_command(backup: Path, run: Run, tmp_path: Path, museum: Settings):
    home = tmp_path / "máy mới"
    answer = run("restore", str(backup), MUSEUM_HOME=str(home), MUSEUM_DATABASE_URL="")
    assert answer.exit_code == 0, answer.output
    assert "2 intact, 0 missing, 0 changed" in answer.output
    assert "as counted in the backup" in answer.output
    assert "0 differ; recounted from the facts, 0 differ" in answer.output
    assert kept(home) == {PICTURE, PROOF}
    assert (home / "instance" / "secret_key").read_text() == (museum.instance / "secret_key").read_text()
    with closing(sqlite3.connect(home / "instance" / "museum.db")) as there:
        assert there.execute("select name_vi from artifacts").fetchall() == [("Bình",)]
    engine = make_engine(f"sqlite:///{home / 'instance' / 'museum.db'}")
    with Session(engine) as session:
        assert find_pause(session) is not None
        assert session.scalars(sa.select(Job.kind).where(Job.kind == "media.remake")).all() == []
    engine.dispose()


def test_damaged_and_missing_files_are_taken_from_the_backup_and_later_records_go(
    backup: Path, run: Run, museum: Settings, engine: sa.Engine, add_picture: Callable[[int], None]
):
    add_picture(9)
    originals = [path for path in (museum.uploads / "originals").rglob("*") if path.is_file()]
    old = next(path for path in originals if path.read_bytes() == PICTURE)
    old.write_bytes(b"rotten")
    (proof,) = (path for path in (museum.uploads / "evidence").rglob("*") if path.is_file())
    proof.unlink()
    answer = run("restore", str(backup))
    assert answer.exit_code == 0, answer.output
    assert {PICTURE, PROOF} < kept(museum.home)  # and the newer picture waits: nobody sweeps it
    with Session(engine) as session:
        assert session.scalars(sa.select(Artifact.name_vi)).all() == ["Bình"]
        assert find_pause(session) is not None


def test_a_file_that_is_nowhere_is_named_and_people_are_told(
    backup: Path, run: Run, museum: Settings, engine: sa.Engine
):
    for folder in (museum.uploads / "originals", backup / "files" / "originals"):
        next(path for path in folder.rglob("*") if path.is_file()).unlink()
    answer = run("restore", str(backup))
    assert (answer.exit_code, "1 intact, 1 missing, 0 changed" in answer.output) == (1, True), answer.output
    with engine.connect() as connection:
        assert connection.scalar(sa.text("select count(*) from damaged_files where healed_at is null")) == 1


def test_a_rotten_copy_in_the_backup_never_takes_the_place_of_a_file(backup: Path, run: Run, museum: Settings):
    (original,) = (path for path in (museum.uploads / "originals").rglob("*") if path.is_file())
    next(path for path in (backup / "files" / "originals").rglob("*") if path.is_file()).write_bytes(b"rotten")
    assert run("restore", str(backup)).exit_code == 0
    original.unlink()
    assert run("restore", str(backup)).exit_code == 1
    assert not original.exists()


def test_a_backup_with_a_damaged_database_is_passed_over_for_the_last_good_one(
    backup: Path, run: Run, museum: Settings, engine: sa.Engine, add_picture: Callable[[int], None]
):
    add_picture(9)
    assert run("backup", "--to", str(backup)).exit_code == 0
    newest = snapshots(backup)[-1]
    next(path for path in newest.iterdir() if path.suffix in {".db", ".dump"}).write_bytes(b"rotten")
    assert "has changed" in run("restore", str(newest)).output
    run("backup", "verify", str(backup))
    answer = run("restore", str(backup))
    assert answer.exit_code == 0, answer.output
    with Session(engine) as session:
        assert session.scalars(sa.select(Artifact.name_vi)).all() == ["Bình"]


def test_a_restore_refuses_while_anybody_has_the_database_open(backup: Path, run: Run, engine: sa.Engine):
    with engine.connect():
        answer = run("restore", str(backup))
    assert (answer.exit_code, "is running" in answer.output) == (1, True)
    engine.dispose()
    assert run("restore", str(backup)).exit_code == 0


def test_a_figure_that_moved_is_told(backup: Path, run: Run):
    account = next(
        path for path in snapshots(backup)[-1].iterdir() if path.name.startswith("museum.") and path.suffix == ".json"
    )
    told = json.loads(account.read_text(encoding="utf-8"))
    told["figures"]["collected"] = [99, 99]
    account.write_text(json.dumps(told), encoding="utf-8")
    answer = run("restore", str(backup))
    assert (answer.exit_code, "1 differ; recounted" in answer.output) == (1, True), answer.output


def test_a_portable_copy_of_either_engine_is_restored_into_the_other_shape_whole(
    museum: Settings, run: Run, disk: Path, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
):
    """PostgreSQL without pg_dump is copied row by row into a SQLite file, and comes back from it."""
    monkeypatch.setattr(copies.shutil, "which", lambda _program: None)
    with Session(engine) as session:
        items = session.scalar(sa.select(sa.func.count()).where(ChangeItem.before.is_(None)))
    engine.dispose()
    answer = run("backup", "--to", str(disk))
    assert answer.exit_code == 0, answer.output
    assert (snapshots(disk)[-1] / "museum.db").is_file()
    with engine.begin() as connection:
        connection.execute(sa.text("update artifacts set name_vi = 'khác'"))
    engine.dispose()
    answer = run("restore", str(disk))
    assert answer.exit_code == 0, answer.output
    with Session(engine) as session:
        assert session.scalars(sa.select(Artifact.name_vi)).all() == ["Bình"]
        assert session.scalar(sa.select(sa.func.count()).where(ChangeItem.before.is_(None))) == items
        session.add(ChangeItem(change_set_id=1, entity="artifact", entity_id=1))
        session.commit()  # ids go on where they were


@pytest.mark.one_engine("pg")
def test_postgresqls_own_dump_comes_back_whole(
    museum: Settings, run: Run, disk: Path, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", f"{binaries()}{os.pathsep}{os.environ['PATH']}")
    assert run("backup", "--to", str(disk)).exit_code == 0
    assert (snapshots(disk)[-1] / "museum.dump").is_file()
    assert run("backup", "verify", str(disk)).exit_code == 0
    with engine.begin() as connection:
        connection.execute(sa.text("update artifacts set name_vi = 'khác'"))
    engine.dispose()
    answer = run("restore", str(disk))
    assert answer.exit_code == 0, answer.output
    with Session(engine) as session:
        assert session.scalars(sa.select(Artifact.name_vi)).all() == ["Bình"]
