"""Calendar dates are read day first; what is open stays open, what is ambiguous is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.dates import read_date


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("5/4/2026", "2026-04-05", "2026-04-05"),
        ("05-04-2026", "2026-04-05", "2026-04-05"),
        ("5.4.2026", "2026-04-05", "2026-04-05"),
        ("ngày 05 tháng 4 năm 2026", "2026-04-05", "2026-04-05"),
        ("5 tháng 4, 2026", "2026-04-05", "2026-04-05"),
        ("4/2026", "2026-04-01", "2026-04-30"),
        ("tháng 2 năm 2024", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("năm 1979", "1979-01-01", "1979-12-31"),
        ("khoảng 1979", "1979-01-01", "1979-12-31"),
        ("2001?", "2001-01-01", "2001-12-31"),
        ("1994-06", "1994-06-01", "1994-06-30"),
        ("1997-10-12", "1997-10-12", "1997-10-12"),
        ("1997-10-12 00:00:00", "1997-10-12", "1997-10-12"),
        ("12/10/1997 00:00:00", "1997-10-12", "1997-10-12"),
        ("00/6/1994", "1994-06-01", "1994-06-30"),
        ("…/6/1994", "1994-06-01", "1994-06-30"),
        ("May 5, 1945", "1945-05-05", "1945-05-05"),
        ("5 May 1945", "1945-05-05", "1945-05-05"),
        ("quý II/2020", "2020-04-01", "2020-06-30"),
        ("1995–1997", "1995-01-01", "1997-12-31"),
        (36081, "1998-10-13", "1998-10-13"),
        (36081.0, "1998-10-13", "1998-10-13"),
        ("36081", "1998-10-13", "1998-10-13"),
        (2001, "2001-01-01", "2001-12-31"),
        (dt.date(2020, 1, 2), "2020-01-02", "2020-01-02"),
        (dt.datetime(2020, 1, 2, 8, 30, tzinfo=dt.UTC), "2020-01-02", "2020-01-02"),
    ],
)
def test_a_date_is_kept_as_the_days_it_can_mean(written: object, earliest: str, latest: str) -> None:
    read = read_date(written)
    assert read.earliest == dt.date.fromisoformat(earliest)
    assert read.latest == dt.date.fromisoformat(latest)
    assert read.problem is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("5/4/98", "two digits"),
        ("4/98", "two digits"),
        ("12/25/1999", "no month 25"),
        ("31/2/2000", "no day 31"),
        ("hôm qua", "could not be read"),
        ("0000", "could not be read"),
        ("999999", "could not be read"),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused_with_its_reason(written: str, says: str) -> None:
    read = read_date(written)
    assert not read.known
    assert says in str(read.problem)
    assert read.text == written


@pytest.mark.parametrize("written", ["Không rõ", "n.d.", "?", "no date", "KXĐ"])
def test_unknown_is_an_answer(written: str) -> None:
    assert read_date(written).unknown
    assert read_date(written).problem is None


@pytest.mark.parametrize("written", ["", None, "  "])
def test_blank_is_neither_unknown_nor_a_problem(written: object) -> None:
    read = read_date(written)
    assert (read.known, read.unknown, read.problem) == (False, False, None)


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.from_regex(r"[0-9/.\- ]{1,14}", fullmatch=True)))
def test_reading_never_fails_and_never_runs_backwards(written: object) -> None:
    read = read_date(written)
    if read.earliest and read.latest:
        assert read.earliest <= read.latest


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_is_read_in_both_usual_spellings(day: dt.date) -> None:
    assert read_date(f"{day.day}/{day.month}/{day.year}").earliest == day
    assert read_date(day.isoformat()).latest == day
