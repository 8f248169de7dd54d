"""A row that was met before: in the same table, in an earlier one, under the same number or at the same place."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.rules import NumberState
from museum_tracker.history.models import ChangeItem
from museum_tracker.interop.models import ImportRow
from tests.factories.interop import import_file, try_file
from tests.interop.tables import register


def _history(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ChangeItem)) or 0


def test_a_repeated_number_is_kept_twice_as_a_repeat_to_be_resolved(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = register(tmp_path, "BTBG 7;Bát;;;;;;", "BTBG-07;Đĩa;;;;;;", "Đ 12;Rìu;;;;;;", "D 12;Áo;;;;;;")
    batch = import_file(engine, settings, path)
    assert (batch.created, batch.rejected) == (4, 0)
    with Session(engine) as session:
        states = session.execute(sa.select(ArtifactNumber.text, ArtifactNumber.state).order_by(ArtifactNumber.id)).all()
        assert [tuple(row) for row in states] == [
            ("BTBG 7", NumberState.CURRENT),
            ("BTBG-07", NumberState.DUPLICATE),
            ("Đ 12", NumberState.CURRENT),
            ("D 12", NumberState.CURRENT),
        ]
    again = import_file(engine, settings, path)
    assert (again.unchanged, again.created) == (4, 0)


def test_a_row_repeated_word_for_word_is_no_second_object(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    batch = import_file(engine, settings, register(tmp_path, "BTBG 7;Bát;Gốm;;;;;", "BTBG 7;Bát;Gốm;;;;;"))
    assert (batch.created, batch.unchanged) == (1, 1)


def test_reimport_writes_only_what_differs_and_blanks_say_nothing(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, "BTBG 1;Bát;Gốm;;;;;vỡ", "BTBG 2;Đĩa;Gốm;;;;;"))
    second = register(tmp_path, "BTBG 1;BÁT;;thế kỷ XV;;;;", "BTBG 2;Đĩa;Gốm;;;;;")
    before = _history(engine)
    batch = import_file(engine, settings, second)
    assert (batch.updated, batch.unchanged) == (1, 1)
    with Session(engine) as session:
        bowl = session.scalars(sa.select(Artifact).where(Artifact.number == "BTBG 1")).one()
        assert (bowl.material_text, bowl.notes, bowl.date_earliest) == ("Gốm", "vỡ", 1401)
    assert _history(engine) == before + 1


def test_a_number_under_another_name_is_asked_about_and_never_guessed(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, "BTBG 1;Bát;;;;;;"))
    other = register(tmp_path, "BTBG 1;Trống đồng;;;;;;")
    assert try_file(engine, settings, other).waiting == 1
    undecided = import_file(engine, settings, other)
    assert (undecided.waiting, undecided.updated, undecided.created) == (1, 0, 0)
    beside = import_file(engine, settings, other, same_number="other_object")
    assert beside.created == 1
    with Session(engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Artifact)) == 2
    third = register(tmp_path, "BTBG 1;Chuông;;;;;;")
    assert import_file(engine, settings, third, same_number="same_object").updated == 1
    assert (
        import_file(engine, settings, register(tmp_path, "BTBG 1;Khánh;;;;;;"), same_number="leave_out").rejected == 1
    )


def test_a_row_without_number_is_found_again_by_its_place(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, ";Bát men lam;;;;;;"))
    again = import_file(engine, settings, register(tmp_path, ";Bát men lam;Gốm;;;;;"))
    assert (again.updated, again.created) == (1, 0)
    assert import_file(engine, settings, register(tmp_path, ";Thạp;;;;;;")).created == 1


def test_numbers_of_different_books_stand_beside_each_other(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, "1;Bát;;;;;;"), series="Sổ 1978")
    batch = import_file(engine, settings, register(tmp_path, "1;Trống;;;;;;"), series="Sổ 1990")
    assert batch.created == 1
    with Session(engine) as session:
        states = session.scalars(sa.select(ArtifactNumber.state)).all()
        assert states == [NumberState.CURRENT, NumberState.CURRENT]


def test_a_number_in_other_spacing_is_the_same_object_by_its_name_and_else_a_question(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, "BTBG 1234;Bình gốm;;;;;;", "Đ 12;Rìu;;;;;;"))
    other = register(tmp_path, "BTBG1234;Bình gốm;Gốm;;;;;", "D12;Áo;;;;;;", "BTBG 55a;Đĩa;;;;;;", "BTBG55A;Ấm;;;;;;")
    batch = import_file(engine, settings, other)
    assert (batch.updated, batch.created, batch.waiting) == (1, 3, 0)
    with Session(engine) as session:
        vase = session.scalars(sa.select(Artifact).where(Artifact.name_vi == "Bình gốm")).one()
        assert (vase.material_text, [number.text for number in vase.numbers]) == ("Gốm", ["BTBG 1234"])
        (row,) = session.scalars(sa.select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.row == 5))
        assert "BTBG 55a" in str(row.findings)
    asked = try_file(engine, settings, register(tmp_path, "BTBG1234;Cối đá;;;;;;", "BTBG 55-a;;;;;;;", name="khac.csv"))
    assert (asked.created, asked.waiting) == (0, 2)
