"""Objects registered by the first version without a council: the migration gives them the base store, traceably."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding
from museum_tracker.cli.migrate import alembic_config, upgrade
from museum_tracker.figures.checker import check
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.standings import rebuild
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.models import Job
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts

DAY = dt.date(2025, 3, 1)


@pytest.fixture
def old(bare_engine: sa.Engine) -> sa.Engine:
    """A database of its own, brought up to date."""
    upgrade(bare_engine)
    return bare_engine


def test_old_register_lines_without_a_title_get_the_base_store(old: sa.Engine) -> None:
    with Session(old) as session:
        person = User(username="minh", name="Minh", role=Role.CATALOGUER)
        session.add(person)
        session.flush()
        deed = begin_deed(session, by=person, action="A test")
        registered, waiting, deposit, struck = (
            make_artifact(session, deed, holding=holding)
            for holding in (Holding.UNDECIDED, Holding.UNDECIDED, Holding.DEPOSIT, Holding.UNDECIDED)
        )
        for artifact in (registered, deposit, struck):
            line = {"artifact_id": artifact.id, "kind": FactKind.REGISTERED, "effective_on": DAY}
            make_facts(session, deed, line)
        make_facts(session, deed, {"artifact_id": struck.id, "kind": FactKind.STRUCK, "effective_on": DAY})
        ids = [artifact.id for artifact in (registered, waiting, deposit, struck)]
        session.execute(sa.delete(Job))
        session.commit()
    with old.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0005")
    upgrade(old)
    with Session(old) as session:
        kept = [session.get_one(Artifact, artifact_id).holding for artifact_id in ids]
        assert kept == [Holding.BASE, Holding.UNDECIDED, Holding.DEPOSIT, Holding.UNDECIDED]
        assert session.scalars(sa.select(Job.kind)).all() == ["figures.rebuild"]
        rebuild(session)
        assert not check(session)
        assert measure(session, Measure.NEWLY_REGISTERED, "base_store", start=DAY, end=DAY).objects == 1
        session.commit()
    upgrade(old)
    with Session(old) as session:
        assert session.scalar(sa.select(sa.func.count(Job.id))) == 1
