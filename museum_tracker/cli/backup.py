"""A copy of the database in `instance/backups`, made before every upgrade and every restore."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import sqlalchemy as sa

from config import Settings
from museum_tracker.backups.database import copy_database
from museum_tracker.backups.errors import DatabaseNotCopied
from museum_tracker.backups.manifest import SUFFIX, write_manifest
from museum_tracker.cli import migrate
from museum_tracker.cli.base import Failed, say, text
from museum_tracker.core import clock
from museum_tracker.core.db import make_engine
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.private_files import private_folder

KEEP = 10


def back_up(settings: Settings, *, accept_none: bool = False, spare: Path | None = None) -> Path | None:
    """Keep a copy of the database in `instance/backups`; without pg_dump the operator must say that one exists.

    Answers the copy's path, or None when the operator vouches for a backup of their own. Of the older ones the last
    ten stay, and the one to `spare`.
    """
    url = sa.make_url(settings.database)
    folder = private_folder(settings.instance / "backups")
    name = f"museum-{clock.local(clock.now(), settings.timezone):%Y%m%d-%H%M%S}"
    try:
        copy, found = copy_database(url, _free(folder, name), portable=None if _is_current(settings) else False)
    except (DatabaseNotCopied, sa.exc.OperationalError) as refusal:
        if url.get_backend_name() == "sqlite":
            raise
        said = refusal.message if isinstance(refusal, DatabaseNotCopied) else str(refusal.orig).strip()
        say("%(reason)s", error=True, reason=said)
        _ask_operator(accept_none=accept_none)
        return None
    write_manifest(copy, found)
    say(N_("Backup: %(path)s"), path=str(copy))
    _forget_old(folder, spare=spare)
    return copy


def _is_current(settings: Settings) -> bool:
    """Whether the database has this program's form, so that its rows can be copied one by one."""
    engine = make_engine(settings.database)
    try:
        return migrate.is_current(engine)
    except (Refusal, sa.exc.OperationalError):
        return False
    finally:
        engine.dispose()


def _free(folder: Path, name: str) -> Path:
    """A path that no backup has: of two made in one second the first stays."""
    wanted, number = name, 2
    while list(folder.glob(f"{wanted}.*")):
        wanted, number = f"{name}-{number}", number + 1
    return folder / wanted


def _ask_operator(*, accept_none: bool) -> None:
    question = text(N_("No backup could be made here. Is there a fresh backup of the database elsewhere?"))
    if not accept_none and not (sys.stdin.isatty() and click.confirm(question, err=True)):
        raise Failed(
            N_("Nothing was changed. Back up the database (pg_dump), then run “museum-tracker db upgrade --no-backup”.")
        )


def _forget_old(folder: Path, *, spare: Path | None = None) -> None:
    for suffix in ("*.db", "*.dump"):
        olds = sorted(folder.glob(f"museum-{suffix}"))[:-KEEP]
        for old in (path for path in olds if spare is None or path.resolve() != spare.resolve()):
            old.unlink()
            old.with_name(old.name + SUFFIX).unlink(missing_ok=True)
