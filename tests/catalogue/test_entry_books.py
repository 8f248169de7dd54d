"""Entry numbers that a former version filed in two books of one year: the migration brings them together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.series import ensure_series, entry_book, next_number, open_book
from museum_tracker.catalogue.services import create_artifact
from museum_tracker.cli.migrate import alembic_config, upgrade
from museum_tracker.history.services import begin_deed


def test_the_two_books_of_a_year_become_one_that_goes_on_after_both(bare_engine: sa.Engine) -> None:
    upgrade(bare_engine)
    with Session(bare_engine) as session:
        person = User(username="minh", name="Minh", role=Role.CATALOGUER)
        session.add(person)
        session.flush()
        deed = begin_deed(session, by=person, action="A test")
        written = ensure_series(session, "entry:t2026", kind=NumberKind.ENTRY, prefix="T2026", pattern="{prefix}.{seq}")
        alone = ensure_series(session, "entry:t2025", kind=NumberKind.ENTRY, prefix="T2025", pattern="{prefix}.{seq}")
        for text, series in (("T2026.7", written), ("T2025.3", alone)):
            artifact = create_artifact(session, {"numbers": [{"kind": "entry", "text": text}]}, deed=deed)
            number = sa.update(ArtifactNumber).where(ArtifactNumber.artifact_id == artifact.id)
            session.execute(number.values(series_id=series.id))
        session.execute(sa.delete(NumberSeries).where(NumberSeries.code == "entry:2025"))
        open_book(session, entry_book(2026)).last = 5
        written.last = 7
        session.commit()
    with bare_engine.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0023")
    upgrade(bare_engine)
    with Session(bare_engine) as session:
        books = sa.select(NumberSeries.code, NumberSeries.closed).order_by(NumberSeries.code)
        assert [tuple(row) for row in session.execute(books.where(NumberSeries.kind == NumberKind.ENTRY))] == [
            ("entry:2025", False),
            ("entry:2026", False),
            ("entry:t2026", True),
        ]
        assert next_number(session, open_book(session, entry_book(2026))) == "T2026.8"
        held = sa.select(ArtifactNumber.text, NumberSeries.code).join(NumberSeries).order_by(NumberSeries.code)
        assert [tuple(row) for row in session.execute(held)] == [("T2025.3", "entry:2025"), ("T2026.7", "entry:2026")]
