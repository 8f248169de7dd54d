"""Template databases: built once, copied for each test in a few milliseconds."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.cli.migrate import stamp
from museum_tracker.core.db import Base, begin_write, make_engine
from museum_tracker.core.defaults import install_defaults
from tests.tools.cleaning import Pristine
from tests.tools.postgres import temporary_postgres

USES = 60  # then a copy is thrown away: what it wrote and lost slows it down


class Databases:
    """Hands out fresh copies of a prepared database on either engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = ExitStack()
        self.numbers = count(1)
        self.server: str | None = None
        self.admin: sa.Engine | None = None
        self.copies: dict[str, Pristine] = {}
        self.free: list[str] = []
        self.uses: Counter[str] = Counter()

    def sqlite(self, path: Path) -> str:
        """Copy the SQLite template to a path and give its address."""
        template = self.folder / "template.db"
        if not template.exists():
            _prepare(f"sqlite:///{template}")
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def postgres(self, *, empty: bool = False) -> str:
        """Give the address of a fresh copy of the PostgreSQL template, or of an empty database."""
        if self.free and not empty:
            return self.free.pop()
        if self.server is None or self.admin is None:
            self.server = self.stack.enter_context(temporary_postgres())
            self.admin = sa.create_engine(self.server % "postgres", isolation_level="AUTOCOMMIT")
            with self.admin.connect() as connection:
                connection.exec_driver_sql("create database template_museum")
            _prepare(self.server % "template_museum")
        name = f"t{next(self.numbers)}"
        template = "template0" if empty else "template_museum"
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"create database {name} template {template} strategy file_copy")
        url = self.server % name
        if not empty:
            self.copies[url] = Pristine(url)
        return url

    def give_back(self, url: str) -> None:
        """Make a PostgreSQL copy fresh for the next test, or remove it where that cannot be."""
        self.uses[url] += 1
        copy = self.copies.get(url)
        if copy and self.uses[url] < USES and _restored(copy):
            self.free.append(url)
            return
        if copy:
            self.copies.pop(url).close()
        if self.admin is not None:
            name = sa.make_url(url).database
            with self.admin.connect() as connection:
                connection.exec_driver_sql(f"drop database {name} with (force)")

    def close(self) -> None:
        """Stop the server."""
        for copy in self.copies.values():
            copy.close()
        if self.admin is not None:
            self.admin.dispose()
        self.stack.close()


def _restored(copy: Pristine) -> bool:
    try:
        return copy.restore()
    except sa.exc.DBAPIError:
        return False


def _prepare(url: str) -> None:
    engine = make_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        Base.metadata.create_all(connection)
        stamp(connection)
    with Session(engine) as session:
        begin_write(session)
        install_defaults(session)
        session.commit()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("rollback")
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    engine.dispose()
