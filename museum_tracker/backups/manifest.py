"""What lies beside the copy of a database: whose it is, how many rows, which files, which figures belong to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import museum_identity
from museum_tracker.core import clock
from museum_tracker.core.db import Base
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.private_files import private_file
from museum_tracker.figures.models import Tally, TallyDelta
from museum_tracker.media.file_references import kept_kinds
from museum_tracker.media.staging import hash_file
from museum_tracker.media.storage import original_key

SUFFIX = ".json"
INDEX_TABLES = "artifact_fts"  # SQLite's own, of the search index: writing it anew changes how many rows they hold
VERSION_TABLE = "alembic_version"


class ManifestUnreadable(Refusal):
    """The account beside a backup cannot be read."""

    msgid = N_("The file %(file)s beside the backup cannot be read.")


class BackupChanged(Refusal):
    """The copy of the database is not the one that was made."""

    msgid = N_("The backup has changed since it was made: its hash differs. Nothing was restored.")


@dataclass(frozen=True)
class Manifest:
    """A backup's own account of itself.

    `files` are the keys of all kept files that its records name, -1 where nobody wrote down the size; those in
    `left_out` were damaged when it was made. `figures` are the sums of every measure.
    """

    museum: str
    versions: list[str]
    counts: dict[str, int]
    files: dict[str, int]
    made_at: str = ""
    sha256: str = ""
    name: str = ""
    left_out: dict[str, str] = field(default_factory=dict)
    figures: dict[str, list[int]] = field(default_factory=dict)


def describe(connection: sa.Connection) -> Manifest:
    """What a database holds at this moment."""
    if not is_begun(connection):
        return Manifest(museum="", versions=[], counts={}, files={})
    with Session(connection) as session:
        return Manifest(
            museum=museum_identity(connection),
            versions=versions_of(connection),
            counts=row_counts(connection),
            files=_named_files(session, connection),
            made_at=clock.now().isoformat(timespec="seconds"),
            figures=_figures(session) if _has(connection, Tally.__tablename__) else {},
        )


def _has(connection: sa.Connection, table: str) -> bool:
    return sa.inspect(connection).has_table(table)


def _named_files(session: Session, connection: sa.Connection) -> dict[str, int]:
    """The keys of all kept files; a database of an earlier program has not every kind yet."""
    known = [kind for kind in kept_kinds() if _has(connection, kind.column.class_.__tablename__)]
    return {kind.key(sha256): -1 for kind in known for sha256 in session.scalars(kind.names())}


def _figures(session: Session) -> dict[str, list[int]]:
    """How many objects and pieces stand under each measure, folded sums and waiting changes together."""
    found: dict[str, list[int]] = {}
    for model, condition in ((Tally, Tally.grain == "total"), (TallyDelta, sa.true())):
        sums = (sa.func.sum(model.objects), sa.func.sum(model.pieces))
        for measure, objects, pieces in session.execute(
            sa.select(model.measure, *sums).where(condition).group_by(model.measure)
        ):
            before = found.get(measure.value, [0, 0])
            found[measure.value] = [before[0] + int(objects), before[1] + int(pieces)]
    return dict(sorted(found.items()))


def is_begun(connection: sa.Connection) -> bool:
    """Whether a database holds any of the museum's tables."""
    return bool(set(sa.inspect(connection).get_table_names()) & set(Base.metadata.tables))


def versions_of(connection: sa.Connection) -> list[str]:
    """The versions of the program's tables that a database is at."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return []
    return sorted(connection.scalars(sa.select(sa.column("version_num")).select_from(sa.table(VERSION_TABLE))))


def row_counts(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table holds, those of the search index aside."""
    names = [name for name in sa.inspect(connection).get_table_names() if not name.startswith(INDEX_TABLES)]
    counts = {name: sa.select(sa.func.count()).select_from(sa.table(name)) for name in names}
    return {name: connection.scalar(count) or 0 for name, count in counts.items()}


def sha256_of(key: str) -> str:
    """The SHA-256 in a kept file's key."""
    return key.rsplit("/", 1)[-1]


def write_manifest(backup: Path, found: Manifest) -> Path:
    """Lay the account beside the backup."""
    sha256, _ = hash_file(backup)
    told = {**asdict(found), "sha256": sha256, "name": backup.name}
    target = private_file(backup.with_name(backup.name + SUFFIX))
    target.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def load_manifest(path: Path) -> Manifest:
    """Read an account; those of earlier programs named originals alone, by hash.

    Raises:
        ManifestUnreadable
    """
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files = {key if "/" in key else original_key(key): size for key, size in told.pop("files").items()}
        return Manifest(**told, files=files)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ManifestUnreadable(file=path.name) from None


def read_manifest(backup: Path) -> Manifest | None:
    """The account beside a backup; None where there is none (backups of the first version).

    Raises:
        ManifestUnreadable: it is not this backup's.
        BackupChanged: the backup has changed since.
    """
    path = backup.with_name(backup.name + SUFFIX)
    if not path.is_file():
        return None
    found = load_manifest(path)
    if hash_file(backup)[0] != found.sha256:
        raise BackupChanged
    return found


def differing(before: Iterable[tuple[str, Any]], after: dict[str, Any]) -> list[str]:
    """The names whose values differ."""
    return [name for name, value in before if after.get(name) != value]
