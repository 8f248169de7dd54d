"""The museum's profile and its reporting years."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from museum_tracker.core.museum import MuseumProfile, get_profile, put_profile
from museum_tracker.core.periods import PeriodRule


def day(year: int, month: int, number: int) -> dt.date:
    return dt.date(year, month, number)


def test_a_reporting_year_runs_from_15_december_to_14_december() -> None:
    profile = MuseumProfile()
    assert profile.year_span(2026) == (day(2025, 12, 15), day(2026, 12, 14))
    assert profile.year_on(day(2026, 12, 14)) == 2026
    assert profile.year_on(day(2026, 12, 15)) == 2027


def test_a_change_of_rule_touches_only_years_not_begun_and_leaves_no_gap() -> None:
    changed = MuseumProfile().with_reporting_period(PeriodRule.CALENDAR, today=day(2026, 6, 1))
    assert changed.year_span(2026) == (day(2025, 12, 15), day(2026, 12, 14))
    assert changed.year_span(2027) == (day(2026, 12, 15), day(2027, 12, 31))
    assert changed.year_span(2028) == (day(2028, 1, 1), day(2028, 12, 31))
    assert changed.year_on(day(2027, 12, 20)) == 2027


def test_changing_back_before_the_year_begins_changes_nothing() -> None:
    changed = MuseumProfile().with_reporting_period(PeriodRule.CALENDAR, today=day(2026, 6, 1))
    assert changed.with_reporting_period("decree", today=day(2026, 7, 1)) == MuseumProfile()


def test_from_calendar_to_decree_no_day_counts_twice() -> None:
    profile = MuseumProfile(reporting_rules=((1, PeriodRule.CALENDAR),)).with_reporting_period(
        "decree", today=day(2026, 6, 1)
    )
    assert profile.year_span(2026) == (day(2026, 1, 1), day(2026, 12, 31))
    assert profile.year_span(2027) == (day(2027, 1, 1), day(2027, 12, 14))


def test_a_profile_is_kept_and_read_back(session: Session) -> None:
    assert get_profile(session).working_days == 220
    kept = MuseumProfile(name_vi="Bảo tàng Bắc Giang", number_prefix="BTBG", without_council=True)
    put_profile(session, kept)
    session.commit()
    assert get_profile(session) == kept
    assert kept.name("vi") == "Bảo tàng Bắc Giang"
    assert kept.name("en") == "Provincial Museum"
