"""Workbooks of three kinds give the same rows, and those that lie about their size are refused unopened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from museum_tracker.interop.imports.reading.cells import NumberText, cell_text
from museum_tracker.interop.imports.reading.errors import (
    DamagedTable,
    LockedTable,
    NotATable,
    TableTooLarge,
    UnknownSheet,
)
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.limits import Limits
from museum_tracker.interop.imports.reading.table import Mark
from tests.interop.tables import cells_of, rows_of, write_ods, write_xls, write_xlsx, write_zip

SHEET = b'<?xml version="1.0"?><worksheet><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1901.0, "1901"),
        (34.2, "34.2"),
        (0.1 + 0.2, "0.3"),
        (1e21, "1000000000000000000000"),
        (-500, "-500"),
        (True, "TRUE"),
        (dt.date(1997, 10, 12), "12/10/1997"),
        (dt.datetime(1997, 10, 12), "12/10/1997"),  # noqa: DTZ001 - a workbook knows no zones
        (dt.datetime(1997, 10, 12, 8, 5), "12/10/1997 08:05"),  # noqa: DTZ001
        (dt.time(7, 30), "07:30"),
        ("=1+1", "=1+1"),
        ("0012", "0012"),
        (None, ""),
    ],
)
def test_a_cell_says_what_a_person_would_type(value: object, text: str) -> None:
    assert cell_text(value) == text  # type: ignore[arg-type]


def test_only_numbers_held_as_numbers_carry_a_decimal_dot() -> None:
    assert isinstance(cell_text(1.125), NumberText)
    assert not isinstance(cell_text("1.125"), NumberText)


def test_every_sheet_is_offered_and_read_by_name(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["Số", "Tên"], [1, "Bát"]], sheets={"Sổ 2": [["Số", "Tên"], [2, "Đĩa"]]})
    table = open_table(path, "a.xlsx")
    assert [sheet.name for sheet in table.sheets] == ["Sổ đăng ký", "Sổ 2"]
    assert [row.cells for row in table.rows("Sổ 2")] == [["Số", "Tên"], ["2", "Đĩa"]]
    with pytest.raises(UnknownSheet):
        list(table.rows("Sổ 3"))
    table.close()


def test_merged_cells_are_filled_down_and_across(tmp_path: Path) -> None:
    rows = [["Kích thước", None, "Nguồn"], ["Cao", "Rộng", "Mua"], ["5", "6", None]]
    found = rows_of(write_xlsx(tmp_path / "a.xlsx", rows, merged=["A1:B1", "C2:C3"]))
    assert [row.cells for row in found] == [
        ["Kích thước", "Kích thước", "Nguồn"],
        ["Cao", "Rộng", "Mua"],
        ["5", "6", "Mua"],
    ]
    assert [row.spread for row in found] == [frozenset({1}), frozenset(), frozenset()]


def test_old_excel_reads_the_same(tmp_path: Path) -> None:
    path = write_xls(
        tmp_path / "a.xls", [["Số", "Năm", "Nguồn"], [1.0, 1901.0, "Mua"], [2.0, -500.0, None]], merged=[(1, 2, 2, 2)]
    )
    assert cells_of(path) == [["Số", "Năm", "Nguồn"], ["1", "1901", "Mua"], ["2", "-500", "Mua"]]


def test_an_open_document_reads_the_same(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", [[("Kích thước", 1, 2), "", ("Nguồn", 2, 1)], ["Cao", "Rộng", ""]])
    found = rows_of(path)
    assert [row.cells for row in found] == [["Kích thước", "Kích thước", "Nguồn"], ["Cao", "Rộng", "Nguồn"]]
    assert found[0].spread == frozenset({1})


def test_rows_and_columns_keep_their_place_when_the_corner_is_empty(tmp_path: Path) -> None:
    found = rows_of(write_xlsx(tmp_path / "a.xlsx", [[], [], [None, "x"]]))
    assert (found[-1].number, found[-1].cells) == (3, ["", "x"])


def test_an_error_value_becomes_an_empty_cell_with_a_notice(tmp_path: Path) -> None:
    found = rows_of(write_xlsx(tmp_path / "a.xlsx", [["Số", "Tên"], [1, "#N/A"]]))
    assert found[1].cells == ["1", ""]
    assert [(n.mark, n.column, n.value) for n in found[1].notices] == [(Mark.CELL_ERROR, 1, "#N/A")]


def test_a_zip_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    bomb = write_zip(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": b"0" * 80_000_000, "xl/workbook.xml": b"x"})
    assert bomb.stat().st_size < 500_000
    with pytest.raises(TableTooLarge):
        open_table(bomb, "a.xlsx")


def test_one_cell_in_the_last_corner_is_refused_before_the_sheet_is_laid_out(tmp_path: Path) -> None:
    sheet = SHEET % b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_zip(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": b"<workbook/>"})
    with pytest.raises(TableTooLarge):
        open_table(path, "a.xlsx")


def test_an_open_document_that_repeats_a_row_without_end_is_refused(tmp_path: Path) -> None:
    names = b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    cell = b'<table:table-cell table:number-columns-repeated="900"><p/></table:table-cell>'
    row = b'<table:table-row table:number-rows-repeated="1048576">' + cell + b"</table:table-row>"
    content = b"<doc " + names + b'><table:table table:name="a">' + row + b"</table:table></doc>"
    with pytest.raises(TableTooLarge):
        open_table(write_zip(tmp_path / "a.ods", {"content.xml": content}), "a.ods")


def test_an_open_document_with_entities_of_its_own_is_refused(tmp_path: Path) -> None:
    content = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'
    with pytest.raises(DamagedTable):
        open_table(write_zip(tmp_path / "a.ods", {"content.xml": content}), "a.ods")


@pytest.mark.parametrize("keep", [30, 400, 3000])
def test_a_workbook_cut_short_is_refused_as_damaged(tmp_path: Path, keep: int) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [["Số", "Tên"]] * 50).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(whole[:keep])
    with pytest.raises(DamagedTable):
        open_table(path, "b.xlsx")


def test_a_damaged_old_workbook_is_refused_as_damaged(tmp_path: Path) -> None:
    whole = write_xls(tmp_path / "a.xls", [["Số", "Tên"]] * 50).read_bytes()
    for cut in (600, 1500, 3000):
        path = tmp_path / f"{cut}.xls"
        path.write_bytes(whole[:cut])
        with pytest.raises(DamagedTable):
            cells_of(path)


def test_other_zips_are_no_tables_and_locked_ones_say_so(tmp_path: Path) -> None:
    with pytest.raises(NotATable):
        open_table(write_zip(tmp_path / "a.xlsx", {"word/document.xml": b"<w/>"}), "a.xlsx")
    with pytest.raises(LockedTable):
        open_table(write_zip(tmp_path / "b.xlsx", {"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "b.xlsx")


def test_a_wide_sheet_is_refused_by_its_cells(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["x"] * 30] * 30)
    with pytest.raises(TableTooLarge):
        open_table(path, "a.xlsx", limits=Limits(cells=100))


def test_a_sheet_that_is_cut_into_portions_reads_as_if_it_were_laid_out_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Số", "Tên", "Ngày"], *([place, f"Bát {place}", dt.date(1990, 1, 1)] for place in range(1, 60))]
    path = write_xlsx(tmp_path / "so.xlsx", [*rows, [], ["Cộng", None, 59]], merged=["A40:B41", "A62:B62"])
    whole = rows_of(path)
    monkeypatch.setattr("museum_tracker.interop.imports.reading.workbooks.LAID_OUT", 10)
    monkeypatch.setattr("museum_tracker.interop.imports.reading.workbooks.CELLS_AT_ONCE", 20)
    assert rows_of(path) == whole
    assert len(whole) == 62
