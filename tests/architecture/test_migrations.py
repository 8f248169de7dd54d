"""Whole-app truths about the database: migrations make what the models say, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from museum_tracker.cli.migrate import VERSION_TABLE, alembic_config, upgrade
from museum_tracker.core.db import Base, make_engine
from tests.tools.databases import Databases


@pytest.fixture(params=["sqlite", "pg"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, databases: Databases) -> Iterator[sa.Engine]:
    """A database with nothing in it."""
    if request.config.getoption("--db") not in (request.param, "both"):
        pytest.skip("the other engine was asked for")
    url = f"sqlite:///{tmp_path / 'empty.db'}" if request.param == "sqlite" else databases.postgres(empty=True)
    engine = make_engine(url)
    yield engine
    engine.dispose()
    if request.param == "pg":
        databases.give_back(url)


def ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:  # noqa: FBT001
    """Leave out what models cannot declare: the tables of the search index, and its indexes on expressions."""
    del thing, kind, reflected, other
    return not str(name).startswith(("artifact_fts", "ix_artifact_search_", VERSION_TABLE))


def test_migrations_make_exactly_what_the_models_say(empty: sa.Engine):
    upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        differences = compare_metadata(context, Base.metadata)
    assert not differences


def test_migrations_can_be_taken_back_to_nothing(empty: sa.Engine):
    upgrade(empty)
    with empty.execution_options(write=True).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(sa.inspect(empty).get_table_names()) <= {VERSION_TABLE}
