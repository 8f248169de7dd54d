"""Rows that may be no object are told from objects, whatever people write between, above and below them."""

from __future__ import annotations

import unicodedata

import pytest

from museum_tracker.interop.imports.layout import Layout
from museum_tracker.interop.imports.reading.table import RawRow
from museum_tracker.interop.imports.rowkinds import DOUBTFUL, RowKind, Sorter

HEADINGS = ["TT", "Số ĐK", "Tên hiện vật", "SL", "Chất liệu", "Ghi chú"]
LAYOUT = Layout((1,), HEADINGS, 2, (tuple(HEADINGS),))


def kind(*cells: str) -> RowKind:
    """What a row below an object is, in a table of running number, number, name, pieces, material, notes."""
    sorter = Sorter(LAYOUT, names=frozenset({2}), numbers=frozenset({1}), lines=frozenset({0}))
    sorter.kind(RawRow(2, ["1", "BTBG 1", "Bộ ấm chén", "1", "Gốm", ""]))
    return sorter.kind(RawRow(3, [*cells, *[""] * (6 - len(cells))]))


@pytest.mark.parametrize(
    "cells",
    [
        ("2", "BTBG 2", "Bát", "1", "Gốm"),
        ("2", "BTBG 2", "BÁT MEN LAM", "1", "Gốm"),
        ("2", "BTBG 2", "Tổng tập văn học Việt Nam", "1", "Giấy"),
        ("2", "BTBG 2", "Cộng đồng làng gốm", "1", "Ảnh"),
        ("2", "2", "Cồng chiêng"),
        ("2", "", "Bát không số", "1", "Gốm"),
        ("2", "chưa có", "Bát", "1", "Gốm"),
        ("2", "BTBG 2/Gm 5", ""),
        ("", "", "Bát men lam", "", "Gốm"),
        ("", "", "Chỉ có tên"),
        ("2", "BTBG-MH 0001", "Ký họa", "1", "Giấy"),
        ("2", "BTBG 2", "Giám đốc Nguyễn Văn A (ảnh chân dung)", "1", "Giấy"),
        ("2", "BTBG 12", "01 ấm", "1", "Gốm"),
        ("1.1", "BTBG 3", "Ấm", "1", "Gốm"),
        ("2", "BTBG 2", "12 con giáp", "12", "Giấy"),
        ("I", "BTBG 2", "Bát", "1"),
    ],
)
def test_objects_stay_objects(cells: tuple[str, ...]) -> None:
    assert kind(*cells) is RowKind.OBJECT


@pytest.mark.parametrize(
    "cells",
    [
        ("", "II", "ĐỒ ĐỒNG"),
        ("", "II", ""),
        ("", "*", ""),
        ("", "*", "Hiện vật đá"),
        ("", "A", "Hiện vật thể khối"),
        ("", "", "ĐỒ GỐM"),
        ("", "", "II. Đồ đồng"),
        ("", "", "Nhóm đồ thờ:"),
        ("", "Phần 1: Đồ gốm", ""),
        ("", "1. Đồ gốm", ""),
        ("", "C", "Đồ gỗ", "12"),
        ("B", "", "Hiện vật bằng gỗ", "", "", "xem sổ 2"),
        ("", "-", "I. ĐỒ GỐM", "", "", ""),
    ],
)
def test_headings_between_objects_are_no_objects(cells: tuple[str, ...]) -> None:
    assert kind(*cells) in {RowKind.PERHAPS_HEADING, RowKind.SECTION}


