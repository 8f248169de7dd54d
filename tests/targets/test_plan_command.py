"""The command of plans: try a file, load it, write one out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

import config
from museum_tracker.cli.program import program
from museum_tracker.targets.planning import SHIPPED
from museum_tracker.targets.queries import list_plans
from museum_tracker.targets.rules.plan_file import examine

PLAN = """[plan]\nid = "kh9"\nnumber = "9/KH"\nissued = 2026-01-02\n
[[target]]\nid = "a"\nscope = "museum"\nname_vi = "Mới"\nkind = "milestone"\ndue = 2030\ncomputable = "manual"\n"""

Run = Callable[..., Result]


@pytest.fixture
def run(settings: config.Settings, session: Session) -> Run:
    session.rollback()
    environ = {
        "MUSEUM_HOME": str(settings.home),
        "MUSEUM_DATABASE_URL": settings.database,
        "MUSEUM_LANGUAGE": "en",
    }
    return lambda *arguments: CliRunner().invoke(program, ["plan", *map(str, arguments)], env=environ)


def numbers(session: Session) -> list[str]:
    found = [plan.number for plan in list_plans(session)]
    session.rollback()
    return found


def test_a_plan_is_tried_loaded_and_written_out(run: Run, session: Session, tmp_path: Path) -> None:
    file, copy = tmp_path / "plan.toml", tmp_path / "copy.toml"
    file.write_text(PLAN, encoding="utf-8")
    assert run("import", file, "--dry-run").exit_code == 0
    assert numbers(session) == ["74/KH-UBND"]
    assert "9/KH is loaded" in run("import", file).output
    assert numbers(session) == ["9/KH", "74/KH-UBND"]
    assert run("export", "kh9", "--output", copy).exit_code == 0
    assert examine(copy.read_text(encoding="utf-8")).faults == ()
    again = run("import", file)
    assert again.exit_code == 1
    assert "was loaded before" in again.output


def test_every_fault_is_printed_and_nothing_stored(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN.replace("2030", "30").replace("museum", "zoo"), encoding="utf-8")
    refused = run("import", file)
    assert refused.exit_code == 1
    assert "Target a: due must be" in refused.output
    assert "Target a: scope must be" in refused.output
    assert numbers(session) == ["74/KH-UBND"]


def test_a_plan_may_take_the_place_of_the_others(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    assert run("import", file, "--instead", "--reason", "Sáp nhập").exit_code == 0
    assert [plan.ended_reason for plan in list_plans(session)] == ["", "Sáp nhập"]


def test_what_is_no_plan_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert run("import", file).exit_code == 1
    assert run("export", "moon").exit_code == 1
    shown = run("export")
    assert examine(shown.output).targets[0].code == examine(SHIPPED.read_text(encoding="utf-8")).targets[0].code
