"""Putting the copy of a database in place of another, on either engine, whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from museum_tracker.backups.database import copy_rows, copy_sqlite
from museum_tracker.backups.manifest import VERSION_TABLE, Manifest, describe
from museum_tracker.cli import migrate
from museum_tracker.cli.base import Failed
from museum_tracker.core.database_lock import DatabaseInUse
from museum_tracker.core.db import Base, make_engine
from museum_tracker.core.i18n import N_

SQLITE_MAGIC = b"SQLite format 3\0"


def look_inside(backup: Path, told: Manifest | None) -> Manifest:
    """What a backup holds, once it is known to be whole; PostgreSQL's own copies are believed their account."""
    if backup.suffix == ".dump":
        if told is None:
            raise Failed(N_("Beside a PostgreSQL backup its .json file has to lie: it says how many rows it holds."))
        return told
    with backup.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
            raise Failed(N_("%(file)s is not a backup of a SQLite database."), file=backup.name)
    engine = read_only(backup)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("pragma integrity_check(1)").scalar() != "ok":
                raise Failed(N_("The backup is damaged. Nothing was restored."))
            inside = describe(connection)
    except sa.exc.DatabaseError:
        raise Failed(N_("The backup is damaged. Nothing was restored.")) from None
    finally:
        engine.dispose()
    if told is not None and told.counts != inside.counts:
        raise Failed(N_("The backup does not hold the rows that its .json file names. Nothing was restored."))
    return told or inside


def read_only(file: Path) -> sa.Engine:
    """An engine that reads a SQLite file and cannot change it."""
    return sa.create_engine(f"sqlite:///file:{quote(str(file.resolve()))}?mode=ro&immutable=1&uri=true")


def put_back(url: sa.URL, backup: Path) -> None:
    """Put a copy in place of the database at an address.

    Raises:
        Failed: the database is as it was.
    """
    if url.get_backend_name() == "sqlite":
        if backup.suffix == ".dump":
            raise Failed(N_("This backup is of PostgreSQL: set MUSEUM_DATABASE_URL to a PostgreSQL database."))
        _put_sqlite(Path(url.database or ""), backup)
    elif backup.suffix == ".dump":
        _restore_postgresql(url, backup)
    else:
        _put_portable(url, backup)


def _put_sqlite(target: Path, backup: Path) -> None:
    try:
        for companion in ("-wal", "-shm"):
            target.with_name(target.name + companion).unlink(missing_ok=True)
        copy_sqlite(backup, target)
    except PermissionError:  # Windows refuses to exchange a file that a program has open
        raise DatabaseInUse from None


def _restore_postgresql(url: sa.URL, backup: Path) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise Failed(N_("pg_restore was not found: install PostgreSQL's client programs, or add them to the PATH."))
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    whole = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", "--no-password")
    done = subprocess.run(  # noqa: S603 - the program and its arguments are ours
        [program, *whole, f"--dbname={address}", str(backup)],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Failed(N_("pg_restore gave up; the database is as it was: %(reason)s"), reason=done.stderr.strip()[-300:])


def _put_portable(url: sa.URL, backup: Path) -> None:
    """Fill a PostgreSQL database with the rows of a SQLite copy, brought to this program's form first."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "portable.db"
        copy_sqlite(backup, copy)
        source = make_engine(f"sqlite:///{copy}")
        target = make_engine(url.render_as_string(hide_password=False))
        try:
            migrate.upgrade(source)
            with source.connect() as reading, target.begin() as writing:
                _replace_rows(reading, writing)
        finally:
            source.dispose()
            target.dispose()


def _replace_rows(reading: sa.Connection, writing: sa.Connection) -> None:
    Base.metadata.drop_all(writing)
    writing.execute(sa.text(f"drop table if exists {VERSION_TABLE}"))
    Base.metadata.create_all(writing)
    migrate.stamp(writing)
    links = [link for table in Base.metadata.sorted_tables for link in table.foreign_key_constraints]
    for link in links:  # rows of one table may name each other in any order
        writing.execute(sa.schema.DropConstraint(link))
    copy_rows(reading, writing)
    for link in links:
        writing.execute(sa.schema.AddConstraint(link, isolate_from_table=False))
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and isinstance(table.c.id.type, sa.Integer):
            _go_on_counting(writing, table)


def _go_on_counting(writing: sa.Connection, table: sa.Table) -> None:
    sequence = writing.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, "id")))
    last = writing.scalar(sa.select(sa.func.max(table.c.id)))
    if sequence and last:
        writing.execute(sa.select(sa.func.setval(sequence, last)))
