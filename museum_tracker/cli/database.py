"""`museum-tracker db`: upgrade and back up the database."""

from __future__ import annotations

import click

import config
from museum_tracker import wire
from museum_tracker.cli import migrate
from museum_tracker.cli.backup import back_up
from museum_tracker.cli.base import group, say
from museum_tracker.core.db import make_engine
from museum_tracker.core.i18n import N_


def bring_up_to_date(settings: config.Settings, *, accept_no_backup: bool = False) -> bool:
    """Upgrade the database if it needs it, after a backup of what it holds; answers whether anything was done."""
    wire()
    engine = make_engine(settings.database)
    try:
        if migrate.is_current(engine):
            return False
        with engine.connect() as connection:
            begun = migrate.is_begun(connection)
        if begun:
            back_up(settings, accept_none=accept_no_backup)
        migrate.upgrade(engine)
    finally:
        engine.dispose()
    return True


@group(
    "db",
    help=N_("Upgrade and back up the database."),
    example="museum-tracker db upgrade",
)
def db() -> None:
    """Upgrade and back up the database."""


@db.command(
    "upgrade",
    help=N_("Bring the database to the form this version needs, after a backup; harmless when repeated."),
    example="museum-tracker db upgrade",
)
@click.option("--no-backup", is_flag=True, help=N_("PostgreSQL without pg_dump: a backup exists elsewhere."))
def upgrade(*, no_backup: bool) -> None:
    """Bring the database up to date."""
    if bring_up_to_date(config.load(), accept_no_backup=no_backup):
        say(N_("The database is up to date now."))
    else:
        say(N_("The database was up to date."))


@db.command(
    "backup",
    help=N_("Keep a copy of the database in instance/backups; the folder of files is copied separately."),
    example="museum-tracker db backup",
)
def backup() -> None:
    """Keep a copy of the database."""
    back_up(config.load())
