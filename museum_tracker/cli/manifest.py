"""What lies beside a backup: whose it is, how many rows and which original files belong to it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import sqlalchemy as sa

from museum_tracker.accounts.queries import museum_identity
from museum_tracker.cli.base import Failed
from museum_tracker.cli.migrate import current, is_begun, row_counts
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.staging import hash_file

SUFFIX = ".json"


@dataclass(frozen=True)
class Manifest:
    """A backup's own account of itself; `files` are the originals that its records name, hash by size in bytes."""

    museum: str
    versions: list[str]
    counts: dict[str, int]
    files: dict[str, int]
    made_at: str = ""
    sha256: str = ""
    name: str = field(default="")


def describe(engine: sa.Engine) -> Manifest:
    """What a database holds at this moment."""
    with engine.connect() as connection:
        if not is_begun(connection):
            return Manifest(museum="", versions=[], counts={}, files={})
        return Manifest(
            museum=museum_identity(connection),
            versions=sorted(current(connection)),
            counts=row_counts(connection),
            files={
                row.sha256: row.size for row in connection.execute(sa.select(AssetVersion.sha256, AssetVersion.size))
            },
            made_at=clock.now().isoformat(timespec="seconds"),
        )


def write_manifest(backup: Path, found: Manifest) -> Path:
    """Lay the account beside the backup."""
    sha256, _ = hash_file(backup)
    told = {**asdict(found), "sha256": sha256, "name": backup.name}
    target = backup.with_name(backup.name + SUFFIX)
    target.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def read_manifest(backup: Path) -> Manifest | None:
    """The account beside a backup; None where there is none (backups of the first version).

    Raises:
        Failed: it is not this backup's, or the backup has changed since.
    """
    path = backup.with_name(backup.name + SUFFIX)
    if not path.is_file():
        return None
    try:
        found = Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise Failed(N_("The file %(file)s beside the backup cannot be read."), file=path.name) from None
    if hash_file(backup)[0] != found.sha256:
        raise Failed(N_("The backup has changed since it was made: its hash differs. Nothing was restored."))
    return found
