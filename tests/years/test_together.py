"""Two directors at once, a large museum's recount by the worker, and the commands."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.models import User
from museum_tracker.cli.program import program
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.figures.checking import count_wrong_figures, last_check
from museum_tracker.figures.models import Standing
from museum_tracker.figures.tasks import RECOUNT
from museum_tracker.figures.uses import uses_of
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.worker import run_all
from museum_tracker.years.models import YearClose
from museum_tracker.years.queries import get_year
from museum_tracker.years.rules.states import YearState
from museum_tracker.years.services import closing
from museum_tracker.years.services.closing import FiguresDiffer, RecountNeeded, begin_closing, close_year
from museum_tracker.years.verify import verify
from tests.factories.years import AFTER, YEAR, close, make_director, make_register, signed


@pytest.fixture
def director(session: Session) -> Iterator[User]:
    """A director on the day after the year."""
    clock.freeze(AFTER)
    yield make_director(session)
    clock.freeze(None)


def test_of_two_directors_who_close_at_once_one_wins_and_the_other_reads_why(
    engine: sa.Engine, session: Session, deed: ChangeSet, director: User
) -> None:
    make_register(session, deed)
    begin_closing(session, YEAR, deed=signed(session, director))
    session.commit()
    session.rollback()
    told: list[str] = []
    ready = threading.Barrier(2)

    def attempt(name: str) -> None:
        with Session(engine, expire_on_commit=False) as own:
            ready.wait()
            begin_write(own)
            try:
                close_year(own, YEAR, deed=signed(own, own.get_one(User, director.id), name))
                own.commit()
                told.append("closed")
            except Refusal as refusal:
                told.append(refusal.message.text("en"))

    both = [threading.Thread(target=attempt, args=(name,)) for name in ("Một", "Hai")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    said = "The year 2025 is closed already. Closed figures are not reopened; they can be restated."
    assert sorted(told) == [said, "closed"]
    begin_write(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(YearClose)) == 1
    assert verify(session) == []


def test_a_large_museum_is_recounted_by_the_worker_before_it_closes(
    session: Session,
    deed: ChangeSet,
    director: User,
    engine: sa.Engine,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(closing, "RECOUNT_AT_ONCE", 0)
    ids = make_register(session, deed)
    begin_closing(session, YEAR, deed=signed(session, director))
    with pytest.raises(RecountNeeded):
        close_year(session, YEAR, deed=signed(session, director, "Vội"))
    session.execute(sa.update(Standing).where(Standing.artifact_id == ids[0]).values(pieces=9))
    _recount(session, engine, settings)
    with pytest.raises(FiguresDiffer):
        close_year(session, YEAR, deed=signed(session, director, "Sai"))
    session.execute(sa.update(Standing).where(Standing.artifact_id == ids[0]).values(pieces=1))
    _recount(session, engine, settings)
    check = last_check(session)
    assert check is not None
    assert (check.objects, count_wrong_figures(check)) == (6, 0)
    close_year(session, YEAR, deed=signed(session, director, "Đúng"))
    assert get_year(session, YEAR).state is YearState.CLOSED


def _recount(session: Session, engine: sa.Engine, settings: Settings) -> None:
    enqueue(session, RECOUNT, dedupe_key=RECOUNT)
    session.commit()
    session.rollback()
    run_all(engine, settings)
    begin_write(session)
    session.expire_all()


def test_a_population_says_which_closed_years_cite_it(session: Session, deed: ChangeSet, director: User) -> None:
    make_register(session, deed)
    close(session, director)
    assert "/nam/2025?ban=0" in {use.url for use in uses_of(session, "base_store")}


def test_the_commands_list_the_years_and_prove_them(
    session: Session,
    deed: ChangeSet,
    director: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    make_register(session, deed)
    close(session, director)
    session.commit()
    session.rollback()
    monkeypatch.setenv("MUSEUM_HOME", str(tmp_path))
    monkeypatch.setenv("MUSEUM_DATABASE_URL", settings.database)
    runner = CliRunner()
    listed = runner.invoke(program, ["years", "list"])
    assert "2025" in listed.output
    assert "Đã chốt" in listed.output
    proved = runner.invoke(program, ["years", "verify"])
    assert (proved.exit_code, "đúng như khi chốt" in proved.output) == (0, True)
    begin_write(session)
    session.connection().execute(sa.text("UPDATE year_closes SET content = '{}'"))
    session.commit()
    session.rollback()
    broken = runner.invoke(program, ["years", "verify"])
    assert broken.exit_code == 1
    assert "nội dung không còn đúng" in broken.output
