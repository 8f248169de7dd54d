"""`museum-tracker db`: upgrade, back up and restore the database."""

from __future__ import annotations

from pathlib import Path

import click

import config
from museum_tracker import wire
from museum_tracker.cli import migrate
from museum_tracker.cli.backup import back_up
from museum_tracker.cli.base import ExitCode, group, refusals, say
from museum_tracker.cli.restore import restore
from museum_tracker.core.db import make_engine
from museum_tracker.core.i18n import N_
from museum_tracker.media.damage import Finding


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
    help=N_("Upgrade, back up and restore the database."),
    example="museum-tracker db upgrade",
)
def db() -> None:
    """Upgrade, back up and restore the database."""


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
    help=N_("Keep a copy of the database in instance/backups; the folder or bucket of files is copied separately."),
    example="museum-tracker db backup",
)
def backup() -> None:
    """Keep a copy of the database."""
    back_up(config.load())


@db.command(
    "restore",
    help=N_(
        "Put a backup back in place of the database: the museum must not be running, the database in place is backed "
        "up first, and at the end rows and the hashes of all originals are compared."
    ),
    example="museum-tracker db restore instance/backups/museum-20261122-080000.db",
)
@click.argument("backup", metavar="BACKUP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore_backup(context: click.Context, backup: Path) -> None:
    """Put a backup back; the exit code is 1 if originals are missing or changed."""
    wire()
    with refusals():
        found = restore(config.load(), backup)
    if found[Finding.MISSING] or found[Finding.CHANGED]:
        say(N_("The records are restored. Put the folder of files back as well, then see Administration › Files."))
        context.exit(ExitCode.REFUSED)
    say(N_("The backup is restored whole."))
