"""Copying a database that may be in use: SQLite by its own backup, PostgreSQL by pg_dump or as an SQLite file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from museum_tracker.backups.errors import DatabaseNotCopied
from museum_tracker.backups.manifest import VERSION_TABLE, Manifest, describe, versions_of
from museum_tracker.core.db import Base, make_engine
from museum_tracker.core.private_files import private_file, private_folder

SQLITE, DUMP = ".db", ".dump"
PORTION = 1000


def copy_database(url: sa.URL, target: Path, *, portable: bool | None = None) -> tuple[Path, Manifest]:
    """Copy a database to `target` (its ending is added) and answer the copy with what it holds.

    PostgreSQL is copied by pg_dump; where that is missing or does not fit the server, as a portable SQLite file, which
    needs a database of this program's form. `portable` True asks for that at once, False never takes it.

    Raises:
        DatabaseNotCopied
    """
    if url.get_backend_name() == "sqlite":
        copy = target.with_name(target.name + SQLITE)
        copy_sqlite(Path(url.database or ""), copy)
        return copy, describe_sqlite(copy)
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            found = describe(connection)
            dumped = None if portable else _dumped(connection, url, target, needed=portable is False)
            copy = dumped or target.with_name(target.name + SQLITE)
            if dumped is None:
                copy_portable(connection, copy)
    finally:
        engine.dispose()
    return copy, found


def _dumped(connection: sa.Connection, url: sa.URL, target: Path, *, needed: bool) -> Path | None:
    copy, moment = target.with_name(target.name + DUMP), connection.scalar(sa.text("select pg_export_snapshot()"))
    try:
        dump_postgresql(url, copy, snapshot=str(moment))
    except DatabaseNotCopied:
        if needed:
            raise
        return None
    return copy


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database that may be in use, through SQLite's own backup, and check the copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = private_file(target.with_suffix(".unfinished"))
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(unfinished)) as new:
            old.backup(new)
            new.execute("pragma journal_mode=delete")
            (verdict,) = new.execute("pragma integrity_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(verdict)
    except BaseException:  # a full disk above all: half a copy would only take the room that is missing
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(target)


def describe_sqlite(copy: Path) -> Manifest:
    """What a SQLite copy holds, asked in the copy itself, which nobody writes to."""
    engine = sa.create_engine(f"sqlite:///{copy}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        return describe(connection)


def dump_postgresql(url: sa.URL, target: Path, *, snapshot: str = "") -> None:
    """Have pg_dump write a PostgreSQL database to a file, as of an exported moment.

    Raises:
        DatabaseNotCopied: pg_dump is missing or gave up.
    """
    program = shutil.which("pg_dump")
    if program is None:
        raise DatabaseNotCopied(reason="pg_dump")
    private_folder(target.parent)
    private_file(target)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    moment = [f"--snapshot={snapshot}"] if snapshot else []
    done = subprocess.run(  # noqa: S603 - the program and its arguments are ours
        [program, "--format=custom", f"--file={target}", f"--dbname={address}", "--no-password", *moment],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        target.unlink(missing_ok=True)
        raise DatabaseNotCopied(reason=done.stderr.strip()[-300:])


def copy_portable(connection: sa.Connection, target: Path) -> None:
    """Write every table of a museum into a SQLite file, which either engine can be restored from."""
    private_file(target)
    engine = sa.create_engine(f"sqlite:///{target}")
    try:
        with engine.begin() as copy:
            Base.metadata.create_all(copy)
            copy.exec_driver_sql(f"create table {VERSION_TABLE} (version_num varchar(32) not null primary key)")
            for version in versions_of(connection):
                copy.exec_driver_sql(f"insert into {VERSION_TABLE} values (?)", (version,))  # noqa: S608 - a constant
            copy_rows(connection, copy)
    except BaseException:
        engine.dispose()
        target.unlink(missing_ok=True)
        raise
    engine.dispose()


class JsonText(sa.types.TypeDecorator[str]):
    """JSON of PostgreSQL as the text that it is: "null" and nothing stay two things."""

    impl = sa.Text
    cache_ok = True

    def bind_expression(self, bindvalue: Any) -> Any:
        """Written as JSON."""
        return sa.cast(bindvalue, postgresql.JSONB)

    def column_expression(self, column: Any) -> Any:
        """Read as text."""
        return sa.cast(column, sa.Text)


def copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Copy the rows of every table, as both engines keep them."""
    pairs = zip(plain_tables(source.dialect.name), plain_tables(target.dialect.name), strict=True)
    for table, copy in pairs:
        query = sa.select(table).order_by(*table.primary_key.columns)
        rows = source.execution_options(yield_per=PORTION).execute(query)
        for portion in rows.mappings().partitions(PORTION):
            target.execute(sa.insert(copy), [dict(row) for row in portion])
    if target.dialect.name == "sqlite" and sa.inspect(target).has_table("artifact_fts"):
        target.exec_driver_sql("insert into artifact_fts(artifact_fts) values ('rebuild')")


def plain_tables(engine: str) -> list[sa.Table]:
    """The museum's tables, parents first, with JSON as an engine's text."""
    plain = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        for column in table.to_metadata(plain).columns:
            if isinstance(column.type, sa.JSON):
                column.type = sa.Text() if engine == "sqlite" else JsonText()
    return list(plain.sorted_tables)
