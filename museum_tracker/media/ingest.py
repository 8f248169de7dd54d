"""A whole folder of files, such as a USB disk: first a plan that writes nothing, then file by file, resumable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core.db import begin_write
from museum_tracker.core.i18n import N_
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.queue import IN_BULK
from museum_tracker.media import packing, services
from museum_tracker.media.matching import Match, Matched, match_files
from museum_tracker.media.services import Attached
from museum_tracker.media.sniff import identify
from museum_tracker.media.storage import Storage

RUBBISH = {"thumbs.db", "desktop.ini", ".ds_store"}


@dataclass(frozen=True)
class Planned:
    """One file to be kept, its companions, and the object it is for."""

    path: Path
    parts: list[Path]
    matched: Matched


@dataclass(frozen=True)
class Plan:
    """What would happen to each file of a folder."""

    folder: Path
    files: list[Planned] = field(default_factory=list)
    unsupported: list[Path] = field(default_factory=list)

    def having(self, match: Match) -> list[Planned]:
        """The files whose object is known that surely."""
        return [one for one in self.files if one.matched.match is match]


def make_plan(session: Session, folder: Path, listed: Mapping[str, str] | None = None) -> Plan:
    """Look at every file below a folder and find its object; nothing is written and nothing guessed."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_rubbish(path.relative_to(folder))]
    grouped = packing.group(found)
    kept = [(path, parts) for path, parts in grouped if identify(path) is not None]
    relative = [path.relative_to(folder).as_posix() for path, _ in kept]
    matches = match_files(session, relative, listed)
    files = [Planned(path, parts, matched) for (path, parts), matched in zip(kept, matches, strict=True)]
    known = {path for path, _ in kept}
    return Plan(folder, files, [path for path, _ in grouped if path not in known])


def _is_rubbish(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return hidden or path.name.lower() in RUBBISH


def take(session: Session, storage: Storage, planned: Planned, *, by: User) -> Attached:
    """Add one planned file to its object; a file that is there already is answered as such, so a second run goes on.

    Opens its own writing transaction once the file is staged; the caller commits.

    Raises:
        NotRecognised, StorageFull
    """
    candidate = planned.matched.candidates[0]
    staged, name = packing.stage(storage, planned.path, planned.parts)
    try:
        services.send_ahead(storage, staged, name)
        begin_write(session)
        artifact = get_artifact(session, candidate.id)
        action = N_("Added %(file)s to %(object)s")
        deed = begin_deed(session, by=session.merge(by), action=action, file=name, object=artifact.label)
        return services.attach(
            session,
            storage,
            staged,
            artifact=artifact,
            name=name,
            deed=deed,
            view=planned.matched.view,
            page=planned.matched.page,
            priority=IN_BULK,
        )
    finally:
        staged.unlink(missing_ok=True)
