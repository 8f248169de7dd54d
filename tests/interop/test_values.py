"""What cells mean: nothing is regrouped, guessed or read in half without a word."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact
from museum_tracker.interop.models import ImportRow
from tests.factories.interop import import_file
from tests.interop.tables import write_xlsx


def _artifacts(engine: sa.Engine) -> list[Artifact]:
    with Session(engine) as session:
        query = sa.select(Artifact).options(sa.orm.selectinload(Artifact.dimensions)).order_by(Artifact.id)
        return list(session.scalars(query))


def _findings(engine: sa.Engine, row: int) -> str:
    with Session(engine) as session:
        return str(session.scalars(sa.select(ImportRow.findings).where(ImportRow.row == row)).one())


def test_a_number_held_as_a_number_is_never_regrouped(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [
        ["Số ĐK", "Tên", "Kích thước (mm)", "Trọng lượng (g)", "Số lượng"],
        ["1", "Hạt", 1.205, 1.205, 1.205],
        ["2", "Bình", 1205, 1205, 2],
    ]
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    bead, vase = _artifacts(engine)
    assert ([size.min_cm for size in bead.dimensions], bead.weight_g, bead.quantity) == ([0.121], 1.205, 1)
    assert ([size.min_cm for size in vase.dimensions], vase.weight_g, vase.quantity) == ([120.5], 1205, 2)
    assert (bead.raw or {})["Số lượng"] == "1,205"


def test_nought_in_a_column_of_measures_was_not_measured(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [["Số ĐK", "Tên", "Cao (cm)", "Trọng lượng (g)"], ["1", "Hạt", 0, 0]]
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    (bead,) = _artifacts(engine)
    assert (bead.dimensions, bead.weight_g) == ([], None)


def test_numbers_are_parted_and_freed_of_their_labels(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [["Số ĐK", "Tên"], ["BTBG 1234/Gm-56", "Bát"], ["ĐK: 123", "Đĩa"], ["SĐK 124", "Ấm"]]
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    found = [(one.number, one.classification_number) for one in _artifacts(engine)]
    assert found == [("BTBG 1234", "Gm-56"), ("123", ""), ("124", "")]
    assert "123" in _findings(engine, 3)


def test_a_quantity_that_is_no_whole_number_stays_as_written_with_a_finding(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    words = ["3+2", "1/2", "05-06", "1,5", "08:30"]
    table = [["Số ĐK", "Tên", "SL"], *([str(place), f"Vật {place}", word] for place, word in enumerate(words, 1))]
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    assert [(one.quantity, (one.raw or {})["SL"]) for one in _artifacts(engine)] == [(1, word) for word in words]
    assert all("SL" in _findings(engine, row) for row in range(2, 7))
