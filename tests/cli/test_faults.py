"""What is wrong outside the program – a setting, the disk, the database – is told in a sentence, not a traceback."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result

import config
from museum_tracker.backups.database import copy_sqlite
from museum_tracker.cli import migrate, usage
from museum_tracker.cli.database import db
from museum_tracker.cli.faults import explain

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The console speaks Vietnamese, and its own words afterwards."""
    monkeypatch.delenv("MUSEUM_LANGUAGE", raising=False)
    for speaker in usage.SPEAKERS:
        monkeypatch.setattr(speaker, "_", getattr(speaker, "_", str), raising=False)
        monkeypatch.setattr(speaker, "ngettext", getattr(speaker, "ngettext", None), raising=False)
    usage.speak()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PORT", "abc", "0–65535"),
        ("PORT", "99999", "0–65535"),
        ("THREADS", "0", "1–1024"),
        ("SESSION_HOURS", "²", "1–8760"),
        ("LANGUAGE", "fr", "vi, en"),
        ("TIMEZONE", "Mars/Olympus", "Asia/Ho_Chi_Minh"),
        ("TIMEZONE", "../../etc/passwd", "Asia/Ho_Chi_Minh"),
        ("HTTPS", "maybe", "true, false"),
    ],
)
def test_a_setting_that_cannot_be_used_names_itself_and_what_can(run: Run, name: str, value: str, allowed: str) -> None:
    answer = run("db", "upgrade", **{f"MUSEUM_{name}": value})
    assert answer.exit_code == 1
    assert f"MUSEUM_{name}" in answer.output
    assert value in answer.output
    assert allowed in answer.output


def test_settings_are_read_as_their_types() -> None:
    read = config.load({"MUSEUM_PORT": " 80 ", "MUSEUM_LOG_LEVEL": "debug", "MUSEUM_HTTPS": "yes"})
    assert (read.port, read.log_level, read.https) == (80, "debug", True)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "MUSEUM_DATABASE_URL is not understood"),
        ("mysql://museum@host/name", "MUSEUM_DATABASE_URL is not understood"),
        ("postgresql+psycopg://museum:very-secret@127.0.0.1:1/name", "does not answer"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(run: Run, url: str, says: str) -> None:
    answer = run("figures", "check", MUSEUM_DATABASE_URL=url)
    assert answer.exit_code == 1
    assert says in answer.output
    assert "very-secret" not in answer.output


@pytest.mark.one_engine
def test_a_damaged_database_is_named_with_the_way_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken" / "instance" / "museum.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"not a database at all" * 500)
    for command in (("figures", "check"), ("db", "backup"), ("db", "upgrade")):
        answer = run(*command, MUSEUM_HOME=str(tmp_path / "broken"), MUSEUM_DATABASE_URL="")
        assert answer.exit_code == 1
        assert f"{file} is damaged" in answer.output
    assert list(tmp_path.rglob("*.unfinished")) == []


@pytest.mark.one_engine
def test_a_home_that_is_no_folder_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    answer = run("db", "upgrade", MUSEUM_HOME=str(tmp_path / "file"), MUSEUM_DATABASE_URL="")
    assert answer.exit_code == 1
    assert str(tmp_path / "file") in answer.output


def test_a_full_disk_and_missing_rights_are_explained_and_mistakes_of_the_program_are_not() -> None:
    full, forbidden = OSError(errno.ENOSPC, "No space left"), PermissionError(errno.EACCES, "Denied", "/museum")
    assert "full" in str(explain(full)) or "đầy" in str(explain(full))
    assert "/museum" in str(explain(forbidden))
    locked = sa.exc.OperationalError("select", {}, sqlite3.OperationalError("database is locked"))
    assert explain(locked) is not None
    missing = sa.exc.OperationalError("select", {}, sqlite3.OperationalError("no such column: x"))
    assert [explain(error) for error in (missing, KeyError("x"), OSError("x"), ModuleNotFoundError(name="x"))] == [
        None
    ] * 4


def test_a_copy_that_fails_leaves_no_half_of_itself(tmp_path: Path) -> None:
    (tmp_path / "source.db").write_bytes(b"not a database at all" * 500)
    with pytest.raises(sqlite3.DatabaseError):
        copy_sqlite(tmp_path / "source.db", tmp_path / "copies" / "copy.db")
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.one_engine("sqlite")
@pytest.mark.parametrize("command", [("db", "upgrade"), ("figures", "check"), ("serve", "--port", "0")])
def test_an_older_program_refuses_a_newer_database_and_changes_nothing(
    run: Run, engine: sa.Engine, settings: config.Settings, command: tuple[str, ...]
) -> None:
    with engine.begin() as connection:
        connection.execute(
            sa.update(sa.table(migrate.VERSION_TABLE, sa.column("version_num"))).values(version_num="9999_later")
        )
    answer = run(*command)
    assert answer.exit_code == 1
    assert "newer program (9999_later)" in answer.output
    assert not (settings.instance / "backups").exists()


@pytest.mark.usefixtures("vietnamese")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--help"], "Hiện hướng dẫn này."),
        (["destroy"], "Lỗi: Không có lệnh 'destroy'."),
        (["serve", "--prot", "1"], "Không có tùy chọn '--prot'."),
        (["serve", "--port"], "Tùy chọn '--port' cần một giá trị."),
        (["report", "2026"], "Thiếu tùy chọn '--output'"),
        (["user", "add"], "Thiếu tham số 'USERNAME'"),
        (["user", "add", "lan", "--role", "boss"], "'boss' không nằm trong các giá trị"),
        (["years", "list", "2026"], "Thừa tham số (2026)"),
    ],
)
def test_mistakes_of_typing_are_told_in_vietnamese(run: Run, arguments: list[str], says: str) -> None:
    answer = run(*arguments, MUSEUM_LANGUAGE="vi")
    assert answer.exit_code in (0, 2)
    assert says in answer.output


def test_help_tells_what_each_command_does_in_whole_sentences(run: Run) -> None:
    shown = " ".join(run("db", "--help").output.split())
    assert all((each.help or "").partition(". ")[0] in shown for each in db.commands.values())


def test_a_reader_that_leaves_early_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "museum_tracker.cli", "--help"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
