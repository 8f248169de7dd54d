"""A museum made for one benchmark: a temporary home with a database on either engine, and a way to fill it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

import config
from museum_tracker import wire
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.figures.tallies import fold
from tests.bench.growing import Table, write_grown
from tests.factories.interop import import_file
from tests.tools.databases import Databases


@dataclass
class Museum:
    """A temporary museum."""

    settings: config.Settings
    engine: sa.Engine

    @property
    def sqlite_path(self) -> Path:
        """Where the SQLite database lies."""
        return Path(self.settings.database.removeprefix("sqlite:///"))

    @property
    def is_sqlite(self) -> bool:
        """Whether it stands on SQLite."""
        return self.engine.dialect.name == "sqlite"

    def fill(self, table: Table, number: int) -> None:
        """Enter a grown table through the real import and fold the sums, as the worker does each minute."""
        path = write_grown(self.settings.home / "grown.csv", table, number)
        import_file(self.engine, self.settings, path)
        self.settle()

    def settle(self) -> None:
        """What the worker and the database do by themselves after much was written."""
        with session_scope(self.engine, write=True) as session:
            fold(session)
            session.commit()
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("pragma optimize" if self.is_sqlite else "vacuum analyze")


@contextmanager
def temporary_museum(*, pg: bool = False) -> Iterator[Museum]:
    """An empty museum with vocabularies and defaults in place, gone afterwards."""
    wire()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        databases = Databases(home)
        url = databases.postgres() if pg else databases.sqlite(home / "instance" / "museum.db")
        settings = config.Settings(home=home, database_url=url, secret_key="bench")
        engine = make_engine(url)
        try:
            yield Museum(settings, engine)
        finally:
            engine.dispose()
            databases.close()
