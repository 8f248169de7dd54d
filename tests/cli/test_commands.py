"""The console command: help, exit codes, accounts, the database and its backups."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts import queries
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import find_signed_in, open_sign_in
from museum_tracker.backups import database as database_copies
from museum_tracker.backups.database import copy_sqlite
from museum_tracker.backups.manifest import row_counts
from museum_tracker.cli import backup as backup_module
from museum_tracker.cli import migrate
from museum_tracker.cli.backup import back_up
from museum_tracker.cli.base import Failed, text
from museum_tracker.cli.migrate import RowsLost
from museum_tracker.cli.program import COMMANDS, program
from museum_tracker.core.db import Base, session_scope

Run = Callable[..., Result]
PASSWORD = "trống đồng ngân vang"
ROOT = Path(__file__).resolve().parents[2]


def test_the_list_of_commands_is_printed_without_loading_any() -> None:
    code = (
        "import sys; from museum_tracker.cli.program import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m in {'flask', 'alembic', 'sqlalchemy.orm.session_', 'waitress', 'trimesh'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.rstrip().endswith("[]")
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_command_explains_itself_with_an_example_and_exit_codes(name: str, language: str) -> None:
    answer = CliRunner().invoke(program, [name, "--help"], env={"MUSEUM_LANGUAGE": language})
    assert answer.exit_code == 0
    assert f"museum-tracker {name}" in answer.output
    assert ("Mã kết thúc" if language == "vi" else "Exit codes") in answer.output


def test_an_unknown_command_is_a_mistake_of_use(run: Run) -> None:
    assert run("destroy").exit_code == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_commands_speak_the_museums_language(run: Run, language: str) -> None:
    answer = run("user", "password", "nobody", "--password-stdin", stdin=f"{PASSWORD}\n", MUSEUM_LANGUAGE=language)
    assert answer.exit_code == 1
    assert ("Không có ai" if language == "vi" else "Nobody has") in answer.output


def test_a_person_is_added_from_the_console(run: Run, engine: sa.Engine) -> None:
    added = run("user", "add", "Minh", "--name", "Trần Minh", "--role", "curator", "--password-stdin",
                stdin=f"{PASSWORD}\n")  # fmt: skip
    assert added.exit_code == 0, added.output
    with session_scope(engine) as session:
        user = session.scalars(sa.select(User).where(User.username == "minh")).one()
        assert (user.name, user.role) == ("Trần Minh", Role.CURATOR)
        assert user.password_hash.startswith("$argon2")


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["minh tran", "--role", "curator"], PASSWORD, "small letters"),
        (["minh", "--role", "curator"], "short", "at least 10"),
        (["he-thong", "--role", "curator"], PASSWORD, "is taken"),
    ],
)
def test_a_refused_person_leaves_no_trace(
    run: Run, engine: sa.Engine, arguments: list[str], stdin: str, says: str
) -> None:
    answer = run("user", "add", *arguments, "--password-stdin", stdin=f"{stdin}\n")
    assert answer.exit_code == 1
    assert says in answer.output
    with session_scope(engine) as session:
        assert session.scalar(sa.select(sa.func.count(User.id)).where(User.is_system.is_(False))) == 0


def test_a_new_password_from_the_console_ends_sessions(run: Run, engine: sa.Engine) -> None:
    run("user", "add", "minh", "--role", "viewer", "--password-stdin", stdin=f"{PASSWORD}\n")
    with session_scope(engine, write=True) as session:
        identity = open_sign_in(session, session.scalars(sa.select(User).where(User.username == "minh")).one())
        session.commit()
    answer = run("user", "password", "minh", "--password-stdin", stdin="một câu dễ nhớ khác\n")
    assert answer.exit_code == 0
    with session_scope(engine) as session:
        assert find_signed_in(session, identity) is None


def test_an_upgrade_of_a_current_database_changes_nothing(run: Run, settings: config.Settings) -> None:
    answer = run("db", "upgrade")
    assert (answer.exit_code, answer.output.strip()) == (0, "The database was up to date.")
    assert not (settings.instance / "backups").exists()


def test_commands_refuse_an_outdated_database(run: Run, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "heads", lambda: {"newer"})
    answer = run("user", "add", "minh", "--role", "viewer", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert answer.exit_code == 1
    assert "db upgrade" in answer.output


def test_an_upgrade_makes_a_backup_first(
    run: Run, engine: sa.Engine, settings: config.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "heads", lambda: {"newer"})
    monkeypatch.setattr(migrate, "upgrade", lambda _engine: None)
    monkeypatch.setattr(database_copies, "dump_postgresql", lambda _url, target, **_: target.write_text("dump"))
    (settings.instance / "backups").mkdir(parents=True, exist_ok=True)
    answer = run("db", "upgrade")
    assert answer.exit_code == 0, answer.output
    assert len(list((settings.instance / "backups").glob("museum-*[!n]"))) == 1


def test_without_pg_dump_the_operator_must_vouch(
    settings: config.Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database_copies.shutil, "which", lambda _name: None)
    elsewhere = settings.with_(database_url="postgresql+psycopg://museum@127.0.0.1:1/museum")
    with pytest.raises(Failed, match="no-backup"):
        back_up(elsewhere)
    assert back_up(elsewhere, accept_none=True) is None


def test_a_backup_is_a_whole_readable_copy(tmp_path: Path) -> None:
    source, target = tmp_path / "a.db", tmp_path / "copies" / "b.db"
    with closing(sqlite3.connect(source)) as database:
        database.execute("pragma journal_mode=wal")
        database.execute("create table things (name text)")
        database.execute("insert into things values ('trống đồng')")
        database.commit()
        copy_sqlite(source, target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("select name from things").fetchall() == [("trống đồng",)]
    assert [path.name for path in target.parent.iterdir()] == ["b.db"]


def test_only_the_last_ten_backups_are_kept(settings: config.Settings) -> None:
    folder = settings.instance / "backups"
    folder.mkdir(parents=True)
    for number in range(12):
        (folder / f"museum-20200101-0000{number:02}.db").touch()
    backup_module._forget_old(folder)
    assert len(list(folder.iterdir())) == 10
    assert not (folder / "museum-20200101-000000.db").exists()


def test_a_migration_that_loses_rows_is_undone(
    engine: sa.Engine, session: Session, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.commit()

    def careless(settings: object, revision: str) -> None:
        connection = settings.attributes["connection"]  # type: ignore[attr-defined]
        connection.execute(sa.text("delete from users where is_system = :no"), {"no": False})

    monkeypatch.setattr(command, "upgrade", careless)
    with engine.connect() as connection:
        before = row_counts(connection)
    with pytest.raises(RowsLost, match="users"):
        migrate.upgrade(engine)
    with engine.connect() as connection:
        assert row_counts(connection) == before


def test_an_upgrade_fills_an_empty_database_with_what_the_museum_needs(run: Run, engine: sa.Engine) -> None:
    with engine.execution_options(write=True).begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(sa.text("drop table alembic_version"))
    answer = run("db", "upgrade")
    assert answer.output.strip() == "The database is up to date now."
    assert migrate.is_current(engine)
    with session_scope(engine) as session:
        assert queries.system_user(session).is_system


def test_texts_of_commands_are_vietnamese_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUSEUM_LANGUAGE", raising=False)
    assert text("Exit codes") == "Mã kết thúc"
