"""Restoring is one command: it refuses what it must not touch, and ends in compared rows and hashes."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.cli import restore_database as module
from museum_tracker.cli.restore import restore
from museum_tracker.core.db import begin_write, make_engine
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.media.storage import original_key
from museum_tracker.media.stores import storage_of
from tests.factories.catalogue import make_artifact
from tests.factories.media import attach_bytes, jpeg, open_storage

Run = Callable[..., Result]
# Backups of PostgreSQL are pg_dump's own; its way back is tested without a server.
pytestmark = pytest.mark.one_engine("sqlite")


@pytest.fixture
def backup(session: Session, deed: ChangeSet, settings: Settings, run: Run, engine: sa.Engine) -> Path:
    """A backup of a museum with one object and its picture; an object was added since."""
    storage = open_storage(session, settings)
    attach_bytes(session, storage, make_artifact(session, deed, name="Bình"), deed, jpeg())
    session.execute(sa.update(AssetVersion).values(state=VersionState.READY))
    session.commit()
    assert run("db", "backup").exit_code == 0
    begin_write(session)
    make_artifact(session, deed, name="Thêm sau")
    session.commit()
    session.close()
    engine.dispose()
    (made,) = (settings.instance / "backups").glob("museum-*.db")
    return made


def names(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(session.scalars(sa.select(Artifact.name_vi)))


def test_a_backup_comes_back_with_rows_and_hashes_compared(
    backup: Path, run: Run, engine: sa.Engine, settings: Settings
):
    assert names(engine) == ["Bình", "Thêm sau"]
    engine.dispose()
    answer = run("db", "restore", str(backup))
    assert answer.exit_code == 0, answer.output
    assert "1 intact, 0 missing, 0 changed" in answer.output
    assert "as counted in the backup" in answer.output
    assert names(engine) == ["Bình"]
    (kept,) = (path for path in (settings.instance / "backups").glob("museum-*.db") if path != backup)
    before = make_engine(f"sqlite:///{kept}")
    assert names(before) == ["Bình", "Thêm sau"]
    before.dispose()


def test_the_oldest_backup_can_be_restored_though_only_ten_are_kept(backup: Path, run: Run, engine: sa.Engine):
    engine.dispose()
    old = backup.with_name("museum-20200101-000000.db")
    backup.rename(old)
    for number in range(12):
        (backup.parent / f"museum-20210101-0000{number:02}.db").write_bytes(b"x")
    assert run("db", "restore", str(old)).exit_code == 0
    assert names(engine) == ["Bình"]
    assert old.exists()


def test_missing_and_changed_originals_are_told_and_fail_the_command(
    backup: Path, run: Run, engine: sa.Engine, settings: Settings
):
    with Session(engine) as session:
        sha256 = session.scalars(sa.select(AssetVersion.sha256)).one()
    engine.dispose()
    path = storage_of(settings).local_path(original_key(sha256))
    path.chmod(0o600)
    path.write_bytes(b"changed")
    changed = run("db", "restore", str(backup))
    assert (changed.exit_code, "1 changed" in changed.output) == (1, True)
    path.unlink()
    missing = run("db", "restore", str(backup))
    assert (missing.exit_code, sha256 in missing.output) == (1, True)
    assert names(engine) == ["Bình"]


def test_a_damaged_database_is_laid_aside_and_the_backup_takes_its_place(
    backup: Path, run: Run, engine: sa.Engine, settings: Settings
):
    engine.dispose()
    place = Path(engine.url.database or "")
    place.write_bytes(place.read_bytes()[:4096] + b"\0" * 200_000)
    answer = run("db", "restore", str(backup))
    assert answer.exit_code == 0, answer.output
    assert "damaged database was laid aside" in answer.output
    (aside,) = (settings.instance / "backups").glob("damaged-*.db")
    assert aside.stat().st_size == 204_096
    assert names(engine) == ["Bình"]


def test_a_running_museum_is_not_restored_over(backup: Path, run: Run, engine: sa.Engine):
    with engine.connect():
        answer = run("db", "restore", str(backup))
    assert (answer.exit_code, "is running" in answer.output) == (1, True)
    engine.dispose()
    assert run("db", "restore", str(backup)).exit_code == 0


def test_another_museums_database_is_never_overwritten(backup: Path, run: Run, engine: sa.Engine):
    with Session(engine) as session:
        begin_write(session)
        first = session.scalars(sa.select(User).order_by(User.id).limit(1)).one()
        first.created_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        session.commit()
    engine.dispose()
    answer = run("db", "restore", str(backup))
    assert (answer.exit_code, "another museum" in answer.output) == (1, True)
    assert names(engine) == ["Bình", "Thêm sau"]


def test_a_damaged_changed_or_foreign_file_is_refused(backup: Path, run: Run, engine: sa.Engine, tmp_path: Path):
    other = tmp_path / "khác.db"
    other.write_bytes(b"not a database")
    assert "not a backup" in run("db", "restore", str(other)).output
    with closing(sqlite3.connect(tmp_path / "empty.db")) as empty:
        empty.execute("create table t (x)")
    assert "not a Museum Tracker database" in run("db", "restore", str(tmp_path / "empty.db")).output
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    assert "hash differs" in run("db", "restore", str(backup)).output
    backup.with_name(backup.name + ".json").unlink()
    assert "damaged" in run("db", "restore", str(backup)).output
    backup.write_bytes(whole)
    assert names(engine) == ["Bình", "Thêm sau"]


def test_a_backup_of_a_newer_program_is_refused(backup: Path, run: Run, tmp_path: Path):
    newer = tmp_path / "newer.db"
    newer.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(newer)) as made:
        made.execute("update alembic_version set version_num = '9999'")
        made.commit()
    assert "newer program" in run("db", "restore", str(newer)).output


def test_an_empty_place_takes_a_backup_without_any_other_step(backup: Path, settings: Settings, tmp_path: Path):
    home = tmp_path / "máy mới"
    moved = settings.with_(home=home, database_url="")
    (home / "uploads").mkdir(parents=True)
    found = restore(moved, backup)
    assert sum(found.files.values()) == 1
    with closing(sqlite3.connect(home / "instance" / "museum.db")) as there:
        assert there.execute("select name_vi from artifacts").fetchall() == [("Bình",)]


def test_postgresql_is_restored_whole_or_not_at_all(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: list[list[str]] = []

    class Done:
        returncode, stderr = 1, "no such role"

    monkeypatch.setattr(module.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(module.subprocess, "run", lambda command, **_options: asked.append(command) or Done())
    url = sa.make_url("postgresql+psycopg://curator:secret@db/museum")
    with pytest.raises(module.Failed, match="no such role"):
        module.put_back(url, tmp_path / "m.dump")
    assert {"--single-transaction", "--clean", "--exit-on-error"} <= set(asked[0])
    assert not any("secret" in word for word in asked[0])
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    with pytest.raises(module.Failed, match="pg_restore"):
        module.put_back(url, tmp_path / "m.dump")


def test_the_list_beside_a_backup_names_its_originals(backup: Path):
    told = json.loads(backup.with_name(backup.name + ".json").read_text(encoding="utf-8"))
    assert told["counts"]["artifacts"] == 1
    assert [key.split("/")[0] for key in told["files"]] == ["originals"]
    assert told["museum"].startswith("he-thong ")
