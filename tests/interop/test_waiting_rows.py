"""Rows that may be no object wait: nothing is entered before a person says what they are; answers can go back."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import session_scope
from museum_tracker.interop.imports.answering import WorkedOnSince, answer_rows, reopen_rows
from museum_tracker.interop.imports.answers import count_questions
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome
from tests.factories.interop import enter_batch, import_file, make_importer, rows_by_outcome, try_file, undo_file
from tests.interop.tables import write_xlsx

TABLE = [
    ["TT", "Số ĐK", "Tên hiện vật", "Số lượng", "Chất liệu", "Ghi chú"],
    ["A", "B", "C", "D", "E", "F"],
    [None, "II", "ĐỒ GỐM", None, None, None],
    [1, "BTBG 1", "Bộ ấm chén", 7, "Gốm", None],
    [None, None, "- 01 ấm", 1, "nt", "sứt vòi"],
    [None, None, "- 06 chén", 6, "nt", None],
    [2, "BTBG 2", "Đĩa", 1, "nt", None],
    [None, "*", "Hiện vật chưa rõ", None, "Đá", None],
    [3, "Gm", "Lọ", 1, "Gốm", None],
    [None, "Tổng số hiện vật: 9 (chín)", None, None, None, None],
    [None, "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC", None, None, None],
]
PART_ROWS, HEADING_ROWS, NUMBER_ROW, TOTAL_ROW = (5, 6), (3, 8), 9, 10


def balanced(batch: ImportBatch) -> bool:
    """Whether every row that was read has one of the outcomes."""
    outcomes = batch.created + batch.updated + batch.unchanged + batch.rejected + batch.waiting
    return batch.rows_read == outcomes


def answer(
    engine: sa.Engine, settings: config.Settings, batch_id: int, answers: dict[int, str], **together: str
) -> None:
    """Answer rows of an entered batch by their row in the file, and enter what was answered."""
    with session_scope(engine, write=True) as session:
        batch = session.get_one(ImportBatch, batch_id)
        rows = session.scalars(sa.select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.row.in_(answers)))
        answer_rows(session, batch, {row.id: answers[row.row] for row in rows}, together)
        session.commit()
    enter_batch(engine, settings, batch_id)


def reopen(engine: sa.Engine, batch_id: int, *rows: int) -> int:
    """Take the answers about rows back; answers how many wait again."""
    with session_scope(engine, write=True) as session:
        batch = session.get_one(ImportBatch, batch_id)
        ids = session.scalars(sa.select(ImportRow.id).where(ImportRow.batch_id == batch_id, ImportRow.row.in_(rows)))
        count = reopen_rows(session, batch, list(ids), by=make_importer(session))
        session.commit()
        return count


def get_batch(engine: sa.Engine, batch_id: int) -> ImportBatch:
    """The batch as it stands."""
    with Session(engine) as session:
        batch = session.get_one(ImportBatch, batch_id)
        session.expunge(batch)
        return batch


def live(engine: sa.Engine) -> dict[str, Artifact]:
    """The objects that count, by name."""
    with Session(engine) as session:
        found = session.scalars(sa.select(Artifact).where(Artifact.voided_at.is_(None)))
        return {one.name_vi: one for one in found}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "so.xlsx", TABLE)


def test_doubtful_rows_wait_in_trial_and_entering_and_are_never_objects(
    engine: sa.Engine, settings: config.Settings, table: Path
) -> None:
    tried = try_file(engine, settings, table)
    entered = import_file(engine, settings, table)
    for batch in (tried, entered):
        assert balanced(batch)
        assert (batch.created, batch.waiting, batch.rejected) == (2, 6, 0)
        kinds = batch.counts["sheets"]["Sổ đăng ký"]["rows"]
        assert (kinds["numbering"], kinds["footer"], kinds["perhaps_part"], kinds["perhaps_total"]) == (1, 1, 2, 1)
    assert set(live(engine)) == {"Bộ ấm chén", "Đĩa"}
    assert rows_by_outcome(engine, entered.id)[Outcome.WAITING] == sorted(
        [*PART_ROWS, *HEADING_ROWS, NUMBER_ROW, TOTAL_ROW]
    )
    with Session(engine) as session:
        assert count_questions(session, session.get_one(ImportBatch, entered.id)) == {
            "odd_number": 1,
            "perhaps_heading": 2,
            "perhaps_part": 2,
            "perhaps_total": 1,
        }


def test_rows_are_answered_one_by_one_and_all_alike_after_the_import(
    engine: sa.Engine, settings: config.Settings, table: Path
) -> None:
    batch_id = import_file(engine, settings, table).id
    answer(engine, settings, batch_id, {NUMBER_ROW: "object"}, perhaps_part="part", perhaps_total="leave_out")
    batch = get_batch(engine, batch_id)
    assert balanced(batch)
    assert (batch.state, batch.created, batch.updated, batch.rejected, batch.waiting) == (
        BatchState.APPLIED,
        3,
        2,
        1,
        2,
    )
    objects = live(engine)
    assert (objects["Lọ"].number, objects["Lọ"].material_text) == ("Gm", "Gốm")
    assert list((objects["Bộ ấm chén"].raw or {}).values()) == ["- 01 ấm · 1 · nt · sứt vòi", "- 06 chén · 6 · nt"]
    assert objects["Bộ ấm chén"].quantity == 7


def test_an_answer_is_taken_back_with_what_it_entered(
    engine: sa.Engine, settings: config.Settings, table: Path
) -> None:
    batch_id = import_file(engine, settings, table).id
    answer(engine, settings, batch_id, {NUMBER_ROW: "object", TOTAL_ROW: "leave_out"}, perhaps_part="part")
    assert reopen(engine, batch_id, NUMBER_ROW, TOTAL_ROW) == 2
    assert reopen(engine, batch_id, PART_ROWS[0]) == 2  # both parts were kept with the object in one change
    batch = get_batch(engine, batch_id)
    assert balanced(batch)
    assert (batch.created, batch.updated, batch.rejected, batch.waiting) == (2, 0, 0, 6)
    assert set(live(engine)) == {"Bộ ấm chén", "Đĩa"}
    assert not live(engine)["Bộ ấm chén"].raw
    answer(engine, settings, batch_id, {NUMBER_ROW: "object"})
    assert "Lọ" in live(engine)


def test_an_answer_stays_where_somebody_worked_on_the_object_since(
    engine: sa.Engine, settings: config.Settings, table: Path
) -> None:
    batch_id = import_file(engine, settings, table).id
    answer(engine, settings, batch_id, {NUMBER_ROW: "object"})
    with session_scope(engine, write=True) as session:
        from museum_tracker.catalogue.services import edit_artifact
        from museum_tracker.history.services import begin_deed

        vase = session.scalars(sa.select(Artifact).where(Artifact.name_vi == "Lọ")).one()
        deed = begin_deed(session, by=session.scalars(sa.select(User)).first(), action="sửa")
        edit_artifact(session, vase, {"notes": "đã xem"}, version=vase.version, deed=deed)
        session.commit()
    with pytest.raises(WorkedOnSince):
        reopen(engine, batch_id, NUMBER_ROW)


def test_taking_the_import_back_takes_answered_rows_with_it(
    engine: sa.Engine, settings: config.Settings, table: Path
) -> None:
    batch_id = import_file(engine, settings, table).id
    answer(engine, settings, batch_id, {NUMBER_ROW: "object"}, perhaps_part="part")
    assert undo_file(engine, batch_id) == 0
    assert live(engine) == {}


def test_answers_given_before_entering_count_and_those_of_an_earlier_import_are_remembered(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, table: Path
) -> None:
    first = import_file(engine, settings, table, answers={"perhaps_part": "part"})
    assert (first.created, first.updated, first.waiting) == (2, 2, 4)
    answer(engine, settings, first.id, {NUMBER_ROW: "object", TOTAL_ROW: "leave_out", 3: "leave_out", 8: "leave_out"})
    shifted = write_xlsx(tmp_path / "so.xlsx", [["SỔ ĐĂNG KÝ"], *TABLE, [4, "BTBG 4", "Chum", 1, "Gốm", None]])
    again = import_file(engine, settings, shifted, answers={"perhaps_part": "part"})
    assert balanced(again)
    assert (again.created, again.unchanged, again.rejected, again.waiting) == (1, 3, 3, 0)
    assert len(live(engine)) == 4


def test_a_part_with_nothing_entered_above_it_waits_on(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "bo.xlsx", [TABLE[0], [None, None, "- 01 ấm", 1, "Gốm", None], TABLE[3]])
    batch = import_file(engine, settings, path, answers={"perhaps_part": "part"})
    assert balanced(batch)
    assert (batch.created, batch.waiting) == (1, 1)
