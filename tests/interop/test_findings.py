"""What an import notices of rows and sheets is said on the row, or once for the sheet, and nothing is passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact
from museum_tracker.cli.base import ExitCode
from museum_tracker.interop.cli import import_
from museum_tracker.interop.imports.services import read_file
from museum_tracker.interop.imports.staging import stage
from museum_tracker.interop.models import ImportRow
from tests.factories.interop import import_file, stage_file
from tests.interop.tables import write_text, write_xlsx

HEAD = ["TT", "Số đăng ký", "Tên hiện vật", "Chất liệu"]


def said(engine: sa.Engine, row: int, sheet: str = "Sổ đăng ký") -> str:
    """The findings of a row."""
    with Session(engine) as session:
        query = sa.select(ImportRow.findings).where(ImportRow.row == row, ImportRow.sheet == sheet)
        return str(session.scalars(query).one())


def names(engine: sa.Engine) -> list[str]:
    """The objects' names in the order in which they were entered."""
    with Session(engine) as session:
        return list(session.scalars(sa.select(Artifact.name_vi).order_by(Artifact.id)))


def run(settings: config.Settings, *arguments: Any) -> Any:
    """`import objects` as an opening balance."""
    environ = {
        "MUSEUM_HOME": str(settings.home),
        "MUSEUM_DATABASE_URL": settings.database,
        "MUSEUM_LANGUAGE": "en",
    }
    opening = ["objects", "--opening", "2025-12-31", "--document", "Sổ", *map(str, arguments)]
    return CliRunner().invoke(import_, opening, env=environ)


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ([1, "BTBG 1", "", "Gốm"], "no name"),
        ([1, "BTBG 12-15", "Bát", "Gốm"], "several numbers"),
        ([1, "BTBG 12, 13", "Bát", "Gốm"], "several numbers"),
        ([1, "12/05/2025", "Bát", "Gốm"], "looks like a day"),
    ],
)
def test_each_is_said_on_its_row_and_the_object_is_entered(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, row: list[Any], finding: str
) -> None:
    batch = import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", [HEAD, row]))
    assert batch.created == 1
    assert finding in said(engine, 2)


def test_a_place_that_nobody_knows_is_said_on_its_row(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [["Số ĐK", "Tên", "Vị trí"], ["1", "Bát", "Kho 99, tủ 5"]]
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    assert "Kho 99, tủ 5" in said(engine, 2)
    assert "put nowhere" in said(engine, 2)


def test_cells_beyond_the_heading_are_said_on_their_rows(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    rows = [[place, f"BTBG {place}", f"Bát {place}", "Gốm"] for place in range(1, 70)]
    rows[2].append("mất năm 1990")
    rows.append([70, "BTBG 70", "Bát 70", "Gốm", "", "", "cho mượn"])
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", [HEAD, *rows]))
    assert "mất năm 1990" in said(engine, 4)
    assert "outside the heading" in said(engine, 4)
    assert "outside the heading" in said(engine, 71)
    assert "outside" not in said(engine, 5)


def test_a_second_table_beside_the_first_is_said_on_its_rows(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [["Số ĐK", "Tên", "", "Số ĐK", "Tên"], ["1", "Bát", "", "51", "Đĩa"], ["2", "Ấm", "", "", ""]]
    table.append(["", "", "", "52", "Lọ"])
    batch = import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    assert (batch.created, batch.rejected) == (2, 1)
    assert "Đĩa" in said(engine, 2)
    assert "second table" in said(engine, 2)
    assert "second table" in said(engine, 4)
    assert "second table" not in said(engine, 3)


def test_a_column_that_no_field_takes_is_said_once_and_counted(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [[*HEAD, "Người chụp"], [1, "1", "Bát", "Gốm", "Minh"], [2, "2", "Đĩa", "Gốm", "Hoa"]]
    batch = import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", table))
    assert "Người chụp" in said(engine, 2)
    assert said(engine, 3) == "[]"
    assert batch.counts["sheets"]["Sổ đăng ký"]["unread"] == {"Người chụp": 2}


def test_rows_of_many_lines_are_warned_of_once_a_file(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    story = "\n".join(f"dòng {place}" for place in range(157))
    lines = "".join(f'{place};Bát {place};"{story}"\n' for place in range(1, 4))
    batch = import_file(engine, settings, write_text(tmp_path / "so.csv", f"Số ĐK;Tên;Miêu tả\n{lines}"))
    assert "157" in said(engine, 2, "so")
    assert said(engine, 3, "so") == said(engine, 4, "so") == "[]"
    assert (batch.created, batch.counts["many_lines"]) == (3, 3)


def test_a_sheet_without_a_heading_goes_on_with_the_columns_of_the_first(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    sheets = {
        "tiếp": [[3, "BTBG 3", "Chum", "Sành"], [4, "BTBG 4", "Vò", "Sành"], [None, "Cộng", None, 2]],
        "Tổng hợp": [["Loại", "Số lượng"], ["Gốm", 5]],
        "trống": [],
    }
    first = [HEAD, [1, "BTBG 1", "Bát", "Gốm"], [2, "BTBG 2", "Đĩa", "Gốm"]]
    path = write_xlsx(tmp_path / "so.xlsx", first, sheets=sheets)
    batch = import_file(engine, settings, path)
    assert names(engine) == ["Bát", "Đĩa", "Chum", "Vò"]
    assert batch.created == 4
    answer = run(settings, path)
    assert answer.exit_code == ExitCode.PARTLY
    assert "something stands on them: Tổng hợp." in answer.output


def test_a_sheet_that_does_not_fit_is_not_read_with_the_columns_of_the_first(
    settings: config.Settings, tmp_path: Path, engine: sa.Engine
) -> None:
    sheets = {"khác": [["Gốm", "x", "12", "y", "z"], ["Đá", "x", "5", "y", "z"]], "thơ": [["Bài thơ về làng gốm"]]}
    path = write_xlsx(tmp_path / "so.xlsx", [HEAD, [1, "BTBG 1", "Bát", "Gốm"]], sheets=sheets)
    with path.open("rb") as stream, Session(engine) as session:
        _, views = read_file(settings, stage(session, settings, stream, path.name))
    assert [(view.plan.name, view.plan.taken) for view in views] == [
        ("Sổ đăng ký", True),
        ("khác", False),
        ("thơ", False),
    ]
    assert stage_file(engine, settings, path)


def test_a_table_of_people_asks_before_it_makes_objects(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    people = [
        ["STT", "Tên", "Năm sinh", "Năm mất", "Giới tính", "Quốc tịch"],
        [1, "Tô Ngọc Vân", 1906, 1954, "Nam", "VN"],
    ]
    path = write_xlsx(tmp_path / "nguoi.xlsx", people)
    answer = run(settings, path)
    assert answer.exit_code == ExitCode.REFUSED
    assert "table of people (Năm sinh, Năm mất, Giới tính, Quốc tịch)" in answer.output
    assert names(engine) == []
    assert "created 1" in run(settings, path, "--sheet", "Sổ đăng ký").output
