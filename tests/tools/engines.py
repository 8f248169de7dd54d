"""One engine for each kind of database in a worker process: statements are compiled once, not anew in every test."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from museum_tracker.core.db import make_engine

STATEMENTS = 5_000  # more than the whole suite speaks, so that none is compiled twice


class Engines:
    """Points a kept engine at the database of each test."""

    def __init__(self) -> None:
        self.kept: dict[str, sa.Engine] = {}

    def at(self, url: str) -> sa.Engine:
        """An engine at that address, good until the next test asks; what listens to it is forgotten with it."""
        address = sa.make_url(url)
        kind = address.get_backend_name()
        if kind not in self.kept:
            self.kept[kind] = _redirected(make_engine(url, query_cache_size=STATEMENTS))
        engine = self.kept[kind]
        engine.dispose()
        engine.url = address
        return engine.execution_options()

    def close(self) -> None:
        """Close every connection."""
        for engine in self.kept.values():
            engine.dispose()


def _redirected(engine: sa.Engine) -> sa.Engine:
    @sa.event.listens_for(engine, "do_connect")
    def _connect_to_todays(dialect: sa.Dialect, record: object, args: list[Any], parameters: dict[str, Any]) -> None:
        found, named = dialect.create_connect_args(engine.url)
        args[:] = found
        parameters.update(named)

    return engine
