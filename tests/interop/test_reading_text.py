"""Text tables are read as they are, whatever program wrote them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from museum_tracker.core.spreadsheets import TableWriter
from museum_tracker.interop.imports.reading.encodings import checked_encoding, encoding_choices
from museum_tracker.interop.imports.reading.errors import (
    CellTooLong,
    EmptyTable,
    NotATable,
    TableTooLarge,
    UnknownEncoding,
    WebPageTable,
)
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.reading.limits import Limits
from museum_tracker.interop.imports.reading.table import Mark
from tests.interop.tables import cells_of, rows_of, write_text

TEXT = "Số đăng ký;Tên hiện vật\r\nBTBG 1;Trống đồng\r\nBTBG 2;Rìu lưỡi xéo, chạm hình người\r\n"
EXPECTED = [["Số đăng ký", "Tên hiện vật"], ["BTBG 1", "Trống đồng"], ["BTBG 2", "Rìu lưỡi xéo, chạm hình người"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_of_every_width_is_recognised(tmp_path: Path, encoding: str) -> None:
    assert cells_of(write_text(tmp_path / "a.csv", TEXT, encoding=encoding)) == EXPECTED


def test_windows_1258_with_its_separate_tones_is_recognised(tmp_path: Path) -> None:
    import unicodedata

    apart = []
    for char in TEXT:
        pieces = unicodedata.normalize("NFD", char)
        tones = [mark for mark in pieces if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(mark for mark in pieces if mark not in tones))
        apart.append(base + "".join(tones))
    path = write_text(tmp_path / "a.csv", "".join(apart), encoding="cp1258")
    found = [[unicodedata.normalize("NFC", cell) for cell in row] for row in cells_of(path)]
    assert found == EXPECTED


def test_windows_1252_is_recognised_and_said_so(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "Title;Place\nVase à décor;Sèvres\n", encoding="cp1252")
    table = open_table(path, "a.csv")
    assert (table.reading.encoding, len(table.reading.notes)) == ("cp1252", 1)
    assert list(table.rows("a"))[1].cells == ["Vase à décor", "Sèvres"]
    table.close()


def test_a_stray_byte_in_unicode_is_read_as_windows_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode() * 20 + b"BTBG 3;caf\xe9\r\n")
    assert cells_of(path)[-1] == ["BTBG 3", "café"]


def test_a_chosen_encoding_overrules_the_guess_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "имя;год\nваза;1900\n", encoding="cp1251")
    assert cells_of(path, encoding="cp1251")[0] == ["имя", "год"]
    with pytest.raises(UnknownEncoding):
        open_table(path, "a.csv", encoding="rot13")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_by_how_evenly_it_cuts(tmp_path: Path, separator: str) -> None:
    lines = [["no", "name", "size"], ["1", '"Bình, gốm; men|lam"', "12"], ["2", "Bát", "5"]]
    path = write_text(tmp_path / "a.csv", "\n".join(separator.join(line) for line in lines))
    assert cells_of(path)[1] == ["1", "Bình, gốm; men|lam", "12"]


def test_the_line_sep_of_excel_is_obeyed_and_is_no_row(tmp_path: Path) -> None:
    assert cells_of(write_text(tmp_path / "a.csv", "sep=|\nsố|tên\n1|Bát, đĩa\n")) == [["số", "tên"], ["1", "Bát, đĩa"]]


def test_line_breaks_and_doubled_quotes_inside_a_cell_are_kept(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", 'no,text\n1,"dòng 1\ndòng 2 ""trích"""\n2,b\n')
    assert cells_of(path) == [["no", "text"], ["1", 'dòng 1\ndòng 2 "trích"'], ["2", "b"]]


def test_old_mac_line_ends_are_read(tmp_path: Path) -> None:
    assert cells_of(write_text(tmp_path / "a.csv", "no,name\r1,a\r2,b\r")) == [["no", "name"], ["1", "a"], ["2", "b"]]


def test_an_empty_line_keeps_its_row_number(tmp_path: Path) -> None:
    rows = rows_of(write_text(tmp_path / "a.csv", "no,name\n\n1,a\n"))
    assert [(row.number, row.cells) for row in rows] == [(1, ["no", "name"]), (2, []), (3, ["1", "a"])]


