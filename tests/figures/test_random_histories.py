"""Whatever happened: lists equal figures, balances add up, a recount agrees, folding changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.as_of import as_known
from museum_tracker.figures.balances import digitized_balance, stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.line_lists import LineAsk, line_members
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.queries import figure
from museum_tracker.figures.rules.asks import Ask, read_ask
from museum_tracker.figures.rules.balances import FIRSTS, Line
from museum_tracker.figures.rules.measures import DIGITIZED_STOCKS, FLOW_OF, Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.services import add_facts, touch, void_fact
from museum_tracker.figures.standings import rebuild
from museum_tracker.figures.tallies import fold
from museum_tracker.history.models import ChangeSet
from tests.factories.figures import make_objects
from tests.figures.histories import DAYS, HOLDINGS, objects

# Museums are small already: shrinking a failure costs minutes and tells little more.
LENIENT = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
POPULATIONS = ("all_holdings", "base_store", "objects_proper", "representative", "reference_store", "deposits")
YEARS = (
    ReportingYears(),
    ReportingYears(((1, "calendar"),)),
    ReportingYears(((1, "decree"), (2025, "calendar"), (2026, "decree"))),
)
ASKS = st.builds(
    Ask,
    measure=st.sampled_from(list(Measure)),
    population=st.sampled_from(POPULATIONS),
    start=st.none() | DAYS,
    end=st.none() | DAYS,
    as_of=st.none() | DAYS,
    no_year=st.sampled_from([None, None, *YEARS]),
)


@contextmanager
def example(session: Session) -> Iterator[None]:
    """One museum that leaves no trace: the next one starts from the same ids."""
    point = session.begin_nested()
    try:
        yield
    finally:
        for thing in [thing for thing in session if not isinstance(thing, ChangeSet | User)]:
            session.expunge(thing)
        point.rollback()


def build(session: Session, deed: ChangeSet, museum: list[dict[str, Any]]) -> list[int]:
    """The museum in the database: counted once bare, then again with each half of its facts."""
    ids = []
    for made in museum:
        [artifact_id] = make_objects(session, 1, **{name: value for name, value in made.items() if name != "facts"})
        ids.append(artifact_id)
    touch(session, ids, deed=deed)
    for half in (0, 1):
        for artifact_id, made in zip(ids, museum, strict=True):
            middle = len(made["facts"]) // 2
            chosen = made["facts"][middle:] if half else made["facts"][:middle]
            add_facts(session, [{"artifact_id": artifact_id, **row} for row in chosen], deed=deed)
        touch(session, ids, deed=deed)
    return ids


def listed(session: Session, ask: Ask) -> Figure:
    """The figure by its list: the rows of the list, counted."""
    rows = session.scalars(members(ask)).all()
    assert len(rows) == len(set(rows))
    pieces = session.scalar(sa.select(sa.func.sum(Standing.pieces)).where(Standing.artifact_id.in_(rows)))
    return Figure(len(rows), pieces or 0)


@LENIENT
@given(museum=objects(), asks=st.lists(ASKS, min_size=5, max_size=5))
def test_the_list_behind_a_figure_holds_exactly_what_it_counts(
    session: Session, deed: ChangeSet, museum: list[dict[str, Any]], asks: list[Ask]
) -> None:
    with example(session):
        build(session, deed, museum)
        for ask in asks:
            counted = figure(session, ask)
            assert listed(session, ask)[:2] == counted[:2]
            assert as_known(session, ask, known=clock.now()).figure == counted
            assert figure(session, read_ask(ask.text())) == counted


@LENIENT
@given(museum=objects(), asks=st.lists(ASKS, min_size=3, max_size=3), data=st.data())
def test_a_recount_agrees_after_voiding_editing_and_folding(
    session: Session, deed: ChangeSet, museum: list[dict[str, Any]], asks: list[Ask], data: st.DataObject
) -> None:
    with example(session):
        ids = build(session, deed, museum)
        fold(session)
        facts = session.scalars(sa.select(Fact).where(Fact.artifact_id.in_(ids))).all()
        if facts:
            void_fact(session, data.draw(st.sampled_from(facts)), deed=deed)
        changed = {"holding": data.draw(st.sampled_from(HOLDINGS)), "quantity": data.draw(st.integers(1, 4))}
        session.execute(sa.update(Artifact).where(Artifact.id == ids[0]).values(**changed))
        touch(session, ids, deed=deed)
        before = [figure(session, ask) for ask in asks]
        assert check(session) == []
        fold(session)
        assert [figure(session, ask) for ask in asks] == before
        assert check(session) == []
        rebuild(session)
        assert [figure(session, ask) for ask in asks] == before


@LENIENT
@given(museum=objects(), population=st.sampled_from(POPULATIONS), days=st.tuples(DAYS, DAYS))
def test_both_balances_add_up_for_any_population_and_period(
    session: Session,
    deed: ChangeSet,
    museum: list[dict[str, Any]],
    population: str,
    days: tuple[dt.date, dt.date],
) -> None:
    with example(session):
        build(session, deed, museum)
        start, end = sorted(days)
        stock = stock_balance(session, population, start=start, end=end)
        assert stock.adds_up
        balances = [
            stock,
            *(digitized_balance(session, population, one, start=start, end=end) for one in DIGITIZED_STOCKS),
        ]
        for balance in balances:
            assert balance.adds_up
            for row in balance.lines:
                line = LineAsk(balance.measure, population, start, end, row.line)
                listed = session.scalars(line_members(session, line)).all()
                assert len(listed) >= abs(row.figure.objects)
                assert row.line not in FIRSTS or len(listed) == row.figure.objects
            first, flow = (
                set(session.scalars(found))
                for found in (
                    line_members(session, LineAsk(balance.measure, population, start, end, Line.FIRST)),
                    members(Ask(FLOW_OF[balance.measure], population, start, end)),
                )
            )
            assert first <= flow
            besides = LineAsk(balance.measure, population, start, end, Line.BESIDES)
            assert set(session.scalars(line_members(session, besides))) == flow - first
            assert balance.besides.objects == len(flow - first)
