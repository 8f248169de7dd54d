"""Papers that arrive late: corrections dated before the mistake, years just begun, moves taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.removals import decide_removal, propose_removal, put_back_on_register
from museum_tracker.catalogue.rules import Holding
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.classification.queries import list_groups
from museum_tracker.classification.services import confirm, contest, propose
from museum_tracker.core import clock
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.balances import Line, opening_taken_over, stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.queries import Measure, measure, since
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import undo
from museum_tracker.inventory.rules import Step
from museum_tracker.inventory.services import take_back
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts, make_objects
from tests.factories.inventory import register
from tests.factories.people import deed_of

TODAY = dt.date(2026, 11, 22)
YEAR: dict[str, Any] = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}


@pytest.fixture(autouse=True)
def day(frozen: dt.datetime) -> dt.datetime:
    return frozen


def test_a_line_struck_through_and_written_anew_with_its_old_date_stands_again(
    session: Session, deed: ChangeSet
) -> None:
    drum = make_artifact(session, deed, holding=Holding.BASE)
    register(session, drum, on=dt.date(2026, 5, 4), deed=deed)
    take_back(session, drum, Step.REGISTERED, "Ghi nhầm ngày", deed=deed)
    register(session, drum, on=dt.date(2012, 3, 1), deed=deed)
    assert measure(session, Measure.REGISTERED).objects == 1
    assert measure(session, Measure.REGISTERED, as_of=dt.date(2026, 6, 1)).objects == 1
    assert measure(session, Measure.NEWLY_REGISTERED, **YEAR).objects == 0
    assert measure(session, Measure.NEWLY_REGISTERED, end=dt.date(2012, 12, 14)).objects == 1
    balance = stock_balance(session, "all_holdings", **YEAR)
    assert balance.adds_up
    assert balance.closing.objects == 1
    assert check(session) == []


def test_a_contested_classification_confirmed_by_earlier_minutes_counts_again(
    session: Session, deed: ChangeSet
) -> None:
    drum = make_artifact(session, deed, holding=Holding.BASE)
    proposal, deciding = propose(session, drum, list_groups(session)[0], deed=deed), deed_of(session, Role.CURATOR)
    confirm(session, proposal, on=dt.date(2026, 5, 4), deed=deciding)
    contest(session, proposal, "Chất liệu khác", deed=deed)
    confirm(session, proposal, on=dt.date(2026, 11, 1), deed=deciding)
    assert measure(session, Measure.CLASSIFIED).objects == 1
    assert measure(session, Measure.CLASSIFIED, as_of=TODAY).objects == 1
    assert check(session) == []


def test_an_object_put_back_by_an_older_decision_stands_on_the_register(session: Session, deed: ChangeSet) -> None:
    drum = make_artifact(session, deed, holding=Holding.BASE)
    register(session, drum, on=dt.date(2012, 3, 1), deed=deed)
    removal, deciding = propose_removal(session, drum, "Hư hỏng", deed=deed), deed_of(session, Role.DIRECTOR)
    decide_removal(session, removal, decision_number="5/QĐ", decided_on=dt.date(2026, 6, 1), deed=deciding)
    put_back_on_register(session, drum, decision_number="4/QĐ", on=dt.date(2026, 5, 1), deed=deed)
    assert measure(session, Measure.REGISTERED).objects == 1
    assert measure(session, Measure.REMOVED, **YEAR).objects == 0
    assert stock_balance(session, "base_store", **YEAR).adds_up
    assert check(session) == []


def test_a_move_made_again_after_it_was_undone_leaves_the_past_alone(session: Session) -> None:
    making = deed_of(session, Role.CATALOGUER)
    drum = make_artifact(session, making, holding=Holding.BASE)
    register(session, drum, on=dt.date(2012, 3, 1), deed=making)
    moving = deed_of(session, Role.CURATOR)
    edit_artifact(session, drum, {"holding": Holding.REFERENCE}, version=drum.version, deed=moving)
    undo(session, moving, by=moving.by)
    session.refresh(drum)
    again = deed_of(session, Role.CURATOR)
    edit_artifact(session, drum, {"holding": Holding.REFERENCE}, version=drum.version, deed=again)
    assert measure(session, Measure.REGISTERED, "base_store").objects == 0
    assert measure(session, Measure.REGISTERED, "base_store", as_of=dt.date(2026, 1, 1)).objects == 1
    lines = {row.line: row.figure.objects for row in stock_balance(session, "base_store", **YEAR).lines}
    assert lines[Line.MOVED_OUT] == -1


def test_the_running_year_written_as_a_year_is_there_by_today(session: Session, deed: ChangeSet) -> None:
    [drum] = make_objects(session, 1, holding="base")
    year = {"effective_on": dt.date(2026, 1, 1), "effective_latest": dt.date(2026, 12, 31)}
    make_facts(session, deed, {"artifact_id": drum, "kind": FactKind.REGISTERED, **year})
    assert measure(session, Measure.REGISTERED, as_of=TODAY) == measure(session, Measure.REGISTERED)
    assert measure(session, Measure.NEWLY_REGISTERED, **YEAR).objects == 1


def test_own_records_that_begin_after_the_period_did_belong_to_that_period(session: Session, deed: ChangeSet) -> None:
    [drum] = make_objects(session, 1, holding="base")
    first = dt.date(2025, 12, 20)
    make_facts(session, deed, {"artifact_id": drum, "kind": FactKind.REGISTERED, "effective_on": first})
    begun = since(session, Measure.NEWLY_REGISTERED)
    assert begun == first
    assert MuseumProfile().year_on(begun) == 2026


def test_growth_leaves_out_only_what_the_opening_balance_took_over_without_a_day(
    session: Session, deed: ChangeSet
) -> None:
    old, dated = make_objects(session, 2, holding="base")
    opening = {"kind": FactKind.REGISTERED, "opening": True}
    make_facts(
        session,
        deed,
        {"artifact_id": old, "effective_latest": dt.date(2026, 6, 30), **opening},
        {"artifact_id": dated, "effective_on": dt.date(2026, 2, 1), **opening},
    )
    assert opening_taken_over(session, Measure.REGISTERED, "base_store", **YEAR).objects == 1
    assert measure(session, Measure.NEWLY_REGISTERED, "base_store", **YEAR).objects == 1


@pytest.mark.parametrize(
    ("instant", "year"),
    [
        (dt.datetime(2026, 12, 14, 16, 59, 59, tzinfo=dt.UTC), 2026),
        (dt.datetime(2026, 12, 14, 17, 0, 0, tzinfo=dt.UTC), 2027),
        (dt.datetime(2026, 12, 15, 0, 0, 0, tzinfo=dt.UTC), 2027),
    ],
)
def test_the_period_turns_at_midnight_in_the_museum_not_in_utc(instant: dt.datetime, year: int) -> None:
    clock.freeze(instant)
    assert MuseumProfile().year_on(clock.today("Asia/Ho_Chi_Minh")) == year
    assert MuseumProfile().year_on(clock.local(instant).date()) == year
