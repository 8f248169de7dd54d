"""A used PostgreSQL copy made fresh again, which takes a tenth of the time of copying the template anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

OTHERS = (
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
)
FORM = """
select (select row(count(*), max(oid)) from pg_class where relnamespace in (select n from places)),
       (select row(count(*), max(oid)) from pg_constraint where connamespace in (select n from places)),
       (select row(count(*), max(oid)) from pg_proc where pronamespace in (select n from places)),
       (select row(count(*), max(oid)) from pg_trigger), (select row(count(*), max(oid)) from pg_extension),
       (select count(*) from pg_attribute join pg_class on attrelid = pg_class.oid
         where relnamespace = 'public'::regnamespace),
       (select count(*) from places)
"""
PLACES = "with places(n) as (select oid from pg_namespace where nspname !~ '^pg_(toast_)?temp')"
WRITTEN = """
select relname from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
"""
COUNTERS = "select sequencename, last_value from pg_sequences where schemaname = 'public'"


class Pristine:
    """What a fresh copy holds: the form of its tables, the rows shipped with the software, where its counters stand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)
        with self.engine.connect() as connection:
            self.form = _form(connection)
            self.counters = dict(connection.exec_driver_sql(COUNTERS).all())
            tables = connection.exec_driver_sql(WRITTEN).scalars().all()
            self.rows = {table: _copy_out(connection, table) for table in tables}
            self.marks = _marks(connection, tables)

    def restore(self) -> bool:
        """Undo whatever a test wrote; False where it changed more than rows, so that the copy must be thrown away."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql(OTHERS)
            if _form(connection) != self.form:
                return False
            connection.exec_driver_sql("set lock_timeout = '5s'")
            connection.exec_driver_sql("set session_replication_role = replica")  # links are not followed
            marks = _marks(connection, list(self.rows))
            changed = [table for table, mark in marks.items() if mark != self.marks[table]]
            written = set(connection.exec_driver_sql(WRITTEN).scalars()) - set(self.rows)
            self._empty(connection, sorted({*changed, *written}))
            for table in changed:
                _copy_in(connection, table, self.rows[table])
            self._set_counters(connection)
            self.marks = _marks(connection, list(self.rows))
        return True

    def _empty(self, connection: sa.Connection, tables: Sequence[str]) -> None:
        # Emptied and vacuumed rather than truncated: truncating one table would drag every table linked to it along.
        if tables:
            connection.exec_driver_sql(";".join(f'delete from "{table}"' for table in tables))  # noqa: S608 - our tables
            connection.exec_driver_sql("vacuum " + ", ".join(f'"{table}"' for table in tables))

    def _set_counters(self, connection: sa.Connection) -> None:
        for name, stood in connection.exec_driver_sql(COUNTERS).all():
            if (was := self.counters[name]) != stood:
                connection.exec_driver_sql("select setval(%s, %s, %s)", (f'"{name}"', was or 1, was is not None))

    def close(self) -> None:
        """Let go of the copy."""
        self.engine.dispose()


def _form(connection: sa.Connection) -> Sequence[Any]:
    return tuple(connection.exec_driver_sql(PLACES + FORM).one())


def _marks(connection: sa.Connection, tables: Sequence[str]) -> dict[str, tuple[int, int]]:
    # How many rows, and the transaction that wrote the youngest: any write to the table changes one of the two.
    asked = " union all ".join(f"select '{t}', count(*), max(xmin::text::bigint) from \"{t}\"" for t in tables)  # noqa: S608
    return {table: (rows, youngest) for table, rows, youngest in connection.exec_driver_sql(asked)}


def _copy_out(connection: sa.Connection, table: str) -> list[bytes]:
    cursor = connection.connection.cursor()
    with cursor.copy(f'copy "{table}" to stdout') as copying:
        return [bytes(part) for part in copying]


def _copy_in(connection: sa.Connection, table: str, rows: list[bytes]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f'copy "{table}" from stdin') as copying:
        for part in rows:
            copying.write(part)
