"""The forecast: check values of the design, exact ends, monotonic, equal to a year-by-year simulation."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_tracker.targets.rules.forecast import (
    Flow,
    Forecast,
    Goal,
    a_year_before,
    crossing_years,
    forecast,
    need,
    never_reaches,
    pace_needed,
    share_at,
    upper_bound,
    years_between,
)
from museum_tracker.targets.rules.words import Percent

GOAL = Fraction(7, 10)
TODAY = dt.date(2026, 11, 22)
DUE = dt.date(2030, 12, 14)

populations = st.integers(1, 2_000_000)
shares = st.fractions(0, 1, max_denominator=1000)
paces = st.integers(0, 50_000)
growths = st.integers(-2_000, 20_000)
years = st.integers(1, 12)


def seen(
    population: int = 55_000,
    done: int = 2_750,
    flow: Flow | None = None,
    goal: Fraction = GOAL,
    on: dt.date = TODAY,
) -> Forecast:
    flow = flow or Flow(done=100, growth=90, since=dt.date(2020, 1, 1))
    return forecast(population, done, flow, Goal(share=goal, due=DUE), on=on)


@pytest.mark.parametrize(("population", "done", "expected"), [(10_000, 2_000, 1_313), (55_000, 2_750, 9_001)])
def test_the_check_values_of_the_design_are_reproduced(population: int, done: int, expected: int) -> None:
    assert pace_needed(population, done, growth=90, goal=GOAL, years=4) == expected


def test_the_need_is_spelled_out_per_year_month_and_working_day() -> None:
    pace = need(55_000, 2_750, growth=90, goal=GOAL, years=4)
    assert pace is not None
    assert (pace.a_year, pace.a_month, pace.a_working_day, pace.working_days) == (9_001, 751, 41, 220)


@given(populations, shares, growths, paces)
def test_the_share_is_exact_at_the_start(population: int, share: Fraction, growth: int, pace: int) -> None:
    done = int(population * share)
    assert share_at(population, done, growth=growth, pace=pace, years=0) == Fraction(done, population)


@given(populations, shares, st.integers(0, 20_000), shares, years)
def test_the_pace_needed_reaches_the_goal_and_one_object_less_does_not(
    population: int, part: Fraction, growth: int, goal: Fraction, time: int
) -> None:
    done = int(population * part)
    pace = pace_needed(population, done, growth=growth, goal=goal, years=time)
    assert pace is not None
    reached = share_at(population, done, growth=growth, pace=pace, years=time)
    assert reached is not None
    assert reached >= goal
    if pace > 0:
        less = share_at(population, done, growth=growth, pace=pace - 1, years=time)
        assert less is not None
        assert less < goal


@given(populations, shares, growths, paces, paces, years)
def test_a_faster_pace_never_lowers_the_share(
    population: int, part: Fraction, growth: int, one: int, other: int, time: int
) -> None:
    done = int(population * part)
    low, high = sorted((one, other))
    slow = share_at(population, done, growth=growth, pace=low, years=time)
    fast = share_at(population, done, growth=growth, pace=high, years=time)
    assert (slow is None) == (fast is None)
    assert slow is None or fast is None or slow <= fast


@given(populations, shares, growths, growths, shares, years)
def test_more_growth_never_lowers_the_need(
    population: int, part: Fraction, one: int, other: int, goal: Fraction, time: int
) -> None:
    done = int(population * part)
    low, high = sorted((one, other))
    less = pace_needed(population, done, growth=low, goal=goal, years=time)
    more = pace_needed(population, done, growth=high, goal=goal, years=time)
    assert less is not None
    assert more is not None
    assert less <= more


@given(populations, shares, st.integers(0, 20_000), paces, years)
def test_the_formula_agrees_with_going_year_by_year(
    population: int, part: Fraction, growth: int, pace: int, time: int
) -> None:
    done = int(population * part)
    whole, counted = population, done
    for _ in range(time):
        whole += growth
        counted += pace
    expected = min(Fraction(counted, whole), Fraction(1))
    assert share_at(population, done, growth=growth, pace=pace, years=time) == expected


@given(populations, shares, st.integers(0, 5_000), paces, shares)
def test_the_crossing_lies_exactly_on_the_goal(
    population: int, part: Fraction, growth: int, pace: int, goal: Fraction
) -> None:
    done = int(population * part)
    time = crossing_years(population, done, growth=growth, pace=pace, goal=goal)
    if time is None:
        assert Fraction(pace) <= goal * growth
    elif time > 0:
        assert share_at(population, done, growth=growth, pace=pace, years=time) == goal


@given(populations, shares, st.integers(1, 5_000), paces, shares)
def test_a_ratio_below_the_goal_is_never_reached_in_any_number_of_years(
    population: int, part: Fraction, growth: int, pace: int, goal: Fraction
) -> None:
    done = int(population * part)
    if never_reaches(population, done, growth=growth, pace=pace, goal=goal):
        for time in (1, 10, 1_000, 10**9):
            share = share_at(population, done, growth=growth, pace=pace, years=time)
            assert share is not None
            assert share < goal


def test_a_goal_seen_from_a_day_holds_share_need_and_crossing() -> None:
    view = seen(population=10_000, done=6_000, flow=Flow(done=500, growth=90, since=dt.date(2024, 1, 1)))
    assert view.share == Fraction(6, 10)
    assert view.will_reach
    assert view.crossing is not None
    assert dt.date(2029, 1, 1) < view.crossing < dt.date(2029, 12, 31)


def test_the_present_pace_that_falls_short_has_no_crossing_before_the_goal() -> None:
    view = seen()
    assert view.will_reach is False
    assert view.crossing is None or view.crossing > DUE


def test_less_than_twelve_months_of_flow_project_nothing() -> None:
    view = seen(flow=Flow(done=400, growth=90, since=dt.date(2026, 1, 1)))
    assert (view.at_goal, view.crossing, view.never, view.room) == (None, None, False, None)
    assert view.need is not None


def test_twelve_months_to_the_day_are_enough() -> None:
    assert Flow(done=1, growth=0, since=a_year_before(TODAY)).known(TODAY)
    assert not Flow(done=1, growth=0, since=a_year_before(TODAY) + dt.timedelta(days=1)).known(TODAY)
    assert not Flow(done=1, growth=0, since=None).known(TODAY)


def test_an_empty_population_has_no_share() -> None:
    view = seen(population=0, done=0, flow=Flow(done=0, growth=0, since=dt.date(2020, 1, 1)))
    assert view.share is None
    assert view.will_reach is None


def test_a_goal_whose_day_has_passed_asks_for_no_pace() -> None:
    view = seen(on=dt.date(2031, 1, 1))
    assert view.need is None
    assert view.years < 0


def test_collecting_that_outruns_the_work_says_for_how_many_objects_it_would_do() -> None:
    view = seen(population=10_000, done=2_000, flow=Flow(done=50, growth=90, since=dt.date(2020, 1, 1)))
    assert view.never
    assert view.room is not None
    assert Fraction(2_000 + 50 * view.years) / view.room >= GOAL
    assert Fraction(2_000 + 50 * view.years) / (view.room + 1) < GOAL


def test_the_band_is_shown_as_an_upper_bound() -> None:
    bound = upper_bound(10_000, 2_000, growth=0, band=(50, 100), years=4)
    assert bound is not None
    assert (bound.least, bound.most) == (Fraction(22, 100), Fraction(24, 100))


def test_a_crossing_beyond_the_calendar_is_no_forecast() -> None:
    view = seen(population=10**9, done=0, flow=Flow(done=1, growth=0, since=dt.date(2020, 1, 1)))
    assert view.crossing is None


def test_years_count_days() -> None:
    assert years_between(dt.date(2026, 1, 1), dt.date(2030, 1, 1)) == 4
    assert a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("share", "goal", "shown"),
    [
        (Fraction(6996, 10000), GOAL, 69.9),
        (Fraction(6996, 10000), None, 70.0),
        (Fraction(9996, 10000), None, 99.9),
        (Fraction(50, 189), GOAL, 26.5),
    ],
)
def test_a_share_is_rounded_but_never_up_to_a_goal_that_is_not_reached(
    share: Fraction, goal: Fraction | None, shown: float
) -> None:
    assert Percent(share, goal).value == shown
