"""Putting a backup back: a whole one on this or a new machine, or the copy of a database alone.

At the end counted rows, the hashes of every kept file and the figures are compared with what went in.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.backups.manifest import Manifest, describe, read_manifest
from museum_tracker.backups.place import FILES, KEY, MARKER, SETTINGS, Place, database_of
from museum_tracker.cli import migrate, restore_database, restore_files
from museum_tracker.cli.backup import back_up
from museum_tracker.cli.base import Failed, say
from museum_tracker.core import clock
from museum_tracker.core.database_lock import DatabaseInUse, held_alone
from museum_tracker.core.db import begin_write, make_engine, snapshot_scope
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.private_files import private_file, private_folder
from museum_tracker.figures.checking import find_differences
from museum_tracker.media.damage import Finding
from museum_tracker.media.sweeping_pause import RESTORED, pause_sweeping

SHOWN = 20


@dataclass
class Restored:
    """What came out of a restore, compared with what went in."""

    files: Counter[Finding] = field(default_factory=Counter)
    differences: int = 0

    @property
    def whole(self) -> bool:
        """Whether everything is as it was."""
        return not (self.files[Finding.MISSING] or self.files[Finding.CHANGED] or self.differences)


@dataclass(frozen=True)
class Source:
    """What is put back: the copy of a database, and the folder of files and the key that belong to it, if any."""

    database: Path
    files: Path | None = None
    key: Path | None = None
    settings: Path | None = None


def find_source(path: Path) -> Source:
    """The backup that a path means: a place of backups (its last good one), one of them, or a copied database.

    Raises:
        NoBackupThere
    """
    if path.is_file():
        return Source(path)
    snapshot = Place(path).latest_good() if (path / MARKER).is_file() or (path / FILES).is_dir() else path
    database = database_of(snapshot)
    key, settings, files = snapshot / KEY, snapshot / SETTINGS, snapshot.parent / FILES
    return Source(
        database,
        files if files.is_dir() else None,
        key if key.is_file() else None,
        settings if settings.is_file() else None,
    )


def restore(settings: Settings, path: Path) -> Restored:
    """Put a backup back in place of the museum's database, its files where they are missing or changed.

    The database that was there is backed up first; one that is damaged is laid aside as it is.

    Raises:
        Failed: the backup is damaged, of another museum or of a newer program.
        DatabaseInUse: some process has the database open.
    """
    source, url = find_source(path), sa.make_url(settings.database)
    told = read_manifest(source.database)
    private_folder(settings.instance)
    with held_alone(url):
        damaged = _is_damaged(url)
        engine = make_engine(settings.database)
        try:
            here = Manifest("", [], {}, {}) if damaged else _describe(engine)
            inside = restore_database.look_inside(source.database, told)
            _refuse_foreign(here, inside)
            if here.museum:
                back_up(settings, spare=source.database)
            engine.dispose()
            if damaged:
                _lay_aside(Path(url.database or ""), settings)
            restore_database.put_back(url, source.database)
            _compare_rows(engine, inside)
            if not migrate.is_current(engine):
                migrate.upgrade(engine)
            _put_key(settings, source)
            return _complete(engine, settings, source, inside)
        finally:
            engine.dispose()


def _describe(engine: sa.Engine) -> Manifest:
    with engine.connect() as connection:
        return describe(connection)


def _complete(engine: sa.Engine, settings: Settings, source: Source, inside: Manifest) -> Restored:
    """Bring the files, stop sweeping until somebody looked, and compare."""
    with Session(engine) as session:
        begin_write(session)
        pause_sweeping(session, Message(RESTORED, {"backup": source.database.name}))
        session.commit()
    found = Restored(restore_files.bring_and_compare(engine, settings, source.files, inside.left_out))
    found.differences = _compare_figures(engine, inside)
    return found


def _is_damaged(url: sa.URL) -> bool:
    """Whether SQLite cannot read the database in place through: nothing could be asked of it, and no copy made."""
    if url.get_backend_name() != "sqlite" or not Path(url.database or "").is_file():
        return False
    try:
        with closing(sqlite3.connect(url.database or "")) as connection:
            return bool(connection.execute("pragma integrity_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise DatabaseInUse from None
        return True


def _lay_aside(database: Path, settings: Settings) -> None:
    folder = private_folder(settings.instance / "backups")
    kept = folder / f"damaged-{clock.local(clock.now(), settings.timezone):%Y%m%d-%H%M%S}.db"
    for companion in ("-wal", "-shm", ""):
        part = database.with_name(database.name + companion)
        if part.exists():
            part.rename(kept.with_name(kept.name + companion))
    say(N_("The damaged database was laid aside: %(path)s"), path=str(kept))


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


def _put_key(settings: Settings, source: Source) -> None:
    target = settings.instance / "secret_key"
    if source.key is None or settings.secret_key:
        return
    if target.exists():
        if target.read_text().strip() != source.key.read_text().strip():
            say(N_("This machine keeps its own secret key: everybody signs in anew."))
        return
    private_file(target).write_text(source.key.read_text(), encoding="utf-8")
    say(N_("The secret key was put back: nobody has to sign in anew."))


def _compare_rows(engine: sa.Engine, inside: Manifest) -> None:
    found = _describe(engine).counts
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


def _compare_figures(engine: sa.Engine, inside: Manifest) -> int:
    """How many figures are not those of the backup, or not what the facts say."""
    after = _describe(engine).figures
    moved = [name for name, sums in inside.figures.items() if after.get(name) != sums]
    with snapshot_scope(engine) as session:
        differences = find_differences(session)
    say(
        N_(
            "Figures: %(count)s compared with the backup, %(moved)s differ; recounted from the facts, %(wrong)s differ."
        ),
        count=len(inside.figures),
        moved=len(moved),
        wrong=len(differences),
    )
    for difference in differences[:SHOWN]:
        say("  %(difference)s", difference=difference.message)
    return len(moved) + len(differences)
