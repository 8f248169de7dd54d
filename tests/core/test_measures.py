"""Sizes, weights and numbers are understood in Vietnamese and English notation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.measures import read_dimensions, read_number
from museum_tracker.core.weights import read_weight, weight_among_sizes

SIZES = [
    ("C: 26,5 cm; ĐK mặt: 34,2 cm", [("height", "", 26.5, 26.5), ("diameter", "mặt", 34.2, 34.2)]),
    ("D: 33–35 cm; Dy: 2 cm", [("length", "", 33, 35), ("thickness", "", 2, 2)]),
    ("D: 36,5 cm; R: 17 cm (mỗi viên)", [("length", "mỗi viên", 36.5, 36.5), ("width", "mỗi viên", 17, 17)]),
    ("Áo D: 88 cm; váy D: 70 cm", [("length", "áo", 88, 88), ("length", "váy", 70, 70)]),
    ("R: 27 cm; C: 29 cm (cả nắp)", [("width", "", 27, 27), ("height", "cả nắp", 29, 29)]),
    ("3–12 cm (các cỡ)", [("size", "các cỡ", 3, 12)]),
    ("R: 10 cm; 96 trang", [("width", "", 10, 10)]),
    ("Dy: 1,4 cm (58 tờ)", [("thickness", "", 1.4, 1.4)]),
    ("30 x 20 cm", [("length", "", 30, 30), ("width", "", 20, 20)]),
    ("30cm × 20cm", [("length", "", 30, 30), ("width", "", 20, 20)]),
    ("D30 x R20 x C10 cm", [("length", "", 30, 30), ("width", "", 20, 20), ("height", "", 10, 10)]),
    ("R x C: 20 x 10 cm", [("width", "", 20, 20), ("height", "", 10, 10)]),
    ("chiều cao 1,2 m", [("height", "", 120, 120)]),
    ("cao 30 cm, rộng 20 cm", [("height", "", 30, 30), ("width", "", 20, 20)]),
    ("ĐKM: 12cm; ĐKĐ: 6cm", [("diameter", "miệng", 12, 12), ("diameter", "đáy", 6, 6)]),
    ("S: 4 cm", [("depth", "", 4, 4)]),
    ("1.250 x 800 mm", [("length", "", 125, 125), ("width", "", 80, 80)]),
    ("246 x 340 mm", [("length", "", 24.6, 24.6), ("width", "", 34, 34)]),
    ("support: 246 x 340 mm", [("height", "support", 24.6, 24.6), ("width", "support", 34, 34)]),
    ("11 1/8 x 8 11/16 in. (28.2 x 22.1 cm)", [("height", "", 28.2, 28.2), ("width", "", 22.1, 22.1)]),
    ("H. 9 1/2 in. (24.1 cm); Diam. 9 in. (22.9 cm)", [("height", "", 24.1, 24.1), ("diameter", "", 22.9, 22.9)]),
    ("6½ x 4 in.", [("height", "", 16.51, 16.51), ("width", "", 10.16, 10.16)]),
    ('9" (22.9 cm)', [("size", "", 22.9, 22.9)]),
    (
        "object: 90 x 80 x 70 mm, 9.9 kg",
        [("height", "object", 9, 9), ("width", "object", 8, 8), ("depth", "object", 7, 7)],
    ),
    ("1m25", [("size", "", 125, 125)]),
    ("C: 1m05; R: 0m80", [("height", "", 105, 105), ("width", "", 80, 80)]),
    ("1m25 x 80cm", [("length", "", 125, 125), ("width", "", 80, 80)]),
    ("Dài 1m 25cm", [("length", "", 125, 125)]),
    ("Cao 12cm5", [("height", "", 12.5, 12.5)]),
    ("1,2050 mm", [("size", "", 0.121, 0.121)]),
    ("C: 12 cm; TL: 100g", [("height", "", 12, 12)]),
    ("C: 5cm, TL 100g, R 6cm", [("height", "", 5, 5), ("width", "", 6, 6)]),
    ("C: 12 cm; R: 0", [("height", "", 12, 12)]),
]


@pytest.mark.parametrize(("written", "sizes"), SIZES)
def test_sizes_are_read_in_centimetres(written: str, sizes: list[tuple[str, str, float, float]]) -> None:
    read = read_dimensions(written)
    assert [(m.kind.value, m.qualifier, m.min_cm, m.max_cm) for m in read.values] == sizes
    assert read.text == written
    assert read.problem is None


def test_sizes_without_a_unit_are_centimetres_and_that_is_said() -> None:
    read = read_dimensions("Cao: 30; rộng: 20")
    assert [measure.min_cm for measure in read.values] == [30, 20]
    assert "centimetres" in str(read.how)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("C: 26 cm; miệng 12", [26]),
        ("C: 26 cm; ĐK: 12345678901 cm", [26]),
        ("12; miệng: 8,5?; đáy vỡ", [12]),
    ],
)
def test_a_size_that_was_read_only_in_part_is_said_and_what_was_read_stays(written: str, read: list[float]) -> None:
    found = read_dimensions(written)
    assert [measure.min_cm for measure in found.values] == read
    assert "part" in str(found.problem)


@pytest.mark.parametrize("written", ["0", "0 cm", "0 x 0", "C: 0; R: 0", "0,0"])
def test_a_size_of_zero_was_not_measured(written: str) -> None:
    found = read_dimensions(written)
    assert (found.values, found.unknown, found.problem) == ((), True, None)


def test_a_weight_written_among_sizes_is_found() -> None:
    assert weight_among_sizes("C: 12 cm; TL: 100g") == "100g"
    assert weight_among_sizes("C: 12 cm; nặng 1kg2") == "1kg2"
    assert weight_among_sizes("C: 12 cm") == ""


@pytest.mark.parametrize("written", ["không đo được", "Dimensions variable", "không rõ"])
def test_not_measurable_is_an_answer(written: str) -> None:
    assert read_dimensions(written).unknown


@pytest.mark.parametrize("written", ["duration: 9min, 9sec", "to bằng quả cam", "96 trang"])
def test_what_is_no_size_is_said_and_kept(written: str) -> None:
    read = read_dimensions(written)
    assert not read.values
    assert "No size" in str(read.problem)


@pytest.mark.parametrize(
    ("written", "grams", "most"),
    [
        ("8,6 kg", 8600, 8600),
        ("215 g", 215, 215),
        ("215gr", 215, 215),
        ("1,3 kg (cả bộ)", 1300, 1300),
        ("1.250 g", 1250, 1250),
        ("200–250g", 200, 250),
        ("2 lạng", 200, 200),
        ("12 chỉ", 45, 45),
        ("3 oz. (85 g)", 85, 85),
        ("khoảng 2kg", 2000, 2000),
        ("1kg2", 1200, 1200),
        ("1kg25", 1250, 1250),
        ("1kg200", 1200, 1200),
        ("1 kg 200", 1200, 1200),
        ("1 kg 200 g", 1200, 1200),
        ("2kg 3 lạng", 2300, 2300),
        ("1,2050 g", 1.205, 1.205),
    ],
)
def test_weights_are_read_in_grams(written: str, grams: float, most: float) -> None:
    read = read_weight(written)
    assert (read.grams, read.grams_max, read.problem) == (grams, most, None)


@pytest.mark.parametrize("written", ["0", "0 g", "0 kg", "0,0"])
def test_a_weight_of_zero_was_not_measured(written: str) -> None:
    read = read_weight(written)
    assert (read.grams, read.unknown, read.problem) == (None, True, None)


@pytest.mark.parametrize(("written", "grams"), [("2 kg; nắp 1 kg", 2000), ("1 kg 50", 1000), ("215 g + 30", 215)])
def test_a_weight_that_was_read_only_in_part_is_said(written: str, grams: float) -> None:
    read = read_weight(written)
    assert read.grams == grams
    assert "part" in str(read.problem)


def test_a_weight_without_its_unit_is_not_guessed() -> None:
    assert read_weight("5").grams is None
    assert "unit" in str(read_weight("5").problem)


@pytest.mark.parametrize(
    ("written", "value", "said"),
    [
        ("12,5", "12.5", False),
        ("12.5", "12.5", False),
        ("1.250", "1250", True),
        ("1,250", "1.250", True),
        ("0,125", "0.125", False),
        ("1.234.567,89", "1234567.89", True),
        ("1,234,567.89", "1234567.89", True),
        ("1 250", "1250", False),
        ("-3", "-3", False),
        (12, "12", False),
        (12.5, "12.5", False),
    ],
)
def test_numbers_are_read_as_vietnamese_write_them_and_say_so(written: object, value: str, said: bool) -> None:  # noqa: FBT001
    read = read_number(written)
    assert read.value == Decimal(value)
    assert (read.how is not None) is said


@pytest.mark.parametrize("written", ["abc", "1,2,3", "1.2.3", "--", "1e999", float("nan"), float("inf")])
def test_what_is_no_number_is_refused(written: object) -> None:
    assert read_number(written).value is None
    assert read_number(written).problem is not None


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[CDRĐK:; 0-9,.x/–cm\"]{1,40}")))
def test_reading_never_fails(written: str) -> None:
    for measure in read_dimensions(written).values:
        assert 0 <= measure.min_cm <= measure.max_cm
    read_weight(written)
    read_number(written)


@pytest.mark.parametrize(
    "written", ["1" * 9000, "1 x " * 3000, "(mỗi " * 2000, "1.1" * 3000, "C: " + "9" * 400 + " cm"]
)
def test_endless_texts_are_answered_quickly_and_stay_finite(written: str) -> None:
    assert all(measure.max_cm < 10**9 for measure in read_dimensions(written).values)
    assert read_dimensions(written).text == written.strip()
    read_weight(written)
    assert read_number(written).value is None
