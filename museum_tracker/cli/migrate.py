"""Bringing a database to the form this version needs: backup first, whole or not at all, nothing lost on the way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

import config
from museum_tracker.backups.manifest import VERSION_TABLE, is_begun, row_counts
from museum_tracker.core.db import begin_write
from museum_tracker.core.defaults import install_defaults
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_

MIGRATIONS = config.CHECKOUT / "migrations"
LOCK = 7_448_051
# A repair is a deed like any other; recounts moved among the runs of the checker (0008), a setting became two (0022).
MAY_GAIN = frozenset({"change_sets", "change_items", "facts", "jobs", "figure_checks", "settings"})


class RowsLost(Refusal):
    """A migration would have lost rows; the database is as it was."""

    msgid = N_("The upgrade was stopped: the table %(table)s would hold %(after)s rows instead of %(before)s.")


class BrokenLinks(Refusal):
    """A migration would have left links that lead nowhere; the database is as it was."""

    msgid = N_("The upgrade was stopped: links of the table %(table)s would lead nowhere.")


class NewerDatabase(Refusal):
    """A newer program has upgraded the database; this one would not understand what it holds."""

    msgid = N_("The database was upgraded by a newer program (%(version)s). Start that program; nothing was changed.")


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, kept in code: where the migrations are and what they run on."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def heads() -> set[str]:
    """The newest versions this program knows."""
    return set(ScriptDirectory.from_config(alembic_config()).get_heads())


def current(connection: sa.Connection) -> set[str]:
    """The versions a database is at; none when it is empty."""
    return set(MigrationContext.configure(connection).get_current_heads())


def known_versions() -> set[str]:
    """Every version of the database that this program knows."""
    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def is_current(engine: sa.Engine) -> bool:
    """Whether a database has the form this version needs.

    Raises:
        NewerDatabase: it has the form of a version that this program does not know.
    """
    with engine.connect() as connection:
        found = current(connection)
        if unknown := found - known_versions():
            raise NewerDatabase(version=min(unknown))
        return found == heads() and is_begun(connection)


def upgrade(engine: sa.Engine) -> None:
    """Run all outstanding migrations in one transaction, then put shipped lists in place.

    Raises:
        RowsLost: rows would have been lost; nothing was changed.
        BrokenLinks: links would have been broken; nothing was changed.
    """
    with engine.execution_options(write=True).connect() as connection:
        _links_enforced(connection, enforced=False)
        try:
            with connection.begin():
                _migrate(connection)
        finally:
            _links_enforced(connection, enforced=True)
        begun = is_begun(connection)
    if begun:
        with Session(engine) as session:
            begin_write(session)
            install_defaults(session)
            session.commit()


def stamp(connection: sa.Connection) -> None:
    """Note that a database made whole from the models is at the newest version (tests)."""
    command.stamp(alembic_config(connection), "heads")


def _migrate(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # two servers may start at the same moment
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    before = row_counts(connection)
    command.upgrade(alembic_config(connection), "heads")
    after = row_counts(connection)
    for table in before.keys() & after.keys() - {VERSION_TABLE}:
        if after[table] < before[table] or (after[table] > before[table] and table not in MAY_GAIN):
            raise RowsLost(table=table, before=before[table], after=after[table])
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("pragma foreign_key_check").first()
        if broken is not None:
            raise BrokenLinks(table=broken[0])


def _links_enforced(connection: sa.Connection, *, enforced: bool) -> None:
    # SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would delete what points to it.
    # The pragma only works outside a transaction, hence on the driver's own connection.
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute(f"pragma foreign_keys={'on' if enforced else 'off'}")
