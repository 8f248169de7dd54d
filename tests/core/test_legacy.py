"""Old TCVN3 and VNI spreadsheets read correctly, and nothing else is taken for them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.legacy import Encoding, convert, from_cp1258, from_tcvn3, from_vni, guess, likelihoods

VIETNAMESE = ["Trống đồng Đông Sơn", "Bảo tàng tỉnh Bắc Giang", "gỉ đồng toàn thân; tang thủng 2 chỗ", "Hiệp Hòa"]
FRENCH = ["Musée d'art décoratif", "Éléphant à l'école", "façade d'été", "château fort"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Trèng ®ång", "Trống đồng"),
        ("LuËt cña Quèc héi n\xadíc céng hoµ", "Luật của Quốc hội nước cộng hoà"),
        ("§«ng S¬n", "Đông Sơn"),
        ("gèm Thæ Hµ", "gốm Thổ Hà"),
        ("plain 12", "plain 12"),
    ],
)
def test_tcvn3_look_alikes_become_vietnamese(old: str, new: str) -> None:
    assert from_tcvn3(old) == new


@pytest.mark.parametrize(
    ("font", "new"), [(".VnTimeH", "TRỐNG ĐỒNG"), (".VnTime", "trống đồng"), ("Math", "trống đồng")]
)
def test_a_font_whose_name_ends_in_h_makes_capitals(font: str, new: str) -> None:
    assert from_tcvn3("trèng ®ång", font=font) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("troáng ñoàng", "trống đồng"),
        ("TROÁNG ÑOÀNG", "TRỐNG ĐỒNG"),
        ("Baûo taøng tænh Baéc Giang", "Bảo tàng tỉnh Bắc Giang"),
        ("nöôùc", "nước"),
        ("kyõ thuaät", "kỹ thuật"),
        ("tî naïnh", "tỵ nạnh"),
        ("plain 12", "plain 12"),
    ],
)
def test_vni_pairs_become_vietnamese(old: str, new: str) -> None:
    assert from_vni(old) == new


def test_windows_1258_is_composed_whether_it_comes_as_octets_or_as_mojibake() -> None:
    octets = "Tr\u00f4\u0301ng \u0111\u00f4\u0300ng".encode("cp1258")
    assert from_cp1258(octets) == "Trống đồng"
    assert from_cp1258(octets.decode("cp1252")) == "Trống đồng"
    assert from_cp1258("Trống đồng") == "Trống đồng"


def _cp1258_mojibake(text: str) -> str:
    octets = b""
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in apart if mark in "\u0300\u0309\u0303\u0301\u0323")
        base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tone))
        octets += (base + tone).encode("cp1258")
    return octets.decode("cp1252")


@pytest.mark.parametrize(
    ("samples", "encoding"),
    [
        (VIETNAMESE, Encoding.UNICODE),
        (FRENCH, Encoding.UNICODE),
        (["plain", "words", "only"], Encoding.UNICODE),
        ([], Encoding.UNICODE),
        (["Trèng ®ång §«ng S¬n", "B¶o tµng tØnh B¾c Giang", "gØ ®ång toµn th©n"], Encoding.TCVN3),
        (["Troáng ñoàng Ñoâng Sôn", "Baûo taøng tænh Baéc Giang", "gæ ñoàng toaøn thaân"], Encoding.VNI),
        ([_cp1258_mojibake(text) for text in VIETNAMESE], Encoding.CP1258),
    ],
)
def test_the_encoding_is_guessed_from_how_well_the_text_reads(samples: list[str], encoding: Encoding) -> None:
    assert guess(samples) is encoding


def test_too_few_marked_words_prove_nothing() -> None:
    assert likelihoods(["®ång"]) == {}


@given(st.text(max_size=80), st.sampled_from(list(Encoding)))
def test_converting_never_fails(text: str, encoding: Encoding) -> None:
    assert isinstance(convert(text, encoding, font=".VnArialH"), str)
    guess([text])
