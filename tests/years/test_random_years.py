"""Whatever happened around a close: balances add up, lists equal figures, and adjustments explain the rest."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts, touch, void_fact
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.years.adjustments import Change, drift_of, list_adjustments
from museum_tracker.years.queries import ClosedYear, closed_year, get_year
from museum_tracker.years.roll import call_roll
from museum_tracker.years.services.closing import begin_closing, close_year
from museum_tracker.years.services.restating import restate_year
from museum_tracker.years.verify import verify
from tests.factories.years import YEAR, make_director, signed
from tests.figures.histories import HOLDINGS, facts, objects
from tests.figures.test_random_histories import build, example

FEW = settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LATER_KINDS = [
    *(FactKind.REGISTERED, FactKind.MARKED, FactKind.LEVEL, FactKind.LOST_LEVEL, FactKind.LEFT),
    *(FactKind.REINSTATED, FactKind.CLASSIFIED, FactKind.UNCLASSIFIED, FactKind.RETURNED),
]


@FEW
@given(museum=objects(), later=st.lists(facts(LATER_KINDS), max_size=4), data=st.data())
def test_a_frozen_year_and_its_adjustments_always_give_the_live_figures(
    session: Session,
    deed: ChangeSet,
    museum: list[dict[str, Any]],
    later: list[list[dict[str, Any]]],
    data: st.DataObject,
) -> None:
    with example(session):
        director = make_director(session)
        ids = build(session, deed, museum)
        frozen = _close(session, director)
        _true(session, frozen)
        assert list_adjustments(session, YEAR) == []
        _change(session, director, ids, later, data)
        live = _explained(session, frozen)
        again = closed_year(session, YEAR)
        assert again is not None
        assert again.content == frozen.content
        if live.any:
            restate_year(session, YEAR, document="", deed=signed(session, director, "Điều chỉnh"))
            restated = closed_year(session, YEAR)
            assert restated is not None
            _true(session, restated)
            assert list_adjustments(session, YEAR) == []
        assert verify(session) == []


def _close(session: Session, director: User) -> ClosedYear:
    begin_closing(session, YEAR, deed=signed(session, director))
    close_year(session, YEAR, deed=signed(session, director, "Còn việc nhỏ"))
    frozen = closed_year(session, YEAR)
    assert frozen is not None
    return frozen


def _true(session: Session, frozen: ClosedYear) -> None:
    """Every balance adds up, and every figure is the number of its objects."""
    assert all(balance.adds_up for balance in frozen.balances)
    pieces = frozen.pieces(session)
    for place, figure in frozen.figures.items():
        listed = frozen.ids(session, *place)
        assert len(listed) == figure.objects
        assert sum(pieces.get(one, 1) for one in listed) == figure.pieces


def _change(session: Session, by: User, ids: list[int], later: list[list[dict[str, Any]]], data: st.DataObject) -> None:
    """Withdraw, register late, remove, void and edit after the close."""
    deed = signed(session, by)
    for artifact_id, rows in zip(ids, later, strict=False):
        add_facts(session, [{"artifact_id": artifact_id, **row} for row in rows], deed=deed)
    known = session.scalars(sa.select(Fact).where(Fact.artifact_id.in_(ids))).all()
    if known and data.draw(st.booleans()):
        void_fact(session, data.draw(st.sampled_from(known)), deed=deed)
    if ids and data.draw(st.booleans()):
        chosen = data.draw(st.sampled_from(ids))
        now = {"holding": data.draw(st.sampled_from(HOLDINGS)), "quantity": data.draw(st.integers(1, 4))}
        session.execute(sa.update(Artifact).where(Artifact.id == chosen).values(**now))
        record(session, deed, entity="artifact", entity_id=chosen, before={"holding": "?", "quantity": 0}, after=now)
    touch(session, ids, deed=deed)


def _explained(session: Session, frozen: ClosedYear) -> Any:
    """Frozen, plus what joined, less what left, is what the whole museum would be counted as today."""
    drift = drift_of(session, YEAR)
    assert drift is not None
    period = get_year(session, YEAR)
    live = call_roll(session, period.start, period.end)
    for place in frozen.figures:
        expected = (set(frozen.ids(session, *place)) | set(drift.joined.get(place, ()))) - set(
            drift.left.get(place, ())
        )
        assert sorted(expected) == live.ids(*place)
    named = list_adjustments(session, YEAR)
    assert {(one.population, one.measure, one.artifact_id) for one in named if one.change is Change.JOINED} == {
        (*place, one) for place, listed in drift.joined.items() for one in listed
    }
    assert all(one.why.msgid for one in named)
    return drift
