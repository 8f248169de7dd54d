"""Exported workbooks: what stands in a cell is what the record says, whatever characters it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from museum_tracker.interop.exports import xlsx
from museum_tracker.interop.exports.base import ExportColumn

pytestmark = pytest.mark.one_engine


def written(path: Path, rows: list[list[str]], columns: list[ExportColumn] | None = None) -> Path:
    width = max(map(len, rows), default=1)
    xlsx.write(path, columns or [ExportColumn(f"Cột {place}") for place in range(width)], iter(rows), "Hiện vật [a/b]")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "Bát <men> & “ngọc” 'quý' \"xưa\"",
        "=1+1",
        "+84 123",
        "  hai dấu cách  ",
        "dòng một\ndòng hai\tô",
        "_x0041_ không phải chữ A",
        "dấu \x07 chuông và \x1b",
        "Chữ Hán 漢喃 𡨸喃",
        "0123",
        "x" * 32_767,
    ],
)
def test_a_text_is_read_back_as_it_was_written(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "a.xlsx", [["BT 1", text]])
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1] == ["BT 1", text]
    assert load_workbook(path).active.cell(2, 2).data_type == "s"


def test_columns_of_numbers_hold_numbers_and_what_is_no_number_stays_a_text(tmp_path: Path) -> None:
    columns = [ExportColumn("Năm", numeric=True)]
    rows = [["1783"], ["-50"], ["khoảng 1783"], ["1" * 20], ["--5"], [""]]
    sheet = load_workbook(written(tmp_path / "a.xlsx", rows, columns)).active
    assert [sheet.cell(line, 1).value for line in range(2, 8)] == [1783, -50, "khoảng 1783", "1" * 20, "--5", None]


def test_every_column_has_its_letters_and_empty_cells_move_nothing(tmp_path: Path) -> None:
    row = ["" if place % 3 else str(place) for place in range(760)]
    sheet = load_workbook(written(tmp_path / "a.xlsx", [row])).active
    assert [sheet.cell(2, place + 1).value or "" for place in range(760)] == row


def test_a_text_that_no_cell_holds_is_told_of_on_a_second_sheet(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "a.xlsx", [["BT 1", "a"], ["BT 2", "x" * 32_768]]))
    assert book.worksheets[0].cell(3, 2).value is None
    assert [cell.value for cell in book["Quá dài"][2]] == [3, "Cột 1", 32_768]


def test_headings_stay_in_sight_and_the_filter_spans_every_row(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path / "a.xlsx", [["a", "b"]] * 3))
    sheet = book.active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.title) == ("A2", "A1:B4", "Hiện vật ab")
    assert sheet.cell(2, 1).alignment.vertical == "top"


def test_a_list_without_objects_is_a_book_of_headings(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path / "a.xlsx", [], [ExportColumn("Tên")])).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [["Tên"]]
