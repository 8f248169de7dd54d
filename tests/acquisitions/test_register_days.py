"""Register lines with a day that their record never had: the migration writes it into the record, traceably."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding
from museum_tracker.cli.migrate import alembic_config, upgrade
from museum_tracker.figures.agreement import check_records
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeItem
from museum_tracker.history.services import begin_deed
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts

DAY = dt.date(2025, 3, 1)


def test_days_of_register_lines_that_no_record_had_are_written_into_it(bare_engine: sa.Engine):
    upgrade(bare_engine)
    with Session(bare_engine) as session:
        person = User(username="minh", name="Minh", role=Role.CATALOGUER)
        session.add(person)
        session.flush()
        deed = begin_deed(session, by=person, action="A test")
        numbers = ("BTBG 1", "BTBG 2", "BTBG 3")
        lacking, opening, struck = (make_artifact(session, deed, number=n, holding=Holding.BASE) for n in numbers)
        own = {"kind": FactKind.REGISTERED, "effective_on": DAY}
        make_facts(session, deed, {"artifact_id": lacking.id, **own}, {"artifact_id": struck.id, **own})
        make_facts(session, deed, {"artifact_id": opening.id, **own, "effective_on": None, "opening": True})
        make_facts(session, deed, {"artifact_id": struck.id, "kind": FactKind.STRUCK, "effective_on": DAY})
        ids = [artifact.id for artifact in (lacking, opening, struck)]
        session.commit()
    with bare_engine.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0024")
    upgrade(bare_engine)
    with Session(bare_engine) as session:
        kept = [session.get_one(Artifact, artifact_id) for artifact_id in ids]
        assert [one.registered_earliest for one in kept] == [DAY, None, None]
        assert (kept[0].registered_latest, kept[0].registered_text) == (DAY, "01/03/2025")
        assert not [one for one in check_records(session) if one.artifact_id == ids[0]]
        change = session.scalars(sa.select(ChangeItem).order_by(ChangeItem.id.desc())).first()
        assert change is not None
        assert (change.entity, change.entity_id, change.before) == (
            "artifact",
            ids[0],
            {"registered_earliest": None, "registered_latest": None, "registered_text": "", "version": 1},
        )
