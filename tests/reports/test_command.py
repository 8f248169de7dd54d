"""The command that writes the summary of a year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config import Settings
from museum_tracker.cli.program import program

pytestmark = pytest.mark.one_engine


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    return {"MUSEUM_HOME": str(settings.home), "MUSEUM_DATABASE_URL": settings.database, "MUSEUM_LANGUAGE": "en"}


def run(environ: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments), env=environ)


@pytest.mark.parametrize(
    ("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")]
)
def test_the_report_is_written_in_each_form(environ: dict[str, str], tmp_path: Path, form: str, start: bytes) -> None:
    output = tmp_path / f"report.{form}"
    done = run(environ, "report", "2025", "--format", form, "--output", str(output), "--language", "vi")
    assert done.exit_code == 0, done.output
    assert output.read_bytes().startswith(start)


def test_a_year_ahead_and_a_folder_that_is_not_there_are_refused(environ: dict[str, str], tmp_path: Path) -> None:
    ahead = run(environ, "report", "2999", "--output", str(tmp_path / "a.pdf"))
    assert ahead.exit_code == 1
    nowhere = run(environ, "report", "2025", "--format", "csv", "--output", str(tmp_path / "none" / "a.csv"))
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.output


@pytest.mark.parametrize("period", ["q3", "m7", "year"])
def test_quarters_and_months_are_written_too(environ: dict[str, str], tmp_path: Path, period: str) -> None:
    output = tmp_path / "report.json"
    done = run(environ, "report", "2025", "--period", period, "--format", "json", "--internal", "--output", str(output))
    assert done.exit_code == 0, done.output
    kept = json.loads(output.read_text())
    assert kept["internal"]
    assert kept["schema"] == "museum-tracker/report/1"
    assert kept["period_end"] == {"q3": "2025-09-14", "m7": "2025-07-14", "year": "2025-12-14"}[period]


def test_a_word_that_names_no_period_is_refused(environ: dict[str, str], tmp_path: Path) -> None:
    done = run(environ, "report", "2025", "--period", "q9", "--output", str(tmp_path / "a.pdf"))
    assert done.exit_code == 1
    assert "is no period" in done.output


def test_help_ends_in_an_example(environ: dict[str, str]) -> None:
    assert "museum-tracker report 2026" in run(environ, "report", "--help").output
