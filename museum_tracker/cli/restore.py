"""`museum-tracker db restore`: put a backup back, proved by counted rows and the hashes of every original."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.cli import migrate
from museum_tracker.cli.backup import back_up
from museum_tracker.cli.base import Failed, Progress, say, text
from museum_tracker.cli.manifest import Manifest, describe, read_manifest
from museum_tracker.core import clock
from museum_tracker.core.db import make_engine
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.models import WorkerSign
from museum_tracker.media.damage import Finding, read_back
from museum_tracker.media.storage import original_key
from museum_tracker.media.stores import storage_of

ALIVE = timedelta(minutes=2)
RUNNING = N_("The museum is running: end “museum-tracker serve” and its workers first (Ctrl+C).")
SQLITE_MAGIC = b"SQLite format 3\0"


def restore(settings: Settings, backup: Path) -> Counter[Finding]:
    """Put a backup back in place of the museum's database, and compare what came out with what went in.

    The database that was there is backed up first; one that is damaged is laid aside as it is. Answers how the
    originals on the disk compare with the records.

    Raises:
        Failed: the museum is running, the backup is damaged, of another museum or of a newer program.
    """
    told = read_manifest(backup)
    url = sa.make_url(settings.database)
    engine = make_engine(settings.database)
    try:
        damaged = _is_damaged(url)
        _refuse_running(None if damaged else engine, settings)
        here = Manifest("", [], {}, {}) if damaged else describe(engine)
        inside = told if url.get_backend_name() != "sqlite" else _look_inside(backup)
        if inside is None:
            raise Failed(N_("Beside a PostgreSQL backup its .json file has to lie: it says how many rows it holds."))
        _refuse_foreign(here, inside)
        if told is not None and told.counts != inside.counts:
            raise Failed(N_("The backup does not hold the rows that its .json file names. Nothing was restored."))
        if here.museum:
            back_up(settings, spare=backup)
        engine.dispose()
        if damaged:
            _lay_aside(Path(url.database or ""), settings)
        _put_back(url, backup)
        _compare_rows(engine, inside)
        if not migrate.is_current(engine):
            migrate.upgrade(engine)
        return _compare_files(engine, settings)
    finally:
        engine.dispose()


def _refuse_running(engine: sa.Engine | None, settings: Settings) -> None:
    if _answers(settings.host, settings.port) or (engine is not None and _has_workers(engine)):
        raise Failed(RUNNING)


def _is_damaged(url: sa.URL) -> bool:
    """Whether SQLite cannot read the database in place through: nothing could be asked of it, and no copy made."""
    if url.get_backend_name() != "sqlite" or not Path(url.database or "").is_file():
        return False
    try:
        with closing(sqlite3.connect(url.database or "")) as connection:
            return bool(connection.execute("pragma integrity_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise Failed(RUNNING) from None
        return True


def _lay_aside(database: Path, settings: Settings) -> None:
    folder = settings.instance / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"damaged-{clock.local(clock.now(), settings.timezone):%Y%m%d-%H%M%S}.db"
    for companion in ("-wal", "-shm", ""):
        part = database.with_name(database.name + companion)
        if part.exists():
            part.rename(kept.with_name(kept.name + companion))
    say(N_("The damaged database was laid aside: %(path)s"), path=str(kept))


def _answers(host: str, port: int) -> bool:
    local = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - compared, not listened on
    try:
        with closing(socket.create_connection((local, port), timeout=1)):
            return True
    except OSError:
        return False


def _has_workers(engine: sa.Engine) -> bool:
    if not sa.inspect(engine).has_table(WorkerSign.__tablename__):
        return False
    with Session(engine) as session:
        living = sa.select(WorkerSign.name).where(WorkerSign.beat_at > clock.now() - ALIVE)
        return session.scalar(living.limit(1)) is not None


def _look_inside(backup: Path) -> Manifest:
    """What a SQLite backup holds, once it is known to be whole."""
    with backup.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
            raise Failed(N_("%(file)s is not a backup of a SQLite database."), file=backup.name)
    engine = make_engine_read_only(backup)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("pragma integrity_check(1)").scalar() != "ok":
                raise Failed(N_("The backup is damaged. Nothing was restored."))
        return describe(engine)
    except sa.exc.DatabaseError:
        raise Failed(N_("The backup is damaged. Nothing was restored.")) from None
    finally:
        engine.dispose()


def make_engine_read_only(file: Path) -> sa.Engine:
    """An engine that reads a SQLite file and cannot change it."""
    return sa.create_engine(f"sqlite:///file:{quote(str(file.resolve()))}?mode=ro&immutable=1&uri=true")


def _refuse_foreign(here: Manifest, inside: Manifest) -> None:
    if not inside.museum:
        raise Failed(N_("The backup is not a Museum Tracker database."))
    if unknown := set(inside.versions) - migrate.known_versions():
        raise Failed(N_("The backup comes from a newer program (%(version)s): install it first."), version=min(unknown))
    if here.museum and here.museum != inside.museum:
        raise Failed(
            N_(
                "The database in place is another museum's: a backup never overwrites it. "
                "Set MUSEUM_HOME or MUSEUM_DATABASE_URL to an empty place, or move that database away."
            )
        )


def _put_back(url: sa.URL, backup: Path) -> None:
    if url.get_backend_name() != "sqlite":
        _restore_postgresql(url, backup)
        return
    target = Path(url.database or "")
    try:
        for companion in ("-wal", "-shm"):
            target.with_name(target.name + companion).unlink(missing_ok=True)
        migrate.copy_sqlite(backup, target)
    except PermissionError:  # Windows refuses to exchange a file that a program has open
        raise Failed(RUNNING) from None


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


def _compare_rows(engine: sa.Engine, inside: Manifest) -> None:
    found = describe(engine).counts
    wrong = [table for table, count in inside.counts.items() if found.get(table) != count]
    if wrong:
        table = wrong[0]
        raise Failed(
            N_("The table %(table)s holds %(after)s rows instead of %(before)s after restoring: do not go on with it."),
            table=table,
            before=inside.counts[table],
            after=found.get(table, 0),
        )
    rows = sum(inside.counts.values())
    say(N_("Restored: %(rows)s rows in %(tables)s tables, as counted in the backup."), rows=rows, tables=len(found))


def _compare_files(engine: sa.Engine, settings: Settings) -> Counter[Finding]:
    storage, files = storage_of(settings), describe(engine).files
    found: Counter[Finding] = Counter()
    missing: list[str] = []
    with Progress(text(N_("Reading the originals back"))) as progress:
        for number, sha256 in enumerate(sorted(files), 1):
            verdict = read_back(storage, original_key(sha256), sha256)
            found[verdict] += 1
            if verdict is not Finding.INTACT:
                missing.append(sha256)
            progress(number, len(files), None)
    _tell_files(found, missing)
    return found


def _tell_files(found: Counter[Finding], wrong: Iterable[str]) -> None:
    say(
        N_("Originals: %(intact)s intact, %(missing)s missing, %(changed)s changed."),
        intact=found[Finding.INTACT],
        missing=found[Finding.MISSING],
        changed=found[Finding.CHANGED],
    )
    for sha256 in list(wrong)[:20]:
        say("  %(hash)s", hash=sha256)
