"""After an upgrade that counts otherwise, standings and sums are made anew; after any other they are left alone."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.figures.checker import check
from museum_tracker.figures.counting.form import NAME, count_by_today, form
from museum_tracker.figures.models import FigureRule, Standing, Tally, TallyDelta
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from tests.factories.figures import make_facts, make_objects


def counted_before(session: Session, deed: ChangeSet) -> None:
    """A museum whose sums know nothing of what is held and not on the register, as before that was a figure."""
    [drum] = make_objects(session, 1, holding="base")
    make_facts(session, deed, {"artifact_id": drum, "kind": FactKind.RECEIVED})
    for table in (Tally, TallyDelta):
        session.execute(sa.delete(table).where(table.measure == Measure.UNREGISTERED))
    session.execute(sa.update(Standing).values(stocks=1))


def test_a_museum_counted_by_older_statements_is_counted_anew(session: Session, deed: ChangeSet) -> None:
    counted_before(session, deed)
    session.execute(sa.update(FigureRule).where(FigureRule.name == NAME).values(value=["older"]))
    session.expire_all()
    count_by_today(session)
    assert measure(session, Measure.UNREGISTERED).objects == 1
    assert check(session) == []
    assert session.get_one(FigureRule, NAME).value == [form()]


def test_a_museum_that_never_said_how_it_was_counted_is_counted_anew(session: Session, deed: ChangeSet) -> None:
    counted_before(session, deed)
    session.execute(sa.delete(FigureRule).where(FigureRule.name == NAME))
    session.expire_all()
    count_by_today(session)
    assert measure(session, Measure.UNREGISTERED).objects == 1


def test_a_museum_counted_by_these_statements_is_left_alone(session: Session, deed: ChangeSet) -> None:
    counted_before(session, deed)
    count_by_today(session)
    assert measure(session, Measure.UNREGISTERED).objects == 0
