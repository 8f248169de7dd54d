"""A book in TCVN3 or VNI is read before anything in it is judged: by its cells' fonts, or by how the sheet looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
import xlwt
from openpyxl.styles import Font
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.legacy import Encoding, from_tcvn3, from_vni
from tests.factories.interop import import_file
from tests.interop.old_letters import to_tcvn3, to_vni
from tests.interop.tables import write_xlsx

TABLE = [
    ["TT", "Số đăng ký", "Tên hiện vật", "Chất liệu", "Số lượng"],
    [None, "II", "ĐỒ GỐM", None, None],
    [1, "BTBG 1", "Bình gốm hoa nâu", "Gốm", 1],
    [2, "BTBG 2", "Rìu đá có vai", "Đá", 1],
    [3, "BTBG 3", "Mộc bản chùa Vĩnh Nghiêm", "Gỗ", 1],
    [None, "Tổng số hiện vật: 3", None, None, None],
    [None, "Cộng trang", None, None, 3],
    [None, None, "Người lập biểu", None, "Giám đốc"],
    [None, None, "Nguyễn Thị Lượng", None, "Trần Đức Hạnh"],
]
NAMES = ["Bình gốm hoa nâu", "Rìu đá có vai", "Mộc bản chùa Vĩnh Nghiêm"]


def written(convert: Callable[[str], str]) -> list[list[Any]]:
    """The table in an old encoding."""
    return [[convert(cell) if isinstance(cell, str) else cell for cell in row] for row in TABLE]


def names(engine: sa.Engine) -> list[tuple[str, str]]:
    """The objects' names and materials."""
    with Session(engine) as session:
        rows = session.execute(sa.select(Artifact.name_vi, Artifact.material_text).order_by(Artifact.id))
        return [(row.name_vi, row.material_text) for row in rows]


@pytest.mark.parametrize("convert", [to_tcvn3, to_vni])
def test_totals_and_signatures_of_an_old_book_are_no_objects(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, convert: Callable[[str], str]
) -> None:
    batch = import_file(engine, settings, write_xlsx(tmp_path / "cu.xlsx", written(convert)))
    assert names(engine) == list(zip(NAMES, ["Gốm", "Đá", "Gỗ"], strict=True))
    (kinds,) = (sheet["rows"] for sheet in batch.counts["sheets"].values())
    assert (kinds["object"], kinds["footer"], kinds["page_total"]) == (3, 2, 2)
    assert batch.waiting == 1


def test_each_cell_is_read_as_its_font_says(engine: sa.Engine, settings: config.Settings, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Số đăng ký", "Tên hiện vật", "Chất liệu", "Ghi chú"])
    sheet.append(["BTBG 1", to_tcvn3("có quai"), "Gốm", "cổ cao"])
    sheet.append(["BTBG 2", to_vni("đồng đỏ"), to_tcvn3("đá"), "cú"])
    sheet.append(["BTBG 3", "Rìu đá", "Đá", "có"])
    sheet.append(["BTBG 4", to_tcvn3("trống đồng"), "Đồng", ""])
    for place, font in {
        "B2": ".VnTime",
        "B3": "VNI-Times",
        "C3": ".VnArial",
        "B4": ".VnTime",
        "B5": ".VnTimeH",
    }.items():
        sheet[place].font = Font(name=font)
    book.save(tmp_path / "lan.xlsx")
    import_file(engine, settings, tmp_path / "lan.xlsx")
    assert names(engine) == [("có quai", "Gốm"), ("đồng đỏ", "đá"), ("Rìu đá", "Đá"), ("TRỐNG ĐỒNG", "Đồng")]
    with Session(engine) as session:
        assert list(session.scalars(sa.select(Artifact.notes).order_by(Artifact.id)))[1:3] == ["cú", "có"]


def test_fonts_of_old_workbooks_are_read_too(engine: sa.Engine, settings: config.Settings, tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sổ cũ")
    old = xlwt.easyxf("font: name .VnTime")
    for r, row in enumerate([["Số đăng ký", "Tên hiện vật"], ["BTBG 1", "có quai"], ["BTBG 2", "có"]]):
        for c, value in enumerate(row):
            sheet.write(r, c, to_tcvn3(value) if (r, c) == (1, 1) else value, *([old] if (r, c) == (1, 1) else []))
    book.save(str(tmp_path / "cu.xls"))
    import_file(engine, settings, tmp_path / "cu.xls")
    assert [name for name, _ in names(engine)] == ["có quai", "có"]


def test_unicode_cells_of_an_old_sheet_stay_as_they_are(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    table = [*written(to_tcvn3), [4, "BTBG 4", "Chuông đồng thời Nguyễn", "Đồng", 1]]
    import_file(engine, settings, write_xlsx(tmp_path / "cu.xlsx", table))
    assert names(engine)[-1] == ("Chuông đồng thời Nguyễn", "Đồng")


def test_the_old_letters_of_these_tests_are_those_that_the_readers_know() -> None:
    for name in NAMES:
        assert (from_tcvn3(to_tcvn3(name)), from_vni(to_vni(name))) == (name, name)
    assert Encoding.TCVN3 == "tcvn3"
