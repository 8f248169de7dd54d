"""Whole-app truths about the database: migrations make what the models say, and can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from museum_tracker.cli.migrate import VERSION_TABLE, alembic_config, upgrade
from museum_tracker.core.db import Base


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
