"""Verdicts on bands, thresholds and milestones, and the sentences that say them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.core.periods import ReportingYears
from museum_tracker.targets.rules.bands import (
    TONES,
    VERDICT_LABELS,
    Verdict,
    days_left,
    days_of,
    elapsed,
    expected,
    judge_milestone,
    judge_threshold,
    judge_year,
    ratio_to_minimum,
    rest_of_year,
)
from museum_tracker.targets.rules.forecast import Flow, Goal, forecast, upper_bound
from museum_tracker.targets.rules.words import (
    Labour,
    forecast_sentence,
    goal_verdict,
    never_sentence,
    remarks_of,
    upper_sentence,
    year_sentence,
)
from museum_tracker.targets.rules.working_days import Calendar

YEAR = ReportingYears().period(2026)
LATE = dt.date(2026, 11, 22)
EARLY = dt.date(2026, 2, 1)
GOAL = Goal(share=Fraction(7, 10), due=dt.date(2030, 12, 14))


@pytest.mark.parametrize(
    ("value", "on", "verdict"),
    [
        (101, LATE, Verdict.EXCEEDED),
        (100, LATE, Verdict.ACHIEVED),
        (50, LATE, Verdict.ACHIEVED),
        (49, LATE, Verdict.ON_PACE),
        (20, LATE, Verdict.BEHIND),
        (20, EARLY, Verdict.ON_PACE),
        (47, dt.date(2026, 12, 13), Verdict.BEHIND),
        (49, dt.date(2026, 12, 14), Verdict.SHORT),
        (49, dt.date(2026, 12, 15), Verdict.SHORT),
        (None, LATE, Verdict.NO_VALUE),
    ],
)
def test_a_yearly_band_is_judged_by_its_minimum_and_the_elapsed_time(
    value: int | None, on: dt.date, verdict: Verdict
) -> None:
    assert judge_year(value, least=50, most=100, period=YEAR, on=on) is verdict


def test_a_floor_without_a_maximum_is_never_exceeded() -> None:
    assert judge_year(10**6, least=20_000, most=None, period=YEAR, on=LATE) is Verdict.ACHIEVED


@pytest.mark.parametrize(
    ("value", "on", "verdict"),
    [
        (None, LATE, Verdict.NO_VALUE),
        (1, LATE, Verdict.UNDER_WAY),
        (1, dt.date(2031, 1, 1), Verdict.SHORT),
        (2, LATE, Verdict.ACHIEVED),
        (5, LATE, Verdict.EXCEEDED),
    ],
)
def test_a_threshold_is_judged_by_its_date(value: int | None, on: dt.date, verdict: Verdict) -> None:
    assert judge_threshold(value, least=2, most=4, due=dt.date(2030, 12, 31), on=on) is verdict


def test_a_milestone_is_done_or_not() -> None:
    due = dt.date(2025, 12, 31)
    assert judge_milestone(done=True, due=due, on=LATE) is Verdict.ACHIEVED
    assert judge_milestone(done=False, due=due, on=LATE) is Verdict.SHORT
    assert judge_milestone(done=False, due=dt.date(2030, 1, 1), on=LATE) is Verdict.UNDER_WAY
    assert judge_milestone(done=None, due=due, on=LATE) is Verdict.NO_VALUE


@given(st.dates(YEAR.start - dt.timedelta(days=40), YEAR.end + dt.timedelta(days=40)))
def test_the_elapsed_share_and_the_days_left_make_up_the_period(on: dt.date) -> None:
    assert elapsed(YEAR, on) + Fraction(days_left(YEAR, on), days_of(YEAR)) == 1


def test_the_period_is_a_year_long_and_ends_full() -> None:
    assert days_of(YEAR) == 365
    assert elapsed(YEAR, YEAR.end) == 1
    assert expected(50, YEAR, YEAR.end) == 50


@given(st.integers(0, 200), st.integers(1, 200), st.dates(YEAR.start, YEAR.end))
def test_the_rest_of_the_year_is_enough_and_no_more_than_what_is_missing(value: int, least: int, on: dt.date) -> None:
    work_left = Calendar().left(on, YEAR.end)
    rest = rest_of_year(value, least=least, period=YEAR, on=on, work_left=work_left)
    assert rest.missing == max(0, least - value)
    assert max(rest.a_month, rest.a_week, rest.a_working_day) <= rest.missing
    assert not work_left or rest.a_working_day * work_left >= rest.missing
    assert rest.a_week * Fraction(max(rest.days_left, 7), 7) >= rest.missing


def test_a_ratio_is_against_the_minimum() -> None:
    assert ratio_to_minimum(86, 80) == Fraction(43, 40)
    assert ratio_to_minimum(1, 0) is None


def test_every_verdict_has_a_word_and_a_tone() -> None:
    assert set(VERDICT_LABELS) == set(Verdict) == set(TONES)


def test_the_plain_sentence_of_the_plan_is_said_in_vietnamese() -> None:
    flow = Flow(done=100, growth=90, since=dt.date(2020, 1, 1))
    view = forecast(55_000, 2_750, flow, GOAL, on=dt.date(2026, 12, 14))
    text = forecast_sentence(view, Labour.DIGITIZE).text("vi")
    assert text == (
        "Với tiến độ hiện nay, đến ngày 14/12/2030 chỉ đạt 5,7%; để đạt 70% cần số hóa 9.001 hiện vật mỗi năm "
        "(khoảng 41 mỗi ngày làm việc, 220 ngày một năm)."
    )
    assert "only 5.7%" in forecast_sentence(view, Labour.DIGITIZE).text("en")
    assert goal_verdict(view) is Verdict.FORECAST_SHORT


@pytest.mark.parametrize(
    ("population", "done", "flow", "on", "verdict", "words"),
    [
        (0, 0, Flow(done=0, growth=0, since=None), LATE, Verdict.NO_VALUE, "chưa có hiện vật"),
        (100, 20, Flow(done=5, growth=0, since=None), LATE, Verdict.TOO_EARLY, "Chưa đủ số liệu"),
        (100, 80, Flow(done=5, growth=0, since=None), LATE, Verdict.ACHIEVED, "Chưa đủ số liệu"),
        (100, 20, Flow(done=5, growth=0, since=None), dt.date(2031, 1, 1), Verdict.SHORT, "đã đến hạn"),
        (100, 60, Flow(done=5, growth=0, since=dt.date(2020, 1, 1)), LATE, Verdict.ON_PACE, "khoảng ngày"),
        (100, 70, Flow(done=5, growth=0, since=dt.date(2020, 1, 1)), LATE, Verdict.ACHIEVED, "Đã đạt mục tiêu"),
    ],
)
def test_every_state_of_a_goal_has_its_sentence(
    population: int, done: int, flow: Flow, on: dt.date, verdict: Verdict, words: str
) -> None:
    view = forecast(population, done, flow, GOAL, on=on)
    assert goal_verdict(view) is verdict
    assert words.casefold() in forecast_sentence(view, Labour.DIGITIZE).text("vi").casefold()


def test_growth_that_outruns_the_work_is_said() -> None:
    flow = Flow(done=50, growth=90, since=dt.date(2020, 1, 1))
    sentence = never_sentence(forecast(10_000, 2_000, flow, GOAL, on=LATE))
    assert sentence is not None
    assert "không thể đạt 70%" in sentence.text("vi")
    assert never_sentence(forecast(10_000, 9_000, flow, GOAL, on=LATE)) is None


def test_the_band_alone_is_called_an_upper_bound() -> None:
    bound = upper_bound(10_200, 2_285, growth=70, band=(50, 100), years=4)
    assert bound is not None
    text = upper_sentence(bound, band=(50, 100), goal=GOAL.share, due=GOAL.due).text("vi")
    assert "tối đa" in text


@pytest.mark.parametrize(
    ("value", "on", "words"),
    [
        (120, LATE, "vượt"),
        (60, LATE, "đạt mức tối thiểu"),
        (10, EARLY, "còn 316 ngày, trong đó 216 ngày làm việc: khoảng 4 mỗi tháng, cứ 5 ngày làm việc thêm một"),
        (10, LATE, "còn 22 ngày, trong đó 16 ngày làm việc: khoảng 13 mỗi tuần, 3 mỗi ngày làm việc"),
        (44, LATE, "khoảng 2 mỗi tuần, cứ 2 ngày làm việc thêm một"),
        (44, dt.date(2026, 12, 11), "còn 3 ngày, trong đó 1 ngày làm việc: 6 mỗi ngày làm việc"),
        (44, dt.date(2027, 1, 1), "thiếu 6"),
    ],
)
def test_a_year_is_said_in_one_sentence(value: int, on: dt.date, words: str) -> None:
    verdict = judge_year(value, least=50, most=100, period=YEAR, on=on)
    rest = rest_of_year(value, least=50, period=YEAR, on=on, work_left=Calendar().left(on, YEAR.end))
    sentence = year_sentence(verdict, rest, value=value, least=50, most=100, period=YEAR)
    assert words in sentence.text("vi").casefold()


@pytest.mark.parametrize(
    ("least", "short", "verdict"),
    [
        (80, 3, Verdict.ON_PACE),  # a twentieth of 80 is 4
        (80, 4, Verdict.BEHIND),
        (80, 5, Verdict.BEHIND),
        (4, Fraction(1, 2), Verdict.ON_PACE),  # one object at least
        (4, 1, Verdict.BEHIND),
        (2, Fraction(99, 100), Verdict.ON_PACE),
        (80, 0, Verdict.ON_PACE),
        (80, -1, Verdict.ON_PACE),
    ],
)
def test_behind_is_short_by_one_object_and_a_twentieth_of_the_minimum(
    least: int, short: Fraction | int, verdict: Verdict
) -> None:
    half = YEAR.start + dt.timedelta(days=200)
    value = expected(least, YEAR, half) - short
    assert judge_year(value, least=least, most=None, period=YEAR, on=half) is verdict


def test_the_last_day_forgives_nothing() -> None:
    eve = YEAR.end - dt.timedelta(days=1)
    assert judge_year(79, least=80, most=None, period=YEAR, on=eve) is Verdict.ON_PACE
    assert judge_year(79, least=80, most=None, period=YEAR, on=YEAR.end) is Verdict.SHORT


def test_a_population_that_leaves_whole_has_that_reason_and_no_other() -> None:
    flow = Flow(done=10, growth=-2_000, since=dt.date(2020, 1, 1))
    view = forecast(7_000, 100, flow, GOAL, on=LATE)
    text = forecast_sentence(view, Labour.DIGITIZE).text("vi")
    assert "giảm 2.000" in text
    assert "12 tháng" not in text
    assert remarks_of(view) == []


def test_a_share_that_rises_because_objects_leave_says_so_and_never_speaks_of_growth() -> None:
    view = forecast(7_000, 100, Flow(done=0, growth=-10, since=dt.date(2020, 1, 1)), GOAL, on=LATE)
    told = [remark.text("vi") for remark in remarks_of(view)]
    assert any("giảm 10 hiện vật mỗi năm" in text for text in told)
    assert never_sentence(view) is None
    growing = forecast(7_000, 100, Flow(done=0, growth=1, since=dt.date(2020, 1, 1)), GOAL, on=LATE)
    assert not any("giảm" in remark.text("vi") for remark in remarks_of(growing))
