"""Tables as provincial museums keep them: short heads, merged groups, sections, signatures, units in the heading."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact
from museum_tracker.interop.imports.proposing import propose
from museum_tracker.interop.imports.reading.errors import BinaryTable, LockedTable, NotATable, TableTooLarge
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.table import Mark
from museum_tracker.interop.imports.services import read_file
from museum_tracker.interop.imports.staging import stage
from museum_tracker.interop.imports.targets import matcher
from museum_tracker.interop.models import ImportRow, Outcome
from museum_tracker.vocabularies.queries import find_term
from tests.factories.interop import import_file, rows_by_outcome
from tests.interop.tables import rows_of, write_xlsx, write_zip

REGISTER = [
    ["BẢO TÀNG TỈNH", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["S.T.T", "SỐ Đ.KÝ", "TÊN HV", "C. liệu", "Kích thước (mm)", None, "Trọng lượng (gr)", "Nguồn gốc"],
    [None, None, None, None, "C", "R", None, None],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ["I", None, "ĐỒ GỐM", None, None, None, None, None],
    [1, "BTTH 12", "Bình", "Gốm", 120, 80.5, 350, "Mua"],
    [2, "chưa có", "Bát", "nt", None, None, "1,2 kg", "Ông A tặng"],
    ["Cộng", None, "2 hiện vật", None, None, None, None, None],
    ["II", None, "ĐỒ ĐỒNG", None, None, None, None, None],
    [1, "BTTH 13", "Gương", "Đồng", 5, None, None, "nt"],
    [2, None, None, None, None, None, None, None],
    [None, None, "Bằng chữ: ba hiện vật", None, None, None, None, None],
    [None, "NGƯỜI LẬP", None, None, "GIÁM ĐỐC", None, None, None],
    [None, "Lê Thị Hoa", None, None, "Trần Văn Bình", None, None, None],
]
MERGED = ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "H2:H3")


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Tên HV", "name_vi"),
        ("Tên hiện vật, tài liệu", "name_vi"),
        ("SỐ Đ.KÝ", "number"),
        ("Số KKHV", "number"),
        ("Mã số HV", "number"),
        ("Inv. No.", "number"),
        ("KT (cm)", "dimensions"),
        ("N. ĐẠI", "dating"),
        ("T. trạng HV", "condition"),
        ("Chất liệu, kỹ thuật", "material"),
        ("NGUỒN GỐC - XUẤT XỨ", "source"),
        ("NGÀY, THÁNG, NĂM NHẬP KHO", "collected"),
        ("Hình thức nhập", "acquisition_method"),
        ("Vị trí lưu giữ", "location"),
        ("S.T.T", "line"),
        ("isMadeOfSummary", "material"),
        ("Qty", "quantity"),
        ("Tên cổ vật", "name_vi"),
        ("TÊN DI VẬT", "name_vi"),
        ("Hiện vật", "name_vi"),
        ("Người hiến", "source"),
        ("Ký hiệu PL", "classification_number"),
        ("Năm xây dựng", "dating"),
        ("Địa chỉ", "find_place"),
        ("Thông tin", "description_vi"),
        ("Giá trị", "significance"),
    ],
)
def test_headings_in_short_find_their_field(heading: str, target: str) -> None:
    found, confidence = matcher().guess(heading)
    assert found == target
    assert confidence >= 0.85


@pytest.mark.parametrize(
    "heading",
    ["TL", "Giá trị (đồng)", "Giá trị (VNĐ)", "Trị giá", "Điện thoại", "Người sưu tầm", "Ảnh", "Giá tiền", "Object ID"],
)
def test_headings_that_may_mean_anything_are_left_to_a_person(heading: str) -> None:
    assert matcher().guess(heading)[1] < 0.85


def test_worth_in_amounts_is_a_price_and_an_address_beside_a_donor_is_left_to_a_person(tmp_path: Path) -> None:
    table = [["Số ĐK", "Tên", "Giá trị", "Người hiến", "Địa chỉ"], ["1", "Bát", 500000, "Ông A", "Xã B"]]
    view = propose("x", rows_of(write_xlsx(tmp_path / "so.xlsx", table)))
    assert view.plan.targets == {0: "number", 1: "name_vi", 3: "source"}
    assert view.columns[4].suggestion == "find_place"


@pytest.mark.one_engine
def test_a_register_as_offices_lay_it_out_gives_its_objects_and_nothing_else(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    batch = import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", REGISTER, merged=MERGED))
    assert (batch.rows_read, batch.created) == (3, 3)
    assert batch.counts["sheets"]["Sổ đăng ký"]["rows"] == {
        "title": 1,
        "header": 2,
        "numbering": 1,
        "section": 2,
        "object": 3,
        "page_total": 1,
        "empty": 1,
        "footer": 3,
    }
    with Session(engine) as session:
        vase, bowl, mirror = session.scalars(sa.select(Artifact).order_by(Artifact.id))
        assert (vase.dimensions_text, [size.min_cm for size in vase.dimensions]) == (
            "C: 120 mm; R: 80,5 mm",
            [12, 8.05],
        )
        assert (vase.weight_text, vase.weight_g, bowl.weight_g) == ("350 g", 350, 1200)
        purchase = find_term(session, "acquisition_method", "Mua")
        assert purchase is not None
        assert (vase.acquisition_method_id, bowl.acquisition_method_id) == (purchase.id, None)
        assert (bowl.number, bowl.material_text, mirror.source_text) == ("", "Gốm", "Ông A tặng")
        said = session.scalars(sa.select(ImportRow).where(ImportRow.artifact_id == bowl.id)).one()
        assert "chưa có" in str(said.findings)
    assert set(rows_by_outcome(engine, batch.id)) == {Outcome.CREATED}


def test_a_formula_that_nobody_worked_out_is_told_and_one_with_an_empty_result_is_not(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "cong-thuc.xlsx", [["Số đăng ký", "Tên", "Ghi chú"], ["1", "=A2&A3", "x"]])
    assert rows_of(path)[1].notices == ((Mark.NO_RESULT, 1, "=A2&A3"),)


def test_beside_sheets_of_objects_a_summary_is_not_entered(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    sheets = {"Tổng hợp": [["Loại", "Số lượng"], ["Gốm", 5]]}
    path = write_xlsx(tmp_path / "so.xlsx", [["Số ĐK", "Tên HV"], ["1", "Bát"]], sheets=sheets)
    with path.open("rb") as stream, Session(engine) as session:
        _reading, views = read_file(settings, stage(session, settings, stream, path.name))
    assert [view.plan.taken for view in views] == [True, False]


def test_a_sheet_of_letters_for_sizes_reads_them_only_below_their_group(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "so.xlsx", [["Số ĐK", "Kích thước", None], [None, "C", "R"], ["1", 5, 6]], merged=["B1:C1"]
    )
    targets = propose("x", rows_of(path)).plan.targets
    assert targets == {0: "number", 1: "part_height", 2: "part_width"}


def test_a_prefix_that_all_rows_share_is_not_taken_for_their_number(tmp_path: Path) -> None:
    table = [["Ký hiệu", "Số", "Tên hiện vật"], ["BTBG", "1", "Bình"], ["BTBG", "2", "Bát"]]
    view = propose("x", rows_of(write_xlsx(tmp_path / "so.xlsx", table)))
    assert (view.plan.targets, view.columns[0].suggestion) == ({2: "name_vi"}, "number")


def test_a_coloured_cell_far_below_makes_no_table_too_large(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "so.xlsx", [["Số ĐK", "Tên"], ["1", "Bát"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    stray = b'<row r="1048576"><c r="BY1048576" s="0"></c><c r="BZ1048576" s="0" /></row></sheetData>'
    path = write_zip(path, parts | {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", stray)})
    assert [row.cells for row in rows_of(path)] == [["Số ĐK", "Tên"], ["1", "Bát"]]
    full = stray.replace(b" />", b"><v>1</v></c>")
    path = write_zip(path, parts | {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", full)})
    with pytest.raises(TableTooLarge):
        open_table(path, path.name)


@pytest.mark.parametrize(("stream", "refusal"), [("EncryptedPackage", LockedTable), ("WordDocument", NotATable)])
def test_what_is_packed_like_an_old_workbook_is_called_what_it_is(
    tmp_path: Path, stream: str, refusal: type[Exception]
) -> None:
    path = tmp_path / "tep.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + stream.encode("utf-16-le") + b"\0" * 600)
    with pytest.raises(refusal):
        open_table(path, path.name)


def test_a_binary_workbook_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "so.xlsb", {"xl/workbook.bin": b"\x83\x01\0"})
    with pytest.raises(BinaryTable):
        open_table(path, path.name)
