"""How Alembic reaches the database: on the connection it is given, with all models known."""

from __future__ import annotations

from alembic import context

import config
from museum_tracker import wire
from museum_tracker.core.db import Base, make_engine


def run(connection: object) -> None:
    """Run the migrations asked for on an open connection, in the caller's transaction if there is one."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


wire()
given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(config.load().database)
    with engine.execution_options(write=True).connect() as own:
        run(own)
        own.commit()
    engine.dispose()
