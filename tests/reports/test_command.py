"""The command that writes the summary of a year."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.cli.program import program
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.stores import storage_of
from museum_tracker.reports.issuing.services import Made, keep_file
from museum_tracker.reports.models import Report
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.rules.states import ReportState
from tests.factories.years import make_director, signed

DAY = dt.date(2026, 1, 5)

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


@pytest.fixture
def issued(session: Session, settings: Settings) -> None:
    """The report of 2025 as it was issued with its Vietnamese PDF, and a new edition that is being written."""
    deed = signed(session, make_director(session))
    for edition, state in ((1, ReportState.ISSUED), (2, ReportState.DRAFT)):
        report = Report(kind=SpanKind.YEAR, year=2025, state=state, number="235", dated_on=DAY, edition=edition)
        report.created_by_id = deed.user_id
        session.add(report)
        session.flush()
        if state is ReportState.ISSUED:
            storage = storage_of(settings)
            ensure_storage(session, storage)
            kept = Made("pdf", "vi", "bao-cao-2025.pdf", b"%PDF as issued")
            keep_file(session, report, kept, storage=storage, deed=deed)
    session.commit()


@pytest.mark.usefixtures("issued")
def test_the_issued_report_is_handed_out_as_it_was_issued(environ: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    done = run(environ, "report", "2025", "--language", "vi", "--output", str(output))
    assert (done.exit_code, output.read_bytes()) == (0, b"%PDF as issued"), done.output
    assert "as it was issued: No. 235" in done.output
    live = run(environ, "report", "2025", "--language", "vi", "--live", "--output", str(output))
    assert live.exit_code == 0
    assert output.read_bytes() != b"%PDF as issued"
    assert "figures of today" in live.output


@pytest.mark.usefixtures("issued")
@pytest.mark.parametrize("asked", [["--format", "csv"], ["--no-appendices"], ["--internal"]])
def test_what_was_not_issued_is_not_handed_out_under_its_number(
    environ: dict[str, str], tmp_path: Path, asked: list[str]
) -> None:
    output = tmp_path / "report"
    done = run(environ, "report", "2025", "--language", "vi", *asked, "--output", str(output))
    assert done.exit_code == 1
    assert "pdf (vi)" in done.output
    assert not output.exists()
