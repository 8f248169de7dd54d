"""Who uses a database: each connection holds a shared lock while it is open; a restore needs the database alone.

Every process is noticed, whatever its port or kind: on SQLite by a lock on a file beside the database, on PostgreSQL
by an advisory lock of the server. Both end with their process, however that ends.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.private_files import OWNER_FILE

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

SUFFIX = ".in-use"
ADVISORY = 7_448_052
BYTES = 1 << 20  # Windows has no shared locks: each connection locks one byte of these, a restore all of them
_restoring = threading.Event()  # in this process: what it opens itself meanwhile is let in


class DatabaseInUse(Refusal):
    """Some process has the database open."""

    msgid = N_("The museum is running: end “museum-tracker serve”, its workers and other commands first (Ctrl+C).")
    status = 503


class BeingRestored(Refusal):
    """A backup is just being put back."""

    msgid = N_("A backup is being put back into this database. Try again when that has ended.")
    status = 503


def watch(engine: sa.Engine) -> None:
    """Have every connection of an engine hold the database in use."""
    name = str(engine.url.database or "")
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "connect", _share_server)
    elif name not in {"", ":memory:"} and not name.startswith("file:"):
        sa.event.listen(engine, "connect", _share_file)
        sa.event.listen(engine, "close", _release)


@contextmanager
def held_alone(url: sa.URL) -> Iterator[None]:
    """Have a database to oneself: nobody has it open now, and nobody can open it meanwhile.

    Connections of this process must be closed before; those it opens meanwhile are let in.

    Raises:
        DatabaseInUse: some process has it open.
    """
    with _alone_server(url) if url.get_backend_name() == "postgresql" else _alone_file(url):
        _restoring.set()
        try:
            yield
        finally:
            _restoring.clear()


@contextmanager
def _alone_file(url: sa.URL) -> Iterator[None]:
    handle = _open(Path(url.database or ""))
    try:
        try:
            _lock(handle, alone=True)
        except OSError:
            raise DatabaseInUse from None
        yield
    finally:
        os.close(handle)


@contextmanager
def _alone_server(url: sa.URL) -> Iterator[None]:
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(ADVISORY))):
            raise DatabaseInUse
        yield


def _open(database: Path) -> int:
    database.parent.mkdir(parents=True, exist_ok=True)
    return os.open(database.with_name(database.name + SUFFIX), os.O_RDWR | os.O_CREAT, OWNER_FILE)


def _lock(handle: int, *, alone: bool) -> None:
    if "fcntl" in globals():
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        return
    os.lseek(handle, 0 if alone else secrets.randbelow(BYTES), os.SEEK_SET)
    msvcrt.locking(handle, msvcrt.LK_NBLCK, BYTES if alone else 1)  # type: ignore[attr-defined]


def _share_file(connection: Any, record: Any) -> None:
    if _restoring.is_set():
        return
    database = Path(next(row[2] for row in connection.execute("pragma database_list") if row[1] == "main"))
    handle = _open(database)
    try:
        _lock(handle, alone=False)
    except OSError:
        os.close(handle)
        connection.close()
        raise BeingRestored from None
    record.info["in use"] = handle


def _release(_connection: Any, record: Any) -> None:
    handle = record.info.pop("in use", None)
    if handle is not None:
        os.close(handle)


def _share_server(connection: Any, _record: Any) -> None:
    if _restoring.is_set():
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock_shared(%s)", (ADVISORY,))
        (taken,) = cursor.fetchone()
    connection.rollback()  # the lock is the session's, not the transaction's
    if not taken:
        connection.close()
        raise BeingRestored
