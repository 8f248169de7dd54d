"""A table is understood as people lay it out: titles, headings, totals, signatures."""

from __future__ import annotations

import pytest

from museum_tracker.interop.imports.dittos import Ditto, DittoRule, Filler, ditto_of
from museum_tracker.interop.imports.layout import Layout, find_layout, letter_heading
from museum_tracker.interop.imports.matching import Matcher
from museum_tracker.interop.imports.reading.table import RawRow
from museum_tracker.interop.imports.rowkinds import RowKind, Sorter

HEADERS = {
    "number": ["Số đăng ký", "Số ĐK", "accession_number", "Object number"],
    "name_vi": ["Tên hiện vật", "Tên gọi"],
    "material": ["Chất liệu", "medium"],
    "quantity": ["Số lượng", "SL"],
    "height": ["Cao", "C", "height"],
    "width": ["Rộng", "R", "width"],
    "dating_text": ["Niên đại", "dateText", "creation_date"],
    "notes": ["Ghi chú"],
}
MATCHER = Matcher(HEADERS)


def rows(*lines: list[str], spread: dict[int, set[int]] | None = None) -> list[RawRow]:
    """Rows from 1, some with cells that only repeat a merged cell."""
    wide = max(map(len, lines))
    return [
        RawRow(number, [*cells, *[""] * (wide - len(cells))], (), frozenset((spread or {}).get(number, ())))
        for number, cells in enumerate(lines, 1)
    ]


@pytest.mark.parametrize(
    ("heading", "target", "at_least"),
    [
        ("Số đăng ký", "number", 1.0),
        ("SO DANG KY", "number", 0.95),
        ("AccessionNumber", "number", 0.95),
        ("Chất liệu (ghi rõ)", "material", 0.9),
        ("Cao (cm)", "height", 0.9),
        ("Kích thước – Cao", "height", 0.85),
        ("Tên gọi hiện vật", "name_vi", 0.5),
        ("dateText", "dating_text", 1.0),
        ("Người chụp ảnh", "", 0.0),
        ("", "", 0.0),
    ],
)
def test_headings_find_their_field(heading: str, target: str, at_least: float) -> None:
    found, confidence = MATCHER.guess(heading)
    assert found == target
    assert confidence >= at_least


def test_two_columns_do_not_share_a_field_and_units_are_read() -> None:
    matches = MATCHER.match(["Tên gọi hiện vật", "Tên hiện vật", "Cao (mm)", "width"])
    assert [match.target for match in matches] == ["", "name_vi", "height", "width"]
    assert matches[2].unit == "mm"


def test_the_heading_is_found_below_titles() -> None:
    table = rows(
        ["BẢO TÀNG TỈNH"], ["SỔ ĐĂNG KÝ HIỆN VẬT"], [], ["TT", "Số đăng ký", "Tên hiện vật"], ["1", "BTBG 1", "Bát"]
    )
    layout = find_layout(table, MATCHER)
    assert (layout.header_rows, layout.headings, layout.first_row) == ((4,), ["TT", "Số đăng ký", "Tên hiện vật"], 5)


def test_an_unknown_heading_is_still_told_from_titles() -> None:
    table = rows(["Danh sách"], ["Mã", "Mô tả ngắn", "Kệ"], ["1", "a b c", "K1"], ["2", "d e", "K2"])
    assert find_layout(table, MATCHER).header_rows == (2,)


def test_two_heading_lines_become_one_with_merged_cells() -> None:
    table = rows(
        ["Số đăng ký", "Kích thước", "Kích thước", "Ghi chú"],
        ["Số đăng ký", "Cao", "Rộng", "Ghi chú"],
        ["1", "5", "6", ""],
        spread={1: {2}},
    )
    layout = find_layout(table, MATCHER)
    assert layout.headings == ["Số đăng ký", "Kích thước – Cao", "Kích thước – Rộng", "Ghi chú"]
    assert (layout.header_rows, layout.first_row) == ((1, 2), 3)


