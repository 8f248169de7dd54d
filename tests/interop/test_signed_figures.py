"""A table that would date something into a closed year says so in its trial, and is entered only when that is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.cli.base import ExitCode
from museum_tracker.core import clock
from museum_tracker.figures.rules.facts import FactKind, Said
from museum_tracker.history.consequences import CONFIRMED
from museum_tracker.interop.cli import import_
from museum_tracker.interop.imports.signed import SignedTally, signed_messages
from museum_tracker.interop.models import ImportBatch
from museum_tracker.years.foreseen import closed_figures
from tests.factories.years import AFTER, LATER, close, make_director, make_register, signed
from tests.interop.tables import write_text

Run = Callable[..., Result]
HEAD = "Số đăng ký;Tên hiện vật;Ngày đăng ký\n"
BASIS = ("--basis", "council", "--document", "Biên bản số 12 ngày 10/05/2025")


@pytest.fixture
def closed(session: Session) -> Iterator[None]:
    """A year that was closed with six objects, seen in the March after it."""
    clock.freeze(AFTER)
    director = make_director(session)
    make_register(session, signed(session, director))
    close(session, director)
    session.commit()
    clock.freeze(LATER)
    yield
    clock.freeze(None)


@pytest.fixture
def run(settings: config.Settings) -> Run:
    """Run `import objects …` as of the period."""
    environ = {
        "MUSEUM_HOME": str(settings.home), "MUSEUM_DATABASE_URL": settings.database, "MUSEUM_LANGUAGE": "en",
    }  # fmt: skip
    return lambda *arguments: CliRunner().invoke(
        import_, ["objects", "--in-period", *BASIS, *map(str, arguments)], env=environ
    )


def objects(session: Session) -> int:
    """How many objects there are."""
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0


@pytest.mark.usefixtures("closed")
def test_the_console_tells_in_its_trial_and_enters_only_when_confirmed(
    run: Run, tmp_path: Path, session: Session, sign_in: Callable[[Role], FlaskClient]
) -> None:
    table = write_text(tmp_path / "so.csv", HEAD + "BTBG 901;Bát;20/05/2025\nBTBG 902;Đĩa;01/02/2026\n")
    before = objects(session)
    tried = run(table, "--dry-run")
    assert (
        "Figures of the year 2025 as closed: 1 objects of the file come into the figures of its last day"
        in tried.output
    )
    refused = run(table)
    assert refused.exit_code == ExitCode.REFUSED
    assert "--confirm" in refused.output
    assert objects(session) == before
    batch = session.scalars(sa.select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    assert batch is not None
    page = sign_in(Role.CURATOR).get(f"/nhap-du-lieu/{batch.id}").get_data(as_text=True)
    assert "Nhập tệp này làm lệch số liệu đã chốt" in page
    entered = run(table, "--confirm")
    assert entered.exit_code == ExitCode.DONE, entered.output
    assert objects(session) == before + 2


@pytest.mark.usefixtures("closed")
def test_a_table_of_the_running_year_is_entered_without_a_word(run: Run, tmp_path: Path, session: Session) -> None:
    table = write_text(tmp_path / "so.csv", HEAD + "BTBG 901;Bát;15/12/2025\n")
    before = objects(session)
    assert "closed" not in run(table, "--dry-run").output
    assert run(table).exit_code == ExitCode.DONE
    assert objects(session) == before + 1


@pytest.mark.usefixtures("closed")
def test_the_last_day_of_the_year_is_counted_and_the_first_of_the_next_is_not(session: Session) -> None:
    tally = SignedTally(closed_figures(session))
    for day in ("2024-12-14", "2024-12-15", "2025-12-14", "2025-12-15"):
        tally.add([_said(day)])
    tally.add([_said(None)])
    tally.edit({"name_vi"})
    tally.edit({"quantity"})
    told = [message.text("en").partition(": ")[2] for message in signed_messages(tally.told())]
    assert told == [
        "4 objects of the file come into the figures of its last day",
        "Registered in its period: 2",
        "1 known objects change a field by which figures count",
    ]


def _said(day: str | None) -> Said:
    return Said(FactKind.REGISTERED, day, day, "", False)  # noqa: FBT003 - in the order of the tuple


@pytest.mark.usefixtures("closed")
def test_taking_an_import_back_says_first_what_evidence_of_closed_years_would_go(
    run: Run, tmp_path: Path, session: Session, sign_in: Callable[[Role], FlaskClient]
) -> None:
    table = write_text(tmp_path / "so.csv", HEAD + "BTBG 901;Bát;20/05/2025\n")
    assert run(table, "--confirm").exit_code == ExitCode.DONE
    session.rollback()
    batch = session.scalars(sa.select(ImportBatch)).one()
    browser, path = sign_in(Role.CURATOR), f"/nhap-du-lieu/{batch.id}/hoan-tac"
    asked = browser.post(path, data={"reason": "Nhầm tệp"})
    assert asked.status_code == 409
    assert "Số liệu năm 2025 đã chốt" in asked.text
    found = re.search(rf'name="({CONFIRMED})" value="(\w+)"', asked.text)
    assert found is not None
    assert browser.post(path, data={"reason": "Nhầm tệp", found[1]: found[2]}).status_code == 303
