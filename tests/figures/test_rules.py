"""The rules of counting, as values in and values out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

from museum_tracker.core.periods import PeriodRule, ReportingYears, read_years
from museum_tracker.figures.rules import counting
from museum_tracker.figures.rules.counting import Entry, is_accepted, plain_dates, plain_entries, present_since, stand
from museum_tracker.figures.rules.days import UNKNOWN, Span, date_of, day_of, span_of, year_of
from museum_tracker.figures.rules.facts import FactKind, FactRow, standing_facts
from museum_tracker.figures.rules.history import sweep
from museum_tracker.figures.rules.measures import DEFAULT_INVENTORIED, Evidence, Measure, Reason
from museum_tracker.figures.rules.populations import SHIPPED, Record, mask_of, scope
from tests.figures.histories import objects

SCOPES = [scope(code, bit, chosen) for bit, (code, _, chosen) in enumerate(SHIPPED)]


def fact(id_: int, kind: FactKind, day: int = UNKNOWN, **more: Any) -> FactRow:
    return FactRow(id_, kind, Span(day, day), **more)


def rows_of(made: dict[str, Any]) -> list[FactRow]:
    return [
        FactRow(
            place + 1,
            row["kind"],
            span_of(row.get("effective_on"), row.get("effective_latest")),
            row.get("level", 0),
            row.get("opening", False),
            None,
            row.get("values", {}),
        )
        for place, row in enumerate(made["facts"])
    ]


def without_days_of_nothing(entries: list[Entry]) -> list[Entry]:
    """The entries without a stock that rose and fell on one day (collected and registered at once)."""
    passing = {(entry.measure, entry.span.last) for entry in entries if entry.sign < 0}
    passing &= {(entry.measure, entry.span.last) for entry in entries if entry.sign > 0}
    return [entry for entry in entries if (entry.measure, entry.span.last) not in passing]


@given(museum=objects())
def test_the_short_way_for_plain_objects_gives_what_the_long_way_gives(museum: list[dict[str, Any]]) -> None:
    for made in museum:
        alive = standing_facts(rows_of(made))
        merged = any(fact.kind is FactKind.MERGED for fact in alive)
        shown = {name: made[name] for name in ("kind", "holding", "representative")}
        record = Record(**shown, merged=merged)
        dates = plain_dates(alive)
        if dates is None:
            continue
        row = stand(record, alive, SCOPES)
        short = plain_entries(row, accepted=is_accepted(record, dates))
        told = sweep(record, [*alive, present_since(alive)], SCOPES, DEFAULT_INVENTORIED)
        # A step for no population is no step; the short way tells the same in the order of the measures.
        long = sorted(without_days_of_nothing([Entry(*step) for step in told.steps if step[5]]))
        assert sorted(entry for entry in short if entry.mask) == long
        assert (
            row.stocks == sum(counting.BIT[measure] for measure, mask in told.counted.items() if mask) or not row.mask
        )


@pytest.mark.parametrize(
    ("rule", "day", "year"),
    [
        (PeriodRule.DECREE, dt.date(2025, 12, 14), 2025),
        (PeriodRule.DECREE, dt.date(2025, 12, 15), 2026),
        (PeriodRule.DECREE, dt.date(2026, 12, 14), 2026),
        (PeriodRule.CALENDAR, dt.date(2025, 12, 31), 2025),
    ],
)
def test_a_day_belongs_to_one_reporting_year(rule: PeriodRule, day: dt.date, year: int) -> None:
    years = ReportingYears(((1, rule),))
    assert years.year_on(day) == year
    assert years.period(year).contains(day)


def test_a_year_alone_belongs_to_a_calendar_year_and_to_no_decree_period() -> None:
    span = span_of(dt.date(2001, 1, 1), dt.date(2001, 12, 31))
    assert year_of(ReportingYears(((1, PeriodRule.CALENDAR),)), span) == 2001
    assert year_of(ReportingYears(), span) is None
    assert year_of(ReportingYears(), Span(UNKNOWN, UNKNOWN)) is None


def test_the_year_in_which_the_rule_changes_takes_the_days_between_both() -> None:
    years = ReportingYears(((1, PeriodRule.DECREE), (2027, PeriodRule.CALENDAR)))
    whole = span_of(dt.date(2026, 12, 15), dt.date(2027, 12, 31))
    assert year_of(years, whole) == 2027
    assert year_of(years, span_of(dt.date(2026, 12, 14), dt.date(2027, 12, 31))) is None
    assert read_years(years.text()) == years


@pytest.mark.parametrize("word", ["", "decree", "2026decree", "1decree-1calendar", "1decree-99999calendar", "1lunar"])
def test_a_word_that_names_no_years_is_refused(word: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every way of reading wrong
        read_years(word)


def test_days_are_numbers_and_back() -> None:
    assert day_of(dt.date(2026, 11, 22)) == 20261122
    assert date_of(20261122) == dt.date(2026, 11, 22)
    assert date_of(UNKNOWN) is None
    assert span_of(None, dt.date(2026, 1, 1)) == Span(UNKNOWN, 20260101)


def test_a_voided_voiding_lets_the_fact_stand_again() -> None:
    registered = fact(1, FactKind.REGISTERED, 20260101)
    voiding = fact(2, FactKind.VOIDED, voids_id=1)
    assert standing_facts([registered, voiding]) == []
    assert standing_facts([registered, voiding, fact(3, FactKind.VOIDED, voids_id=2)]) == [registered]


def test_a_level_reached_before_registration_joins_the_stock_with_the_register_line() -> None:
    facts = [fact(1, FactKind.LEVEL, 20250301, level=1), fact(2, FactKind.REGISTERED, 20260301)]
    entries = stand(Record("object", "base"), facts, SCOPES).entries
    joined = next(entry for entry in entries if entry.measure is Measure.LEVEL_1)
    assert (joined.reason, joined.span) == (Reason.JOINED, Span(20260301, 20260301))
    first = next(entry for entry in entries if entry.measure is Measure.FIRST_LEVEL_1)
    assert first.span == Span(20250301, 20250301)


def test_an_object_collected_while_undecided_counts_where_the_council_put_it() -> None:
    moved = {"from": "undecided", "to": "base"}
    facts = [fact(1, FactKind.COLLECTED, 20260301), fact(2, FactKind.HOLDING, 20260601, values=moved)]
    entries = stand(Record("object", "base"), facts, SCOPES).entries
    collected = next(entry for entry in entries if entry.measure is Measure.COLLECTED)
    assert collected.span == Span(20260301, 20260301)
    assert collected.mask >> 1 & 1  # the base store


def test_a_voided_record_stands_nowhere() -> None:
    seen = stand(Record("object", "base", voided=True), [fact(1, FactKind.REGISTERED, 20260301)], SCOPES)
    assert (seen.stocks, seen.flows, seen.mask) == (0, 0, 0)


def test_the_museum_chooses_what_the_hundred_per_cent_reads() -> None:
    facts = [fact(1, FactKind.REGISTERED, 20260301)]
    chosen = stand(Record("object", "base"), facts, SCOPES, (Evidence.REGISTERED,))
    assert chosen.stocks & counting.BIT[Measure.INVENTORIED]
    assert not stand(Record("object", "base"), facts, SCOPES).stocks & counting.BIT[Measure.INVENTORIED]


def test_a_population_names_only_fields_it_knows() -> None:
    with pytest.raises(ValueError, match="price"):
        scope("dear", 11, {"price": [1]})


def test_a_natural_specimen_is_an_object_proper_and_a_photograph_is_not() -> None:
    proper = next(scope for scope in SCOPES if scope.code == "objects_proper")
    assert mask_of(Record("specimen", "base"), "base", [proper])
    assert not mask_of(Record("photograph", "base"), "base", [proper])
