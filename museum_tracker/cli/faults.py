"""What goes wrong outside the program – a setting, the disk, the database – said in a sentence with a way out."""

from __future__ import annotations

import errno

import sqlalchemy as sa

import config
from museum_tracker.cli.base import Failed
from museum_tracker.core.i18n import N_

SETTING = N_("%(name)s cannot be “%(value)s”. Allowed: %(allowed)s")
ADDRESS = N_(
    "MUSEUM_DATABASE_URL is not understood. It looks like postgresql+psycopg://user:password@host/name; left empty, "
    "the database lies in the museum's own folder."
)
DRIVER = N_(
    "PostgreSQL needs one more package. In the program's folder run: "
    "pip install -c requirements.lock -e '.[postgresql]'"
)
SILENT = N_("The database server does not answer. Check that it runs, and MUSEUM_DATABASE_URL. %(reason)s")
DAMAGED = N_(
    "The database %(path)s is damaged. Keep a copy of it, then put the last backup back: museum-tracker db restore "
    "instance/backups/…"
)
CLOSED = N_("The database %(path)s cannot be opened for writing. Check the rights of that file and of its folder.")
HELD = N_("Another program holds the database %(path)s. End it, then try again.")
FULL = N_("The disk is full; nothing was changed. Free some space, then try again.")
FORBIDDEN = N_("No right to read or write %(path)s.")
UNUSABLE = N_("%(path)s cannot be read or written: %(reason)s")

OF_SQLITE = {
    "not a database": DAMAGED,
    "malformed": DAMAGED,
    "readonly": CLOSED,
    "unable to open": CLOSED,
    "locked": HELD,
    "full": FULL,
}


def explain(error: Exception) -> Failed | None:
    """The sentence for a fault that is not the program's own; None for one that is."""
    if isinstance(error, config.BadSetting):
        return Failed(SETTING, name=error.name, value=error.value, allowed=error.allowed)
    if isinstance(error, sa.exc.DBAPIError):
        return _of_database(str(error.orig))
    if isinstance(error, sa.exc.ArgumentError | sa.exc.NoSuchModuleError):
        return Failed(ADDRESS)
    if isinstance(error, ModuleNotFoundError):
        return _of_driver(error)
    if error.__class__.__module__ == "sqlite3":  # a backup speaks to SQLite itself
        return _of_database(str(error))
    return _of_disk(error) if isinstance(error, OSError) else None


def _of_database(reason: str) -> Failed | None:
    url = sa.make_url(config.load().database)
    if url.get_backend_name() != "sqlite":
        return Failed(SILENT, reason=reason.strip().split("\n")[0]) if "connection" in reason else None
    return next((Failed(said, path=url.database) for words, said in OF_SQLITE.items() if words in reason), None)


def _of_driver(error: ModuleNotFoundError) -> Failed | None:
    backend = config.load().database.partition(":")[0]
    if error.name == "psycopg":
        return Failed(DRIVER)
    return Failed(ADDRESS) if backend not in {"sqlite", "postgresql", "postgresql+psycopg"} else None


def _of_disk(error: OSError) -> Failed | None:
    if error.errno == errno.ENOSPC:
        return Failed(FULL)
    if error.filename is None:
        return None
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Failed(FORBIDDEN, path=str(error.filename))
    return Failed(UNUSABLE, path=str(error.filename), reason=error.strerror or "")