def test_two_heading_lines_become_one_in_plain_text() -> None:
    table = rows(["Số đăng ký", "Tên gọi", "Kích thước", ""], ["", "", "Cao", "Rộng"], ["1", "Bát", "5", "6"])
    assert find_layout(table, MATCHER).headings == ["Số đăng ký", "Tên gọi", "Kích thước – Cao", "Kích thước – Rộng"]


def test_a_first_row_of_objects_is_not_taken_for_a_second_heading() -> None:
    table = rows(["Số đăng ký", "Tên gọi", "Ghi chú"], ["A", "Bát", "vỡ"], ["B", "Đĩa", ""])
    assert find_layout(table, MATCHER).first_row == 2


def test_a_person_may_choose_the_heading_or_say_there_is_none() -> None:
    table = rows(["x", "y"], ["a", "b"], ["1", "2"])
    assert find_layout(table, MATCHER, header_row=2).headings == ["a", "b"]
    assert find_layout(table, MATCHER, header_row=0).headings == ["A", "B"]
    assert letter_heading(27) == "AB"


LAYOUT = Layout((2,), ["TT", "Số", "Tên", "SL", "Ghi chú"], 3, (("TT", "Số", "Tên", "SL", "Ghi chú"),))


def sorter() -> Sorter:
    """A sorter at the top of a sheet with a running number, a number and a name."""
    return Sorter(LAYOUT, names=frozenset({2}), numbers=frozenset({1}), lines=frozenset({0}))


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "BTBG 1", "Bát", "1", ""], RowKind.OBJECT),
        (["", " ", "", "\xa0", ""], RowKind.EMPTY),
        (["TT", "SỐ", "Tên", "SL", "Ghi chú"], RowKind.REPEATED_HEADER),
        (["(1)", "(2)", "(3)", "(4)", "(5)"], RowKind.NUMBERING),
        (["", "Cộng trang", "", "25", ""], RowKind.PAGE_TOTAL),
        (["Cộng mang sang:", "", "", "1.250", ""], RowKind.PAGE_TOTAL),
        (["", "", "Tổng cộng", "30 hiện vật", ""], RowKind.PAGE_TOTAL),
        (["Total", "", "", "30", ""], RowKind.PAGE_TOTAL),
        (["I. Hiện vật bằng đá", "", "", "", ""], RowKind.SECTION),
        (["", "", "", "", "Bắc Giang, ngày 5 tháng 1 năm 1990"], RowKind.FOOTER),
        (["", "Người lập biểu", "", "Giám đốc", ""], RowKind.FOOTER),
        (["", "", "Cộng đồng làng gốm Thổ Hà", "", ""], RowKind.OBJECT),
        (["7", "BTBG 7", "Tổng tập văn học", "1", ""], RowKind.OBJECT),
        (["", "", "Chỉ có tên", "", ""], RowKind.OBJECT),
        (["", "BTBG 12", "", "", ""], RowKind.OBJECT),
        (["8", "BTBG 8", "Ngày hội xuống đồng", "", ""], RowKind.OBJECT),
        (["II", "", "ĐỒ ĐỒNG", "35", ""], RowKind.SECTION),
        (["II", "BTBG 9", "Đồ đồng", "", ""], RowKind.OBJECT),
        (["9", "", "", "", ""], RowKind.EMPTY),
        (["", "", "Bằng chữ: năm hiện vật", "", ""], RowKind.FOOTER),
        (["Đại diện bên giao", "", "", "Đại diện bên nhận", ""], RowKind.FOOTER),
        (["Tổng số: 02 tài liệu, hiện vật (03 đơn vị)", "", "", "", ""], RowKind.FOOTER),
    ],
)
def test_each_row_is_what_it_is(cells: list[str], kind: RowKind) -> None:
    assert sorter().kind(RawRow(9, cells)) is kind


