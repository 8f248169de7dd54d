"""The database: engine, base class of all models, named column types, transactions.

SQLite and PostgreSQL are served by one code path; only this module and `catalogue/search` may ask which it is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, cast

import orjson
import sqlalchemy as sa
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from museum_tracker.core import clock
from museum_tracker.core.database_lock import watch
from museum_tracker.core.private_files import private_file

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.types.TypeDecorator[dt.datetime]):
    """An aware instant, stored as UTC on both engines."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


_any_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
Json = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")

pk = Annotated[int, mapped_column(primary_key=True)]
moment = Annotated[dt.datetime, mapped_column(Instant, default=clock.now)]
moment_or_none = Annotated[dt.datetime | None, mapped_column(Instant)]
code = Annotated[str, mapped_column(sa.String(64))]
short_text = Annotated[str, mapped_column(sa.String(500), default="")]
long_text = Annotated[str, mapped_column(sa.Text, default="")]
flag = Annotated[bool, mapped_column(default=False)]


class Base(DeclarativeBase):
    """Base of all models: SQLAlchemy models are the domain objects, there is no second set."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        dt.datetime: Instant,
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
        list[int]: Json,
    }


def json_text(value: Any) -> str:
    """Plain data as compact JSON, letters as they are; what the quick writer does not take, Python's own writes."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _any_json(value)


def enum_of(words: type[StrEnum]) -> sa.Enum:
    """A column type for a closed list of words, stored as the words themselves."""
    return sa.Enum(words, native_enum=False, length=32, values_callable=lambda e: [member.value for member in e])


def make_engine(url: str, **options: Any) -> sa.Engine:
    """An engine with the house's rules: on SQLite WAL, foreign keys, full durability and write locks taken up front.

    Its connections hold the database in use, so that no backup is put back under them; a new SQLite file is its
    owner's alone.
    """
    if url.startswith("sqlite:///") and not url.endswith(":memory:"):
        database = Path(url.removeprefix("sqlite:///"))
        database.parent.mkdir(parents=True, exist_ok=True)
        private_file(database)
    engine = sa.create_engine(url, **options)
    watch(engine)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    for pragma in (
        "busy_timeout=20000",
        "journal_mode=wal",
        "synchronous=full",
        "foreign_keys=on",
        "cache_size=-65536",
    ):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A read that upgrades to a write fails at once when another has committed: writers lock first.
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("begin immediate" if write else "begin")


def begin_write(session: Session) -> None:
    """End what was read so far and open a writing transaction; objects loaded before are read again inside it."""
    session.rollback()
    session.connection(execution_options={"write": True})


@contextmanager
def session_scope(engine: sa.Engine, *, write: bool = False) -> Iterator[Session]:
    """A session for commands and jobs: the caller commits; leaving without commit undoes all."""
    with Session(engine, expire_on_commit=False) as session:
        if write:
            begin_write(session)
        yield session


@contextmanager
def snapshot_scope(engine: sa.Engine) -> Iterator[Session]:
    """A session for long readings: all of it sees one moment, and no writer waits for it."""
    with Session(engine, expire_on_commit=False) as session:
        if not is_sqlite(session):  # SQLite reads one moment by itself
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def is_sqlite(session: Session) -> bool:
    """Whether the session speaks to SQLite (for `catalogue/search` only)."""
    return session.get_bind().dialect.name == "sqlite"


def table_of(model: type[Base]) -> sa.Table:
    """The table behind a model, for statements that take plain rows."""
    return cast(sa.Table, model.__table__)


def reserve_ids(session: Session, model: type[Base], number: int) -> list[int]:
    """Ids for so many new rows of a table whose ids are never used twice, ascending, without asking for each row.

    On SQLite the caller's writing transaction keeps others from taking them; PostgreSQL counts them off at once.
    """
    table = table_of(model)
    if is_sqlite(session):
        last = sa.text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name")
        first = int(session.scalar(last, {"name": table.name}) or 0) + 1
        return list(range(first, first + number))
    taken = sa.text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :number)")
    return sorted(session.scalars(taken, {"name": table.name, "number": number}))


