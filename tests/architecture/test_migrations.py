"""Whole-app truths about the database: migrations make what the models say, and can be taken back."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.orm import Session

from museum_tracker.cli.migrate import VERSION_TABLE, alembic_config, upgrade
from museum_tracker.core.db import Base
from museum_tracker.core.museum import Setting
from museum_tracker.figures.checking import count_wrong_figures, kept_differences, last_check
from museum_tracker.history.second_person import small_museum


def ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:  # noqa: FBT001
    """Leave out what models cannot declare: the tables of the search index, and its indexes on expressions."""
    del thing, kind, reflected, other
    return not str(name).startswith(("artifact_fts", "ix_artifact_search_", VERSION_TABLE))


def test_migrations_make_exactly_what_the_models_say(bare_engine: sa.Engine):
    upgrade(bare_engine)
    with bare_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        differences = compare_metadata(context, Base.metadata)
    assert not differences


def test_migrations_can_be_taken_back_to_nothing(bare_engine: sa.Engine):
    upgrade(bare_engine)
    with bare_engine.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(sa.inspect(bare_engine).get_table_names()) <= {VERSION_TABLE}


@pytest.mark.one_engine
def test_recounts_made_before_a_close_join_the_runs_of_the_checker(bare_engine: sa.Engine):
    made = {"at": "2025-12-15 03:00:00", "objects": 6, "differences": 1, "named": json.dumps(["Lệch"])}
    with bare_engine.execution_options(write=True).begin() as connection:
        command.upgrade(alembic_config(connection), "0007")
        insert = (
            "INSERT INTO year_checks (at, objects, differences, named) VALUES (:at, :objects, :differences, :named)"
        )
        connection.execute(sa.text(insert), made)
    upgrade(bare_engine)
    with Session(bare_engine) as session:
        run = last_check(session)
        assert run is not None
        assert (run.objects, count_wrong_figures(run)) == (6, 1)
        assert kept_differences(run)[0].subject.text("vi") == "Lệch"


def test_a_museum_with_one_curator_is_upgraded_to_one_with_few_people(bare_engine: sa.Engine):
    upgrade(bare_engine)
    with bare_engine.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0021")
    with Session(bare_engine) as session:
        session.merge(Setting(key="museum", value={"name_vi": "Bảo tàng huyện", "one_curator": True}))
        session.commit()
    upgrade(bare_engine)
    with Session(bare_engine) as session:
        assert session.get_one(Setting, "museum").value == {"name_vi": "Bảo tàng huyện"}
        assert small_museum(session) is not None
