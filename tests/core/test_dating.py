"""Dates of making are understood as curators write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.dating import read_dating


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("thế kỷ XVI–XVII", 1501, 1700),
        ("Thế kỷ XVIII", 1701, 1800),
        ("TK 19", 1801, 1900),
        ("TK 15 & 16", 1401, 1600),
        ("thế kỷ XV, XVI", 1401, 1600),
        ("Lê Sơ – Mạc", 1428, 1592),
        ("Mạc – Lê Trung Hưng", 1527, 1789),
        ("Lý - Trần", 1009, 1400),
        ("thời Lê – Nguyễn", 1428, 1945),
        ("Lê đến Nguyễn", 1428, 1945),
        ("thế kỉ thứ 3", 201, 300),
        ("Đầu thế kỷ XX", 1901, 1933),
        ("Giữa thế kỷ XX", 1934, 1967),
        ("Nửa đầu thế kỷ XX", 1901, 1950),
        ("Nửa cuối thế kỷ XX", 1951, 2000),
        ("cuối thế kỷ XVIII - đầu thế kỷ XIX", 1768, 1833),
        ("cuối thế kỷ XIX – đầu XX", 1868, 1933),
        ("Cuối TK XIX đầu XX", 1868, 1933),
        ("XVIII", 1701, 1800),
        ("X–XII", 901, 1200),
        ("1954 - nay", 1954, None),
        ("ca. 500 B.C.–A.D. 300", -500, 300),
        ("thế kỷ III - I TCN", -300, -1),
        ("thế kỷ III TCN - thế kỷ I SCN", -300, 100),
        ("19th century", 1801, 1900),
        ("late 18th-early 19th century", 1768, 1833),
        ("3rd century BC", -300, -201),
        ("1st century BC - 1st century AD", -100, 100),
        ("niên hiệu Cảnh Hưng 44 (1783)", 1783, 1783),
        ("Cảnh Hưng năm thứ 44", 1783, 1783),
        ("Chính Hòa 17", 1696, 1696),
        ("niên hiệu Cảnh Hưng, năm Quý Mão", 1783, 1783),
        ("Tự Đức Tân Dậu", 1861, 1861),
        ("Chính Hoà thứ 7", 1686, 1686),
        ("Tự Đức nguyên niên", 1848, 1848),
        ("Niên hiệu Minh Mạng thứ 10 (1829)", 1829, 1829),
        ("Thời Lê Trung hưng, niên hiệu Cảnh Hưng", 1740, 1786),
        ("Thời Mạc, thế kỷ XVI", 1527, 1592),
        ("Thời Trần, thế kỷ XIII–XIV", 1226, 1400),
        ("Văn hóa Đông Sơn", -700, 100),
        ("Văn hoá Đông Sơn", -700, 100),
        ("Trần", 1226, 1400),
        ("Kháng chiến chống Mỹ", 1954, 1975),
        ("khoảng 2.500–2.000 năm cách ngày nay", -500, 1),
        ("cách ngày nay 2.500 năm", -500, -500),
        ("3000 BP", -1050, -1050),
        ("1832", 1832, 1832),
        (1832, 1832, 1832),
        (1832.0, 1832, 1832),
        ("c.1832", 1827, 1837),
        ("khoảng năm 1832", 1827, 1837),
        ("1850?", 1850, 1850),
        ("1826–7", 1826, 1827),
        ("1826–7, reprinted 1892", 1826, 1892),
        ("1918-19", 1918, 1919),
        ("1784–1802", 1784, 1802),
        ("từ 1945 đến 1954", 1945, 1954),
        ("1967, 1968", 1967, 1968),
        ("-500", -500, -500),
        ("-500 – -300", -500, -300),
        ("500 TCN", -500, -500),
        ("900-500 BC", -900, -500),
        ("1000 BC- 100 AD", -1000, 100),
        ("9-99 AD", 9, 99),
        ("-1595-01-15", -1595, -1595),
        ("9/12/1945", 1945, 1945),
        ("May 12, 1945", 1945, 1945),
        ("tháng 5 năm 1945", 1945, 1945),
        ("những năm 60 của thế kỷ XX", 1960, 1969),
        ("1960s", 1960, 1969),
        ("late 1960s", 1966, 1969),
        ("Qianlong period (1736-1795)", 1736, 1795),
        ("Bia niên hiệu Chính Hòa, dập năm 1994", 1994, 1994),
        ("trước năm 1945", None, 1945),
        ("no earlier than 1800", 1800, None),
        ("sau năm 1954", 1954, None),
        ("1800 or later", 1800, None),
    ],
)
def test_a_date_of_making_gives_its_first_and_last_year(
    written: object, earliest: int | None, latest: int | None
) -> None:
    read = read_dating(written)
    assert (read.earliest, read.latest) == (earliest, latest)
    assert read.problem is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Bản in hiện đại", "No year"),
        ("19??", "No year"),
        ("1900-1890", "backwards"),
        ("Thời Lê, thế kỷ XX", "do not agree"),
        ("Quang Trung năm thứ 40", "do not agree"),
    ],
)
def test_what_is_not_understood_is_said_and_kept(written: str, says: str) -> None:
    read = read_dating(written)
    assert read.text == written
    if says == "do not agree" and "Quang" in written:
        assert read.earliest is None
    else:
        assert says in str(read.problem)


@pytest.mark.parametrize("written", ["Không rõ", "n.d.", "no date", "undated", "date not known", "?"])
def test_unknown_is_an_answer_and_blank_is_not(written: str) -> None:
    assert read_dating(written).unknown
    assert not read_dating("").unknown


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.from_regex(r"[a-zà-ỹ0-9 ,.–-]{1,40}")))
def test_reading_never_fails_and_never_runs_backwards(written: object) -> None:
    read = read_dating(written)
    if read.earliest is not None and read.latest is not None:
        assert read.earliest <= read.latest
    assert all(year is None or abs(year) < 2**31 for year in (read.earliest, read.latest))


@given(st.integers(1000, 2900))
def test_every_year_is_its_own_range(year: int) -> None:
    assert (read_dating(str(year)).earliest, read_dating(str(year)).latest) == (year, year)
    assert read_dating(f"-{year}").earliest == -year


@pytest.mark.parametrize("written", ["1" * 9000, "1-" * 5000, "thế kỷ " * 2000, "c. " * 4000])
def test_endless_texts_are_answered_quickly(written: str) -> None:
    assert read_dating(written).text == written.strip()
