"""Vietnamese text is kept, found and ordered as Vietnamese readers expect."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.text import (
    SORT_KEY_LENGTH,
    clean,
    fold,
    has_accents,
    natural_key,
    old_tone,
    search_keys,
    sort_key,
    tone_key,
)

VIETNAMESE = st.text("aàảãáạăằâấbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ 0123456789-./", max_size=40)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ðồng", "Đồng"),
        (unicodedata.normalize("NFD", "gốm men"), "gốm men"),
        ("  Trống \t đồng ", "Trống đồng"),
        ("Trống\u00a0đồng", "Trống đồng"),
        ("Tr\u00adống", "Trống"),
        ("một\r\nhai \n ba", "một\nhai\nba"),
        ("a\x00b\x07", "ab"),
        ("a\ud800b", "ab"),
        ("o\u200b\u0301", "ó"),
    ],
)
def test_a_text_is_kept_in_one_form(written: str, kept: str) -> None:
    assert clean(written) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


@pytest.mark.parametrize("text", ["TRỐNG ĐỒNG Bắc Lý", "trống đồng bắc lý", "trong dong bac ly", "Trống Ðồng Bắc Lý"])
def test_folding_drops_accents_capitals_and_the_stroke_of_d(text: str) -> None:
    assert fold(text) == "trong dong bac ly"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("HOÀ", "HÒA"),
        ("văn hoá", "văn hóa"),
        ("hoàn", "hoàn"),
        ("quý", "quý"),
        ("Quỳ", "Quỳ"),
        ("khuyết", "khuyết"),
        ("hòa", "hòa"),
    ],
)
def test_both_tone_spellings_become_one(new: str, old: str) -> None:
    assert old_tone(new) == old
    assert tone_key(new) == tone_key(old)


def test_the_three_keys_go_from_strict_to_loose() -> None:
    keys = search_keys("Văn Hoá Đông Sơn")
    assert (keys.exact, keys.tone, keys.folded) == ("văn hoá đông sơn", "văn hóa đông sơn", "van hoa dong son")


def test_typing_with_accents_is_noticed() -> None:
    assert has_accents("trống")
    assert has_accents("đa")
    assert not has_accents("Trong dong 12")


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ấm", "Ân", "Bát", "Da", "Đá", "Đồng", "Giấy", "Gỗ", "Gốm", "Ốc", "Ơn", "Ước"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Bát", "Bát đồng", "Bát đồng 2", "Bát đồng 10", "Bát gốm"],
        ["ma", "Ma", "mà", "Mà"],
        ["Gốm", "(Gốm)", "Gốm."],
        ["", "12", "A", "Z", "Ω", "文"],
        ["Ruột", "Rüst", "Rứt"],
    ],
)
def test_lists_stand_in_vietnamese_order(ordered: list[str]) -> None:
    assert [sort_key(text) for text in ordered] == sorted(sort_key(text) for text in ordered)


@given(st.text(max_size=2000))
def test_a_sort_key_fits_its_column_and_needs_no_collation(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= SORT_KEY_LENGTH
    assert key.isascii()
    assert key == "" or (key.isalnum() and key == key.lower())


@given(VIETNAMESE, VIETNAMESE)
def test_letters_decide_before_tones(one: str, other: str) -> None:
    bare = {text: sort_key(_toneless(text)) for text in (one, other)}
    if bare[one] != bare[other]:
        assert (sort_key(one) < sort_key(other)) == (sort_key(_toneless(one)) < sort_key(_toneless(other)))


def _toneless(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(char for char in apart if char not in "\u0300\u0309\u0303\u0301\u0323"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("BTBG 98/Gm 7", "BTBG 1024/Gm 12"),
        ("BTBG 2", "BTBG 10"),
        ("BTBG 0007", "BTBG 8"),
        ("BTBG 12", "BTBG 12.1"),
        ("D 12", "Đ 1"),
        ("T2025.99", "T2026.1"),
        ("1995.4", "1995.11"),
    ],
)
def test_numbers_stand_in_the_order_of_their_values(first: str, second: str) -> None:
    assert natural_key(first) < natural_key(second)
