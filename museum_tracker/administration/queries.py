"""The state of the system: database, files, workers, backups, versions."""

from __future__ import annotations

import datetime as dt
import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.jobs.signs import workers_alive
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.staging import StorageTrouble
from museum_tracker.media.stores import storage_of

PACKAGES = ("museum-tracker", "Flask", "SQLAlchemy", "waitress", "pillow")
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, kw_only=True)
class Health:
    """Whether each part of the system answers. `storage` is "ok", "new" (no file yet) or "missing"."""

    database: bool
    storage: str
    workers: int

    @property
    def status(self) -> str:
        """One word: "ok", "degraded" (nobody works behind the pages) or "failing"."""
        if not self.database or self.storage == "missing":
            return "failing"
        return "ok" if self.workers else "degraded"


@dataclass(frozen=True, kw_only=True)
class SystemState:
    """What the system page shows beside health."""

    engine: str
    database_size: int | None
    free: int
    low_on_space: bool
    last_backup: dt.datetime | None
    backups: int
    versions: list[tuple[str, str]]


def health(session: Session, settings: Settings, now: dt.datetime) -> Health:
    """Ask each part of the system whether it is there."""
    try:
        session.execute(sa.select(sa.literal(1)))
        return Health(database=True, storage=_storage(session, settings), workers=workers_alive(session, now))
    except sa.exc.DBAPIError:
        session.rollback()
        return Health(database=False, storage="missing", workers=0)


def system_state(session: Session, settings: Settings) -> SystemState:
    """Versions, space and backups as they are now."""
    free = shutil.disk_usage(_existing(settings.uploads)).free
    backups = _backups(settings)
    return SystemState(
        engine=_engine(session),
        database_size=_database_size(settings),
        free=free,
        low_on_space=free < settings.min_free_mb * 1024 * 1024,
        last_backup=dt.datetime.fromtimestamp(backups[-1].stat().st_mtime, dt.UTC) if backups else None,
        backups=len(backups),
        versions=[("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES)],
    )


def _storage(session: Session, settings: Settings) -> str:
    try:
        if storage_of(settings).is_marked():
            return "ok"
    except StorageTrouble:
        return "missing"
    known = session.scalars(sa.select(AssetVersion.id).limit(1)).first()
    return "new" if known is None else "missing"


def _engine(session: Session) -> str:
    dialect = session.get_bind().dialect
    numbers = dialect.server_version_info or ()
    name = ENGINES.get(dialect.name, dialect.name)
    return f"{name} {'.'.join(str(number) for number in numbers)}"


def _database_size(settings: Settings) -> int | None:
    url = sa.make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    parts = (Path(url.database), Path(f"{url.database}-wal"))
    return sum(part.stat().st_size for part in parts if part.is_file())


def _backups(settings: Settings) -> list[Path]:
    return sorted((settings.instance / "backups").glob("museum-*"))


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
