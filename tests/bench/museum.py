"""A museum made for one benchmark: a temporary home with a database on either engine, and a way to fill it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

import config
from museum_tracker import wire
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.figures.tallies import fold
from tests.bench.copying import multiply
from tests.bench.growing import Table, write_grown
from tests.factories.interop import import_file
from tests.tools.databases import Databases

ENTERED = 100_000  # as many objects are entered through the import at most


@dataclass
class Museum:
    """A museum of benchmarks."""

    settings: config.Settings
    engine: sa.Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether it stands on SQLite."""
        return self.engine.dialect.name == "sqlite"

    def fill(self, table: Table, number: int) -> None:
        """Enter a grown table through the real import, unless so many objects are there already.

        Beyond 100,000 objects the rest are copies of the first, made inside the database.
        """
        with self.engine.connect() as connection:
            have = connection.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0
        if have >= number:
            return
        times = max(number // ENTERED, 1)
        if have < number // times:
            path = write_grown(self.settings.home / f"grown-{number}.csv", table, number // times)
            import_file(self.engine, self.settings, path)
            path.unlink()
        self.settle()
        if times > 1:
            with session_scope(self.engine, write=True) as session:
                multiply(session, times)
                session.commit()

    def settle(self) -> None:
        """What the worker and the database do by themselves after much was written."""
        with session_scope(self.engine, write=True) as session:
            fold(session)
            session.commit()
        if not self.is_sqlite:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("vacuum analyze")


@contextmanager
def temporary_museum(*, pg: bool = False, home: Path | None = None) -> Iterator[Museum]:
    """A museum with vocabularies and defaults in place, gone afterwards unless it has a home (on SQLite) to stay in."""
    wire()
    with ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        databases = Databases(folder)
        stack.callback(databases.close)
        path = folder / "instance" / "museum.db"
        url = databases.postgres() if pg else f"sqlite:///{path}" if path.exists() else databases.sqlite(path)
        engine = make_engine(url)
        stack.callback(engine.dispose)
        yield Museum(config.Settings(home=folder, database_url=url, secret_key="bench"), engine)