@pytest.mark.parametrize("ending", ["3,thiếu", '3,"mở ngoặc kép mà không đóng'])
def test_a_file_cut_in_the_middle_of_a_row_gives_the_row_and_says_so(tmp_path: Path, ending: str) -> None:
    rows = rows_of(write_text(tmp_path / "a.csv", f"no,name,place\n1,a,b\n2,c,d\n{ending}"))
    assert [row.notices for row in rows[:3]] == [(), (), ()]
    assert [notice.mark for notice in rows[3].notices] == [Mark.CUT_SHORT]


def test_a_last_row_without_line_end_is_whole(tmp_path: Path) -> None:
    assert not rows_of(write_text(tmp_path / "a.csv", 'no,size\n1,12" dài\n2,5"'))[-1].notices


def test_a_row_of_very_many_lines_is_pointed_out(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", 'no,name\n1,"mở ngoặc\n' + "2,b\n" * 80 + '"\n3,c\n')
    rows = rows_of(path)
    assert [notice.mark for row in rows for notice in row.notices] == [Mark.MANY_LINES]


def test_an_endless_cell_is_refused_with_its_row(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "no,name\n1,a\n2," + "x" * 5000 + "\n")
    with pytest.raises(CellTooLong) as refused:
        rows_of(path, limits=Limits(cell_length=1000))
    assert refused.value.values["row"] == "3"


def test_too_many_rows_or_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableTooLarge):
        rows_of(write_text(tmp_path / "a.csv", "a,b\n" * 20), limits=Limits(rows=10))
    with pytest.raises(TableTooLarge):
        rows_of(write_text(tmp_path / "b.csv", "a," * 50 + "\n"), limits=Limits(columns=10))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", EmptyTable),
        (b"  \r\n;;\r\n", EmptyTable),
        (b"%PDF-1.7 \x00\x01", NotATable),
        (b"\x89PNG\r\n\x1a\n", NotATable),
        (b"\x01\x02\x03\x04\x05" * 100, NotATable),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", WebPageTable),
    ],
)
def test_what_is_not_a_table_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, refusal: type[Exception]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(refusal):
        open_table(path, "a.csv")


@pytest.mark.parametrize(
    ("name", "rows", "width"),
    [
        ("wcma_objects.csv", 4090, 26),
        ("cmoa_objects.csv", 4046, 29),
        ("tate_artworks.csv", 4532, 20),
        ("met_objects_semicolon_cp1252.csv", 1000, 54),
        ("walters_creators_people.csv", 2030, 8),
    ],
)
def test_real_collections_are_read_whole(samples: Path, name: str, rows: int, width: int) -> None:
    found = cells_of(samples / "samples" / "csv" / name)
    assert (len(found), {len(row) for row in found}) == (rows, {width})


def test_the_collection_that_was_cut_short_says_where(samples: Path) -> None:
    rows = rows_of(samples / "samples" / "csv" / "moma_artworks_cut_short.csv")
    assert [(row.number, row.notices[0].mark) for row in rows if row.notices] == [(1590, Mark.CUT_SHORT)]


def test_the_import_reads_back_what_the_program_writes_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = TableWriter(file)
        writer.row(["Số đăng ký", "Tên hiện vật", "Kích thước"])
        writer.row(["0153", "Bình gốm; miệng loe, vỡ", 12.5])
    with closing(open_table(path, path.name)) as table:
        rows = [row.cells for row in table.rows(table.sheets[0].name)]
        assert table.reading.separator == ";"
    assert rows == [["Số đăng ký", "Tên hiện vật", "Kích thước"], ["0153", "Bình gốm; miệng loe, vỡ", "12,5"]]


@pytest.mark.parametrize("now", ["utf-8", "utf-8-sig", "utf-16-le", "utf-32", "cp1258"])
def test_the_encoding_in_use_is_among_the_choices_once_and_in_words(now: str) -> None:
    choices = encoding_choices(now)
    assert [code for code, _text in choices].count(now) == 1
    assert all(text != code for code, text in choices)
    assert all(checked_encoding(code) for code, _text in choices)