def add_to_sums(
    session: Session, model: type[Base], names: Sequence[str], found: sa.Select[Any], sums: Sequence[str]
) -> None:
    """Add what a select finds (columns `names`) to the `sums` of rows with the same primary key, or make those rows."""
    table = table_of(model)
    make = sqlalchemy.dialects.sqlite.insert if is_sqlite(session) else sqlalchemy.dialects.postgresql.insert
    statement = make(table).from_select(list(names), found)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: table.c[name] + statement.excluded[name] for name in sums},
        )
    )


@dataclass(frozen=True, slots=True)
class Same:
    """A column that holds the same value in every row."""

    value: Any


TOGETHER = 50
Listed = Sequence[Any]
Columns = Mapping[str, Listed | Same]


def insert_columns(
    session: Session, model: type[Base], number: int, columns: Columns, *, together: int = TOGETHER
) -> None:
    """Write many rows at once, given by columns, past everything that an insert of SQLAlchemy does for each row.

    Listed values are plain, as a driver takes them: words and JSON as text, days as ISO text. `Same` may hold anything
    that the column holds. Columns that are left out get what the database itself gives them. SQLite takes `together`
    rows in one step, which is half the work but for tables with large indexes: there single rows are quicker.
    """
    if not number:
        return
    session.flush()
    connection, table = session.connection(), table_of(model)
    listed = {name: _listed(table.c[name], column, number, connection) for name, column in columns.items()}
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(quote(name) for name in columns)})"
    if is_sqlite(session):
        _insert_rows(connection, into, list(listed.values()), together)
    else:
        _copy_rows(connection, into, list(listed.values()))


def _insert_rows(connection: sa.Connection, into: str, columns: Sequence[Listed], together: int) -> None:
    """Insert rows; what is the same in all of them stands in the statement and is not handed over again."""
    said = [_literal(values) for values in columns]
    if all(said):
        said[0] = ""
    rows = list(zip(*(values for values, word in zip(columns, said, strict=True) if not word), strict=True))
    statement, places = f"INSERT INTO {into} VALUES ", f"({', '.join(word or '?' for word in said)})"  # noqa: S608
    full = len(rows) // together * together if together > 1 else 0
    if full:
        several = [tuple(chain.from_iterable(rows[at : at + together])) for at in range(0, full, together)]
        connection.exec_driver_sql(statement + ", ".join([places] * together), several)
    if full < len(rows):
        connection.exec_driver_sql(statement + places, rows[full:])


def _literal(values: Listed) -> str:
    """A value that stands in every row, as SQL writes it; nothing where they differ or it has to be handed over."""
    first = values[0]
    if not isinstance(first, int | str | None) or values[-1] != first or values.count(first) != len(values):
        return ""
    if isinstance(first, str):
        return "'{}'".format(first.replace("'", "''")) if first.isprintable() else ""
    return "NULL" if first is None else str(int(first))


def _copy_rows(connection: sa.Connection, into: str, columns: Sequence[Listed]) -> None:
    statement = f"COPY {into} FROM STDIN"
    copying: Any = connection.connection.cursor()
    driver: Any = connection.dialect.loaded_dbapi
    try:
        with copying as cursor, cursor.copy(statement) as copy:
            for row in zip(*columns, strict=True):
                copy.write_row(row)
    except driver.Error as error:  # as every other statement tells its errors
        raise sa.exc.DBAPIError.instance(statement, None, error, driver.Error, dialect=connection.dialect) from error


def _listed(column: sa.Column[Any], values: Listed | Same, number: int, connection: sa.Connection) -> Listed:
    if not isinstance(values, Same):
        return values
    given = values.value
    bind = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return [json_text(given) if isinstance(given, dict | list) else bind(given) if bind else given] * number


def among(session: Session, column: Any, values: Collection[Any]) -> sa.ColumnElement[bool]:
    """Whether a column holds one of many values, asked with a single parameter however many there are."""
    if is_sqlite(session):
        listed = sa.func.json_each(json.dumps(list(values))).table_valued("value")
        return cast(sa.ColumnElement[bool], column.in_(sa.select(listed.c.value)))
    kind: sa.types.TypeEngine[Any] = sa.Integer() if isinstance(column.type, sa.Integer) else sa.Text()
    return cast(sa.ColumnElement[bool], column == sa.any_(sa.cast(list(values), sa.ARRAY(kind))))
