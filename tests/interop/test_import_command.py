"""The command that enters tables, as a person at the console would use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.cli.base import ExitCode
from museum_tracker.core.db import session_scope
from museum_tracker.interop.cli import import_
from museum_tracker.interop.models import ImportBatch
from tests.interop.tables import write_text

Run = Callable[..., Result]
OPENING = ("--opening", "2025-12-31", "--document", "Sổ 1978")


@pytest.fixture
def run(settings: config.Settings) -> Run:
    """Run `import …` in a museum whose database exists."""
    environ = {
        "MUSEUM_HOME": str(settings.home),
        "MUSEUM_DATABASE_URL": settings.database,
        "MUSEUM_LANGUAGE": "en",
    }
    return lambda *arguments, command="objects": CliRunner().invoke(
        import_, [command, *map(str, arguments)], env=environ
    )


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of two objects and a row that is none."""
    return write_text(tmp_path / "so.csv", "Số đăng ký;Tên hiện vật;Ghi chú\nBTBG 1;Bát;\nBTBG 2;Đĩa;\n;;vô danh\n")


def objects(engine: sa.Engine) -> int:
    """How many objects there are."""
    with Session(engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0


def test_a_register_is_entered_and_the_exit_code_tells_of_rejected_rows(
    run: Run, register: Path, engine: sa.Engine
) -> None:
    answer = run(register, *OPENING)
    assert answer.exit_code == ExitCode.PARTLY, answer.output
    assert "Rows read 3 = created 2 + updated 0 + unchanged 0 + rejected 1 + waiting 0" in answer.output
    assert objects(engine) == 2
    assert "unchanged 2" in run(register, *OPENING).output


def test_a_dry_run_writes_no_object(run: Run, register: Path, engine: sa.Engine) -> None:
    answer = run(register, *OPENING, "--dry-run")
    assert "created 2" in answer.output
    assert objects(engine) == 0


def test_the_balance_a_table_belongs_to_must_be_said(run: Run, register: Path, engine: sa.Engine) -> None:
    assert run(register).exit_code == ExitCode.REFUSED
    assert run(register, "--opening", "2025-12-31").exit_code == ExitCode.REFUSED
    assert run(register, "--opening", "31/12/2025", "--document", "x").exit_code == ExitCode.REFUSED
    assert objects(engine) == 0


def test_only_an_account_that_may_import_signs(run: Run, register: Path, engine: sa.Engine) -> None:
    with session_scope(engine, write=True) as session:
        session.add(User(username="khach", name="Khách", role=Role.VIEWER))
        session.add(User(username="minh", name="Trần Minh", role=Role.CATALOGUER))
        session.commit()
    assert run(register, "--in-period", "--as", "khach").exit_code == ExitCode.REFUSED
    assert run(register, "--in-period", "--as", "ai-do").exit_code == ExitCode.REFUSED
    assert run(register, "--in-period", "--as", "minh").exit_code == ExitCode.PARTLY
    with Session(engine) as session:
        assert session.scalars(sa.select(ImportBatch)).one().by.username == "minh"


def test_a_file_that_is_no_table_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    answer = run(path, "--in-period")
    assert answer.exit_code == ExitCode.REFUSED
    assert "damaged" in answer.output
    assert run(path, "--in-period", "--profile", "không có").exit_code == ExitCode.REFUSED


def test_help_shows_an_example(run: Run) -> None:
    answer = run("--help")
    assert answer.exit_code == ExitCode.DONE
    assert "--opening 2025-12-31" in answer.output


def test_columns_in_an_old_font_are_told_and_converted_when_asked(run: Run, tmp_path: Path, engine: sa.Engine) -> None:
    table = write_text(
        tmp_path / "cu.csv",
        "Sè ®¨ng ký;Tªn hiÖn vËt\nBTBG 1;Trèng ®ång\nBTBG 2;B×nh gèm\nBTBG 3;G­¬ng ®ång\nBTBG 4;Méc b¶n\n",
    )
    assert "read as TCVN3" in run(table, *OPENING, "--dry-run").output
    assert "read as TCVN3" not in run(table, *OPENING, "--dry-run", "--keep-fonts").output
    assert run(table, *OPENING).exit_code == ExitCode.DONE
    with Session(engine) as session:
        names = session.scalars(sa.select(Artifact.name_vi).order_by(Artifact.id)).all()
    assert names == ["Trống đồng", "Bình gốm", "Gương đồng", "Mộc bản"]


def test_a_table_without_known_headings_is_refused_with_the_way_out(run: Run, tmp_path: Path) -> None:
    answer = run(write_text(tmp_path / "la.csv", "Cột 1;Cột 2\na;b\nc;d\n"), *OPENING)
    assert answer.exit_code == ExitCode.REFUSED
    assert "Cột 1, Cột 2" in answer.output
    assert "--profile" in answer.output


def test_rows_that_wait_are_told_and_answered_at_the_console(run: Run, tmp_path: Path, engine: sa.Engine) -> None:
    table = write_text(tmp_path / "so.csv", "Số đăng ký;Tên hiện vật\nBTBG 1;Ấm\n;- nắp\nGm;Lọ\n")
    answer = run(table, *OPENING)
    assert answer.exit_code == ExitCode.PARTLY
    assert "created 1 + updated 0 + unchanged 0 + rejected 0 + waiting 2" in answer.output
    assert "import decide 1" in answer.output
    decided = run(1, "part", "--question", "perhaps_part", command="decide")
    assert (decided.exit_code, objects(engine)) == (ExitCode.PARTLY, 1)
    assert run(1, "object", command="decide").exit_code == ExitCode.DONE
    assert objects(engine) == 2
    all_told = run(table, *OPENING, "--doubtful", "leave_out")
    assert "waiting 0" in all_told.output
