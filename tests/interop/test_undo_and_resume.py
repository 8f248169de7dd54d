"""A killed import goes on where it stopped; an import taken back leaves what people did since."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core.db import session_scope
from museum_tracker.figures.checker import check
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.services import begin_deed
from museum_tracker.interop.imports import running
from museum_tracker.interop.imports.applying import Entering
from museum_tracker.interop.imports.running import open_walk
from museum_tracker.interop.imports.undoing import Since, list_touched
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow
from tests.factories.interop import enter_batch, import_file, stage_file, undo_file
from tests.interop.tables import write_text


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of ten objects with dittos that reach over chunks."""
    lines = ["Số đăng ký;Tên hiện vật;Chất liệu", "BTBG 1;Rìu 1;Đá", *(f"BTBG {n};Rìu {n};nt" for n in range(2, 11))]
    return write_text(tmp_path / "so.csv", "\n".join(lines) + "\n")


def test_a_killed_import_goes_on_after_the_last_committed_chunk(
    engine: sa.Engine, settings: config.Settings, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 3)
    batch_id = stage_file(engine, settings, register)
    commits = 0

    def commit(session: Session, share: float) -> None:
        nonlocal commits
        commits += 1
        if commits == 4:  # the third chunk is written but not committed
            raise Killed
        session.commit()

    with session_scope(engine) as session:
        batch = session.get_one(ImportBatch, batch_id)
        walk = open_walk(engine, settings, batch)
        entering = Entering(session, batch, walk, by=session.get_one(User, batch.user_id), commit=commit)
        with pytest.raises(Killed):
            entering.run()
        walk.close()
    with Session(engine) as session:
        stopped = session.get_one(ImportBatch, batch_id)
        assert (stopped.state, stopped.created) == (BatchState.APPLYING, 6)
        assert session.scalar(sa.select(sa.func.count()).select_from(Artifact)) == 6
    done = enter_batch(engine, settings, batch_id)
    assert (done.state, done.created, done.rows_read) == (BatchState.APPLIED, 10, 10)
    with Session(engine) as session:
        materials = session.scalars(sa.select(Artifact.material_text)).all()
        assert materials == ["Đá"] * 10
        assert session.scalar(sa.select(sa.func.count()).select_from(ImportRow)) == 10
        assert not check(session)


def test_an_import_taken_back_leaves_no_object_and_no_figure(
    engine: sa.Engine, settings: config.Settings, register: Path
) -> None:
    batch = import_file(engine, settings, register)
    assert undo_file(engine, batch.id) == 0
    with Session(engine) as session:
        assert session.get_one(ImportBatch, batch.id).state is BatchState.UNDONE
        assert session.scalars(sa.select(Artifact).where(Artifact.voided_at.is_(None))).all() == []
        assert measure(session, Measure.REGISTERED).objects == 0
        assert not check(session)
    again = import_file(engine, settings, register)
    assert again.created == 10


def test_what_was_edited_or_decided_since_is_listed_and_left_unless_confirmed(
    engine: sa.Engine, settings: config.Settings, register: Path
) -> None:
    batch = import_file(engine, settings, register)
    with session_scope(engine, write=True) as session:
        first, second = session.scalars(sa.select(Artifact).order_by(Artifact.id).limit(2)).all()
        by = session.get_one(User, batch.user_id)
        deed = begin_deed(session, by=by, action="A test")
        edit_artifact(session, first, {"notes": "đã xem"}, version=first.version, deed=deed)
        add_fact(session, second.id, FactKind.MARKED, deed=deed)
        touch(session, [second.id], deed=deed)
        session.commit()
        ids = (first.id, second.id)
    with Session(engine) as session:
        found = list_touched(session, session.get_one(ImportBatch, batch.id))
        assert [(t.row.artifact_id, t.since) for t in found] == [(ids[0], (Since.EDITED,)), (ids[1], (Since.DECIDED,))]
        rows = [t.row.id for t in found]
    assert undo_file(engine, batch.id) == 2
    with Session(engine) as session:
        assert set(session.scalars(sa.select(Artifact.id).where(Artifact.voided_at.is_(None)))) == set(ids)
    assert undo_file(engine, batch.id, confirmed=(rows[0],)) == 1
    with Session(engine) as session:
        assert set(session.scalars(sa.select(Artifact.id).where(Artifact.voided_at.is_(None)))) == {ids[1]}


def test_an_update_taken_back_gives_the_old_values_again(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, write_text(tmp_path / "a.csv", "Số đăng ký;Tên;Chất liệu\nBTBG 1;Bát;Gốm\n"))
    path = write_text(tmp_path / "b.csv", "Số đăng ký;Tên;Chất liệu;Tình trạng kiểm kê\nBTBG 1;Bát;Sứ;đã kiểm kê\n")
    second = import_file(engine, settings, path)
    assert second.updated == 1
    with Session(engine) as session:
        assert measure(session, Measure.MARKED).objects == 1
    assert undo_file(engine, second.id) == 0
    with Session(engine) as session:
        bowl = session.scalars(sa.select(Artifact)).one()
        assert (bowl.material_text, bowl.voided_at) == ("Gốm", None)
        assert measure(session, Measure.MARKED).objects == 0
        assert measure(session, Measure.REGISTERED).objects == 1
        assert not check(session)