def test_rows_above_the_first_object_are_titles_and_heading() -> None:
    assert sorter().kind(RawRow(1, ["SỔ", "", "", "", ""])) is RowKind.TITLE
    assert sorter().kind(RawRow(2, LAYOUT.headings)) is RowKind.HEADER


@pytest.mark.parametrize("mark", ["nt", "NT", "n.t.", "-nt-", "″", '"', "//", "như trên", "〃", "Như trên"])
def test_the_marks_of_old_books_mean_the_same_as_above(mark: str) -> None:
    assert ditto_of(mark) is Ditto.MARK


@pytest.mark.parametrize("value", ["-500", "Đ", "c", "N", "1", "0", "-1595-01-15", "nt 5"])
def test_values_are_not_taken_for_marks(value: str) -> None:
    assert ditto_of(value) is None


def test_marks_are_filled_from_above_and_counted_dashes_mean_nothing() -> None:
    filler = Filler({0: DittoRule.MARKS})
    lines = [["Đá"], ["nt"], ["-"], ["nt"], ["Gỗ"], ["″"], [""]]
    stood = [filler.fill(line) for line in lines]
    assert [line[0] for line in lines] == ["Đá", "Đá", "", "Đá", "Gỗ", "Gỗ", ""]
    assert stood[1] == {0: "nt"}
    count = filler.counts[0]
    assert (count.marks, count.dashes, count.filled) == (3, 1, 3)


def test_dashes_and_blanks_are_filled_only_when_a_person_says_so() -> None:
    for rule, expected in (
        (DittoRule.MARKS_AND_DASHES, ["a", "a", ""]),
        (DittoRule.BLANKS_TOO, ["a", "a", "a"]),
        (DittoRule.NEVER, ["a", "-", ""]),
    ):
        filler = Filler({0: rule})
        lines = [["a"], ["-"], [""]]
        for line in lines:
            filler.fill(line)
        assert [line[0] for line in lines] == expected


def test_a_mark_with_nothing_above_stays_and_is_counted() -> None:
    filler = Filler({0: DittoRule.MARKS})
    line = ["nt"]
    assert filler.fill(line) == {}
    assert (line, filler.counts[0].orphans) == (["nt"], 1)


def test_the_names_below_signatures_are_no_objects() -> None:
    kinds = sorter()
    table = rows(
        ["1", "BTBG 1", "Bát", "1", ""],
        ["", "Người lập biểu", "", "Giám đốc", ""],
        ["", "Lê Thị Hoa", "", "Trần Văn Bình", ""],
        ["2", "BTBG 2", "Đĩa", "1", ""],
        ["", "", "Chỉ có tên", "", ""],
    )
    found = [kinds.kind(row) for row in (row._replace(number=row.number + 2) for row in table)]
    assert found == [RowKind.OBJECT, RowKind.FOOTER, RowKind.FOOTER, RowKind.OBJECT, RowKind.OBJECT]


def test_a_first_row_with_numbers_in_it_is_an_object_already() -> None:
    table = rows(["1", "BTK 1", "Bình", "12.5"], ["2", "BTK 2", "Bát", "8"])
    assert find_layout(table, MATCHER).first_row == 1


def test_a_second_part_of_the_table_with_more_columns_does_not_hide_the_first() -> None:
    table = rows(
        ["I. Gốm", "", "", ""],
        ["TT", "Số đăng ký", "Tên hiện vật", ""],
        ["1", "A 1", "Bình", ""],
        ["2", "A 2", "Bát", ""],
        ["II. Kim loại", "", "", ""],
        ["TT", "Số đăng ký", "Tên hiện vật", "Chất liệu"],
        ["1", "B 1", "Trống", "Đồng"],
    )
    layout = find_layout(table, MATCHER)
    assert (layout.header_rows, layout.headings) == ((2,), ["TT", "Số đăng ký", "Tên hiện vật", "Chất liệu"])
    assert find_layout(table, MATCHER, header_row=2).headings == layout.headings