@pytest.mark.parametrize(
    "cells",
    [
        ("A", "B", "C", "D", "E", "F"),
        ("A", "B", "C", "D", "Đ", "E"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("1", "2", "3", "4", "5", "6"),
        ("A", "B", "1", "2", "3", "4"),
        ("1", "2", "3", "4=2+3", "5", "6"),
        ("[1]", "[2]", "[3]", "", "[4]", "[5]"),
        ("I", "II", "III", "IV", "V", "VI"),
    ],
)
def test_rows_that_number_the_columns_are_no_objects(cells: tuple[str, ...]) -> None:
    assert kind(*cells) is RowKind.NUMBERING


@pytest.mark.parametrize(
    "cells",
    [
        ("", "", "- 01 ấm"),
        ("", "", "- 01 ấm", "1", "Gốm"),
        ("-", "", "01 ấm", "1", "Gốm"),
        ("", "", "+ nắp", "", "", "vỡ"),
        ("", "", "a) quai"),
        ("", "", "• 06 chén", "6"),
        ("1.1", "", "Ấm", "1", "Gốm"),
        ("1a", "", "Ấm", "1", "Gốm"),
        ("a", "", "Ấm", "1", "Gốm"),
        ("", "- 01 ấm", ""),
        ("", "BTBG 1", "- 01 ấm", "1", "Gốm"),
        ("+", "", "Nắp", "1", "Gốm"),
    ],
)
def test_lines_of_a_set_are_no_objects(cells: tuple[str, ...]) -> None:
    assert kind(*cells) is RowKind.PERHAPS_PART


@pytest.mark.parametrize(
    "cells",
    [
        ("", "Tổng số hiện vật: 120 (Một trăm hai mươi)", ""),
        ("", "", "Tổng số: 120 hiện vật"),
        ("", "", "TỔNG CỘNG:", "120"),
        ("Tổng", "", "", "120"),
        ("", "Cộng:", "", "35"),
        ("", "Cộng", "Đồ gốm", "35", "Gốm"),
        ("", "", "Cộng mục I", "35"),
        ("", "", "Đồ gốm", "35"),
        ("", "", "Bằng chữ: ba mươi lăm hiện vật"),
        ("", "Lũy kế", "", "120"),
        ("", "Tổng hiện vật kho 1", "", "120", "", "đủ"),
        ("", "", "* Tổng cộng: 30 hiện vật, 12 tài liệu"),
        ("", "", "Cộng trang này: 25"),
    ],
)
@pytest.mark.parametrize("written", [str, str.upper, lambda text: unicodedata.normalize("NFD", text)])
def test_totals_are_no_objects_in_whatever_letters(cells: tuple[str, ...], written: type[str]) -> None:
    assert kind(*map(written, cells)) in {RowKind.PAGE_TOTAL, RowKind.FOOTER, RowKind.PERHAPS_TOTAL}


@pytest.mark.parametrize(
    "cells",
    [
        ("", "Người lập biểu", "Giám đốc"),
        ("", "NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG", "", "GIÁM ĐỐC"),
        ("NGƯỜI LẬP", "THỦ KHO", "KẾ TOÁN", "", "GIÁM ĐỐC"),
        ("", "", "Bắc Giang, ngày 5 tháng 1 năm 1990"),
        ("", "Ngày ... tháng ... năm 2020", ""),
        ("", "(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)"),
        ("", "KT. GIÁM ĐỐC", ""),
        ("", "TM. HỘI ĐỒNG KIỂM KÊ", "CHỦ TỊCH"),
        ("", "Trang 3/20", ""),
        ("", "", "Trang 12"),
        ("", "- 12 -", ""),
        ("", "", "Ghi chú: các số có dấu * là hiện vật mượn"),
        ("", "Danh sách này gồm 120 hiện vật", ""),
    ],
)
@pytest.mark.parametrize("written", [str, str.upper, lambda text: unicodedata.normalize("NFD", text)])
def test_signatures_page_numbers_and_remarks_are_no_objects(cells: tuple[str, ...], written: type[str]) -> None:
    assert kind(*map(written, cells)) in {RowKind.FOOTER, RowKind.PERHAPS_SIGNATURE, RowKind.PERHAPS_TOTAL}


@pytest.mark.parametrize("number", ["abc", "Gm", "nt", "?", "BTBG", "bs", "Kho mở"])
def test_a_number_without_a_digit_is_a_doubt(number: str) -> None:
    assert kind("2", number, "Bát", "1", "Gốm") in DOUBTFUL


@pytest.mark.parametrize("number", ["chưa có", "không số", "-", "—", "chưa đăng ký", "mất số", "..."])
def test_words_for_no_number_leave_an_object_without_one(number: str) -> None:
    assert kind("2", number, "Bát", "1", "Gốm") is RowKind.OBJECT
