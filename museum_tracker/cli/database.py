"""`museum-tracker db`: upgrade, back up and restore the database."""

from __future__ import annotations

from pathlib import Path

import click

import config
from museum_tracker import wire
from museum_tracker.backups.cli import make
from museum_tracker.backups.manifest import is_begun
from museum_tracker.backups.services import get_plan
from museum_tracker.cli import migrate
from museum_tracker.cli.backup import back_up
from museum_tracker.cli.base import ExitCode, command, group, refusals, say
from museum_tracker.cli.restore import restore
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.core.i18n import N_


def bring_up_to_date(settings: config.Settings, *, accept_no_backup: bool = False) -> bool:
    """Upgrade the database if it needs it, after a backup of what it holds; answers whether anything was done."""
    wire()
    engine = make_engine(settings.database)
    try:
        if migrate.is_current(engine):
            return False
        with engine.connect() as connection:
            begun = is_begun(connection)
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
    help=N_("The same as “museum-tracker backup”; without a folder the database alone, in instance/backups."),
    example="museum-tracker db backup --to E:/sao-luu",
)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help=N_("Where to; else the plan's."))
@click.pass_context
def backup(context: click.Context, folder: Path | None) -> None:
    """Make a backup; the database alone where nobody said where to."""
    settings = config.load()
    if folder is not None or _has_plan(settings):
        context.exit(make(folder))
    back_up(settings)
    say(N_("The files are not in it: museum-tracker backup --to FOLDER copies everything."))


def _has_plan(settings: config.Settings) -> bool:
    wire()
    engine = make_engine(settings.database)
    try:
        if not migrate.is_current(engine):
            return False
        with session_scope(engine) as session:
            return bool(get_plan(session).place)
    finally:
        engine.dispose()


HELP = N_(
    "Put a backup back, here or on a new machine: the last good one in a folder of backups, one of them, or a copied "
    "database. The museum must not be running; the database in place is backed up first; at the end rows, the hashes "
    "of all files and the figures are compared."
)


@command("restore", help=HELP, example="museum-tracker restore E:/sao-luu")
@click.argument("backup", metavar="BACKUP", type=click.Path(exists=True, path_type=Path))
@click.pass_context
def restore_all(context: click.Context, backup: Path) -> None:
    """Put a backup back; the exit code is 1 if anything is not as it was."""
    wire()
    with refusals():
        found = restore(config.load(), backup.absolute())
    say(N_("Clearing up pauses until somebody looks through Administration › Files (media confirm-sweeping)."))
    if not found.whole:
        say(N_("The records are restored, but not everything is as it was: see Administration › Damaged files."))
        context.exit(ExitCode.REFUSED)
    say(N_("The backup is restored whole."))


db.add_command(restore_all, "restore")
