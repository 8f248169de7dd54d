"""Backups of the database, made before every upgrade and whenever asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import sqlalchemy as sa

from config import Settings
from museum_tracker.cli.base import Failed, say, text
from museum_tracker.cli.manifest import SUFFIX, describe, write_manifest
from museum_tracker.cli.migrate import copy_sqlite
from museum_tracker.core import clock
from museum_tracker.core.db import make_engine
from museum_tracker.core.i18n import N_

KEEP = 10


def back_up(settings: Settings, *, accept_none: bool = False, spare: Path | None = None) -> Path | None:
    """Keep a copy of the database in `instance/backups`; without pg_dump the operator must say that one exists.

    Answers the copy's path, or None when the operator vouches for a backup of their own. Of the older ones the last
    ten stay, and the one to `spare`.
    """
    url = sa.make_url(settings.database)
    name = f"museum-{clock.local(clock.now(), settings.timezone):%Y%m%d-%H%M%S}"
    folder = settings.instance / "backups"
    if url.get_backend_name() == "sqlite":
        target = _free(folder, name, ".db")
        copy_sqlite(Path(url.database or ""), target)
    else:
        target = _free(folder, name, ".dump")
        if not _dump_postgresql(url, target):
            _ask_operator(accept_none=accept_none)
            return None
    _write_manifest(settings, target)
    say(N_("Backup: %(path)s"), path=str(target))
    _forget_old(folder, spare=spare)
    return target


def _free(folder: Path, name: str, suffix: str) -> Path:
    """A path that no backup has: of two made in one second the first stays."""
    path, number = folder / f"{name}{suffix}", 2
    while path.exists():
        path, number = folder / f"{name}-{number}{suffix}", number + 1
    return path


def _write_manifest(settings: Settings, target: Path) -> None:
    """Lay beside the copy what it holds; SQLite is asked in the copy itself, which nobody writes to."""
    sqlite = sa.make_url(settings.database).get_backend_name() == "sqlite"
    engine = sa.create_engine(f"sqlite:///{target}") if sqlite else make_engine(settings.database)
    try:
        write_manifest(target, describe(engine))
    finally:
        engine.dispose()


def _dump_postgresql(url: sa.URL, target: Path) -> bool:
    program = shutil.which("pg_dump")
    if program is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603 - the program and its arguments are ours
        [program, "--format=custom", f"--file={target}", f"--dbname={address}", "--no-password"],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        target.unlink(missing_ok=True)
        say(N_("pg_dump could not copy the database: %(reason)s"), error=True, reason=done.stderr.strip()[-300:])
    return done.returncode == 0


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
