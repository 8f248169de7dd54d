"""Numbers in old books are written in many ways; the same number is recognised, different ones are kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.numbers import names_several, number_key, number_search_key, without_label


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("BTBG 1024", "btbg-1024"),
        ("BTBG-1024", "btbg-1024"),
        ("BTBG – 1024", "btbg-1024"),
        ("btbg  01024 ", "btbg-1024"),
        ("BTBG 98/Gm 7", "btbg-98-gm-7"),
        ("BTBG 98 / GM 07", "btbg-98-gm-7"),
        ("Đ 12", "đ-12"),
        ("Ð 12", "đ-12"),
        ("D 12", "d-12"),
        ("T2026.11", "t2026-11"),
        ("BTBG 000", "btbg-0"),
        ("---", ""),
    ],
)
def test_a_number_is_compared_without_spacing_capitals_and_leading_zeros(written: str, key: str) -> None:
    assert number_key(written) == key


@pytest.mark.parametrize(("one", "other"), [("Đ 12", "D 12"), ("Gm 1", "Gm 10"), ("98/7", "987"), ("12 a", "12 b")])
def test_different_numbers_stay_apart(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("typed", ["BTBG-MH 0001", "btbgmh1", "BTBG MH 1", "btbg/mh/01", "BTBG-MH0001"])
def test_a_number_is_found_in_any_spacing(typed: str) -> None:
    assert number_search_key(typed) == "btbgmh1"


def test_searching_folds_accents_and_keeps_digit_groups_apart() -> None:
    assert number_search_key("Đ 12") == number_search_key("d12") == "d12"
    assert number_search_key("T2026.11") == "t2026-11"


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(number: str) -> None:
    assert number_key(number_key(number)) == number_key(number)
    assert number_search_key(number_search_key(number)) == number_search_key(number)


@pytest.mark.parametrize(
    "written",
    ["123", "SĐK 123", "ĐK: 123", "ĐK 123", "Số ĐK: 123", "số đăng ký 123", "SKK-123", "Số: 123", "S.Đ.K: 123"],
)
def test_the_words_that_only_say_which_number_it_is_are_no_part_of_it(written: str) -> None:
    assert without_label(written) == "123"


@pytest.mark.parametrize("written", ["BTBG 1", "Đ 12", "KK", "ĐKL 5", "Số", "SĐK", "NO-12", "D 12", "PL 7"])
def test_a_prefix_of_its_own_stays(written: str) -> None:
    assert without_label(written) == written


@pytest.mark.parametrize(
    "written", ["BTBG 12-15", "12 – 15", "BTBG 12 đến BTBG 15", "12, 13", "BTBG 12 và 13", "99-101"]
)
def test_several_numbers_in_one_cell_are_noticed(written: str) -> None:
    assert names_several(written)


@pytest.mark.parametrize("written", ["BTBG 12", "BTBG-12", "BTBG 2015-12", "BTBG 98/Gm 7", "T2026.11", "12-a", "1.205"])
def test_one_number_is_one(written: str) -> None:
    assert not names_several(written)
