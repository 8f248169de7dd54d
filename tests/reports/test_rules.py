"""Periods, numbering and dates as an official paper has them; written text read as paragraphs and tables."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.museum import MuseumProfile
from museum_tracker.core.periods import PeriodRule
from museum_tracker.reports.rules.numbering import dated, document_number, letter, paper_day, roman
from museum_tracker.reports.rules.periods import SpanKind, before, period_of, read_period
from museum_tracker.reports.rules.prose import Grid, Prose, read, tidy

DECREE = MuseumProfile()
CIVIL = MuseumProfile(reporting_rules=((1, PeriodRule.CALENDAR),))


@pytest.mark.parametrize("profile", [DECREE, CIVIL])
@pytest.mark.parametrize(("kind", "parts"), [(SpanKind.MONTH, 12), (SpanKind.QUARTER, 4)])
def test_the_parts_of_a_year_follow_each_other_and_fill_it(profile: MuseumProfile, kind: SpanKind, parts: int) -> None:
    year = period_of(profile, 2026)
    found = [period_of(profile, 2026, kind, part) for part in range(1, parts + 1)]
    assert (found[0].start, found[-1].end) == (year.start, year.end)
    for one, next_ in pairwise(found):
        assert next_.start == one.end + dt.timedelta(days=1)


def test_months_and_quarters_end_on_the_14th_under_the_decree() -> None:
    assert period_of(DECREE, 2026, SpanKind.MONTH, 3).start == dt.date(2026, 2, 15)
    assert period_of(DECREE, 2026, SpanKind.QUARTER, 3).end == dt.date(2026, 9, 14)
    assert period_of(CIVIL, 2026, SpanKind.MONTH, 2).end == dt.date(2026, 2, 28)


def test_a_period_is_compared_with_the_same_period_a_year_before() -> None:
    assert before(DECREE, period_of(DECREE, 2026, SpanKind.QUARTER, 2)).code == "2025-q2"


@pytest.mark.parametrize("word", ["q5", "m13", "x1", "q", "q0"])
def test_a_word_that_is_no_period_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_period(DECREE, 2026, word)


def test_points_run_through_the_vietnamese_alphabet() -> None:
    assert [letter(place) for place in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    assert letter(24) == "aa"
    assert [roman(number) for number in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]


@pytest.mark.parametrize(
    ("number", "shown"), [("5", "05/BC-BT"), ("05", "05/BC-BT"), ("12", "12/BC-BT"), ("", "\u00a0" * 5 + "/BC-BT")]
)
def test_numbers_below_ten_take_a_nought_and_none_leaves_room(number: str, shown: str) -> None:
    assert document_number(number, "BT") == shown


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2027, 1, 5), "Bắc Giang, ngày 05 tháng 01 năm 2027"),
        (dt.date(2026, 6, 29), "Bắc Giang, ngày 29 tháng 6 năm 2026"),
        (dt.date(2026, 3, 9), "Bắc Giang, ngày 09 tháng 3 năm 2026"),
        (dt.date(2026, 12, 14), "Bắc Giang, ngày 14 tháng 12 năm 2026"),
    ],
)
def test_days_under_ten_and_months_one_and_two_take_a_nought(day: dt.date, words: str) -> None:
    assert dated("Bắc Giang", day, 2026, "vi") == words


@pytest.mark.parametrize(("day", "words"), [(dt.date(2023, 4, 11), "11/4/2023"), (dt.date(2026, 2, 5), "05/02/2026")])
def test_a_paper_is_cited_with_its_day_as_papers_write_it(day: dt.date, words: str) -> None:
    assert paper_day(day, "vi") == words
    assert paper_day(day, "en") == f"{day:%d/%m/%Y}"


def test_the_english_edition_dates_in_english() -> None:
    assert dated("Bac Giang", dt.date(2027, 1, 5), 2026, "en") == "Bac Giang, 5 January 2027"


def test_lines_are_paragraphs_and_bullets_become_dashes() -> None:
    assert read("Một.\r\n\r\n• Hai\n–  Ba\n+ Bốn") == [Prose("Một."), Prose("- Hai"), Prose("- Ba"), Prose("+ Bốn")]


def test_a_table_pasted_from_word_or_excel_is_a_table() -> None:
    text = "Trước\nĐợt\tSố\nMột\t12\nHai\nSau"
    assert read("A\tB\n1\t2") == [Grid((("A", "B"), ("1", "2")))]
    assert read("| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |") == [Grid((("A", "B", "C"), ("1", "2", "3")))]
    assert read(text)[1] == Grid((("Đợt", "Số"), ("Một", "12")))


def test_empty_cells_at_either_end_of_a_row_do_not_break_a_table() -> None:
    text = "Nội dung\tSố\tGhi chú\nTháng 3\t12\t\n\t\tcộng dồn\nTổng\t\t\n\tĐoạn sau thụt đầu dòng"
    assert read(tidy(text)) == [
        Grid((("Nội dung", "Số", "Ghi chú"), ("Tháng 3", "12", ""), ("", "", "cộng dồn"), ("Tổng", "", ""))),
        Prose("Đoạn sau thụt đầu dòng"),
    ]
    assert read("A\tB\n1\t2\t") == [Grid((("A", "B"), ("1", "2")))]
    assert read("A\tB\n\t2") == [Grid((("A", "B"), ("", "2")))]


def test_a_table_too_wide_for_paper_keeps_every_word() -> None:
    row = "\t".join(f"cột {place}" for place in range(13))
    assert read(f"{row}\n{row}")[0] == Prose("; ".join(f"cột {place}" for place in range(13)))


def test_a_single_line_with_a_tab_is_no_table() -> None:
    assert read("Tên:\tTrống đồng") == [Prose("Tên: Trống đồng")]


@given(st.text(max_size=400))
def test_any_text_is_read_and_what_files_cannot_hold_is_gone(text: str) -> None:
    kept = tidy(text)
    assert tidy(kept) == kept
    for part in read(text):
        shown = part.text if isinstance(part, Prose) else "".join(cell for row in part.rows for cell in row)
        assert not any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in shown)
