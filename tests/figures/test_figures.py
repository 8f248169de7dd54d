"""Figures count what the facts say, and open to exactly the objects counted."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures import queries
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Measure, artifact_ids, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.services import DatedAhead, add_fact, touch, void_deed, void_fact
from museum_tracker.figures.tallies import fold
from museum_tracker.history.models import ChangeSet
from tests.factories.figures import make_facts, make_objects

YEAR = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}
MAY = dt.date(2026, 5, 4)
JUNE = dt.date(2026, 6, 1)


def test_a_collected_object_counts_on_its_handover_date_with_its_pieces(session: Session, deed: ChangeSet) -> None:
    hoard = make_objects(session, 1, holding="base", quantity=120)[0]
    make_facts(session, deed, {"artifact_id": hoard, "kind": FactKind.COLLECTED, "effective_on": MAY})
    assert measure(session, Measure.COLLECTED, "base_store", **YEAR) == Figure(1, 120)
    assert list(session.scalars(artifact_ids(Measure.COLLECTED, "base_store", **YEAR))) == [hoard]
    assert measure(session, Measure.COLLECTED, "base_store", start=JUNE, end=YEAR["end"]) == Figure()


def test_an_object_before_the_council_stands_beside_the_figure(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1)[0]
    make_facts(session, deed, {"artifact_id": vase, "kind": FactKind.COLLECTED, "effective_on": MAY})
    assert measure(session, Measure.COLLECTED, **YEAR).objects == 0
    assert measure(session, Measure.AWAITING_COUNCIL, **YEAR).objects == 1
    assert measure(session, Measure.UNREGISTERED).objects == 1


def test_a_date_known_only_as_a_year_counts_where_both_ends_fall_inside(session: Session, deed: ChangeSet) -> None:
    old = make_objects(session, 1, holding="base")[0]
    year = {"effective_on": dt.date(2001, 1, 1), "effective_latest": dt.date(2001, 12, 31)}
    make_facts(session, deed, {"artifact_id": old, "kind": FactKind.COLLECTED, **year})
    calendar = {"start": dt.date(2001, 1, 1), "end": dt.date(2001, 12, 31)}
    decree = {"start": dt.date(2000, 12, 15), "end": dt.date(2001, 12, 14)}
    assert measure(session, Measure.COLLECTED, **calendar).objects == 1
    assert measure(session, Measure.COLLECTED, **decree).objects == 0
    assert measure(session, Measure.COLLECTED, no_year=ReportingYears()).objects == 1
    assert measure(session, Measure.COLLECTED, no_year=ReportingYears(((1, "calendar"),))).objects == 0
    assert list(session.scalars(artifact_ids(Measure.COLLECTED, no_year=ReportingYears()))) == [old]


def test_opening_evidence_counts_in_stock_apart_and_in_no_year(session: Session, deed: ChangeSet) -> None:
    drum = make_objects(session, 1, holding="base")[0]
    cut_off = dt.date(2026, 1, 1)
    make_facts(
        session,
        deed,
        {"artifact_id": drum, "kind": FactKind.REGISTERED, "opening": True, "effective_latest": cut_off},
    )
    assert measure(session, Measure.REGISTERED, "base_store") == Figure(1, 1, 1, 1)
    assert measure(session, Measure.REGISTERED, as_of=dt.date(2025, 12, 31)).objects == 0
    assert measure(session, Measure.REGISTERED, as_of=cut_off).objects == 1
    assert measure(session, Measure.NEWLY_REGISTERED, **YEAR).objects == 0
    assert queries.since(session, Measure.REGISTERED) is None


def test_opening_evidence_dated_inside_a_year_counts_in_it(session: Session, deed: ChangeSet) -> None:
    drum = make_objects(session, 1, holding="base")[0]
    make_facts(session, deed, {"artifact_id": drum, "kind": FactKind.REGISTERED, "opening": True, "effective_on": MAY})
    assert measure(session, Measure.NEWLY_REGISTERED, **YEAR) == Figure(1, 1, 1, 1)


def test_an_unregistered_backlog_lowers_the_hundred_per_cent(session: Session, deed: ChangeSet) -> None:
    done, waiting = make_objects(session, 2, holding="base")
    steps = (FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED)
    make_facts(
        session,
        deed,
        *({"artifact_id": done, "kind": kind, "effective_on": MAY} for kind in steps),
        {"artifact_id": waiting, "kind": FactKind.RECEIVED, "effective_on": MAY},
    )
    assert measure(session, Measure.INVENTORIED).objects == 1
    assert measure(session, Measure.PRESENT).objects == 2
    assert list(session.scalars(artifact_ids(Measure.UNREGISTERED))) == [waiting]


def test_a_removed_object_leaves_on_the_day_of_the_decision(session: Session, deed: ChangeSet) -> None:
    lost = make_objects(session, 1, holding="base")[0]
    make_facts(
        session,
        deed,
        {"artifact_id": lost, "kind": FactKind.REGISTERED, "effective_on": dt.date(2020, 1, 1)},
        {"artifact_id": lost, "kind": FactKind.LEFT, "effective_on": JUNE},
    )
    assert measure(session, Measure.REGISTERED).objects == 0
    assert measure(session, Measure.REGISTERED, as_of=dt.date(2026, 5, 31)).objects == 1
    assert list(session.scalars(artifact_ids(Measure.REGISTERED, as_of=dt.date(2026, 5, 31)))) == [lost]
    assert measure(session, Measure.REMOVED, **YEAR).objects == 1


def test_a_regained_level_restores_the_stock_and_no_target(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1, holding="base")[0]
    make_facts(
        session,
        deed,
        {"artifact_id": vase, "kind": FactKind.REGISTERED, "effective_on": dt.date(2010, 1, 1)},
        {"artifact_id": vase, "kind": FactKind.LEVEL, "level": 1, "effective_on": dt.date(2024, 3, 1)},
        {"artifact_id": vase, "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": dt.date(2025, 3, 1)},
        {"artifact_id": vase, "kind": FactKind.LEVEL, "level": 1, "effective_on": MAY},
    )
    assert measure(session, Measure.LEVEL_1, "objects_proper").objects == 1
    assert measure(session, Measure.LEVEL_1, as_of=dt.date(2025, 6, 1)).objects == 0
    assert measure(session, Measure.FIRST_LEVEL_1, **YEAR).objects == 0
    assert measure(session, Measure.FIRST_LEVEL_1, start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 31)).objects == 1


def test_a_withdrawn_approval_lowers_the_year_it_counted_in(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1, holding="base")[0]
    make_facts(
        session,
        deed,
        {"artifact_id": vase, "kind": FactKind.LEVEL, "level": 1, "effective_on": MAY},
        {"artifact_id": vase, "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": JUNE},
    )
    assert measure(session, Measure.FIRST_LEVEL_1, **YEAR).objects == 0


def test_a_lost_master_lowers_the_stock_and_not_the_year(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1, holding="base")[0]
    lost = {"artifact_id": vase, "kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": JUNE}
    make_facts(
        session,
        deed,
        {"artifact_id": vase, "kind": FactKind.LEVEL, "level": 1, "effective_on": MAY},
        lost | {"values": {"cause": "lost"}},
    )
    assert measure(session, Measure.LEVEL_1).objects == 0
    assert measure(session, Measure.FIRST_LEVEL_1, **YEAR).objects == 1


def test_reference_objects_and_deposits_stand_on_lines_of_their_own(session: Session, deed: ChangeSet) -> None:
    reference = make_objects(session, 1, holding="reference")[0]
    deposit = make_objects(session, 1, holding="deposit")[0]
    make_facts(
        session,
        deed,
        *({"artifact_id": id_, "kind": FactKind.REGISTERED, "effective_on": MAY} for id_ in (reference, deposit)),
    )
    found = queries.stocks(session)
    assert found["all_holdings", Measure.PRESENT].objects == 0
    assert found["reference_store", Measure.REGISTERED].objects == 1
    assert found["deposits", Measure.REGISTERED].objects == 1


def test_a_voided_fact_never_was(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1, holding="base")[0]
    fact = add_fact(session, vase, FactKind.REGISTERED, deed=deed, effective_on=MAY)
    touch(session, [vase], deed=deed)
    voiding = void_fact(session, fact, deed=deed)
    touch(session, [vase], deed=deed)
    assert measure(session, Measure.REGISTERED).objects == 0
    void_fact(session, voiding, deed=deed)
    touch(session, [vase], deed=deed)
    assert measure(session, Measure.NEWLY_REGISTERED, **YEAR).objects == 1


def test_voiding_a_deed_takes_back_all_its_facts(session: Session, deed: ChangeSet) -> None:
    ids = make_objects(session, 3, holding="base")
    make_facts(session, deed, *({"artifact_id": id_, "kind": FactKind.REGISTERED, "effective_on": MAY} for id_ in ids))
    assert void_deed(session, deed.id, deed=deed) == ids
    assert measure(session, Measure.REGISTERED).objects == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Fact)) == 6


def test_a_fact_cannot_be_dated_ahead(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1)[0]
    with pytest.raises(DatedAhead):
        add_fact(session, vase, FactKind.REGISTERED, deed=deed, effective_on=dt.date(2100, 1, 1))


def test_an_unknown_population_is_refused(session: Session) -> None:
    with pytest.raises(NotFound):
        measure(session, Measure.REGISTERED, "no_such")


def test_folding_the_sums_changes_no_figure(session: Session, deed: ChangeSet) -> None:
    ids = make_objects(session, 5, holding="base", quantity=2)
    make_facts(
        session,
        deed,
        *(
            {"artifact_id": id_, "kind": FactKind.REGISTERED, "effective_on": dt.date(2026, 1, 1 + place)}
            for place, id_ in enumerate(ids)
        ),
    )

    def read() -> list[object]:
        return [
            queries.stocks(session),
            queries.stocks(session, dt.date(2026, 1, 3)),
            queries.flows(session, YEAR["start"], dt.date(2026, 1, 4)),
            queries.history(session, Measure.REGISTERED, start=dt.date(2025, 12, 1), end=dt.date(2026, 2, 1)),
            queries.flows_by_month(session, Measure.NEWLY_REGISTERED, start=dt.date(2025, 12, 1), end=JUNE),
            queries.since(session, Measure.REGISTERED),
        ]

    before = read()
    assert fold(session) > 0
    assert read() == before
    assert fold(session) == 0
    assert before[0]["base_store", Measure.REGISTERED] == Figure(5, 10)
    assert before[1]["base_store", Measure.REGISTERED] == Figure(3, 6)
    assert [point.figure.objects for point in before[3]] == [0, 5, 5]
    assert before[5] == dt.date(2026, 1, 1)


def test_objects_moved_between_holdings_count_where_they_stood_that_day(session: Session, deed: ChangeSet) -> None:
    vase = make_objects(session, 1, holding="reference")[0]
    make_facts(
        session,
        deed,
        {"artifact_id": vase, "kind": FactKind.REGISTERED, "effective_on": dt.date(2020, 1, 1)},
        {
            "artifact_id": vase,
            "kind": FactKind.HOLDING,
            "effective_on": JUNE,
            "values": {"from": "base", "to": "reference"},
        },
    )
    assert measure(session, Measure.REGISTERED, "base_store", as_of=MAY).objects == 1
    assert measure(session, Measure.REGISTERED, "base_store").objects == 0
    assert measure(session, Measure.REGISTERED, "reference_store").objects == 1
