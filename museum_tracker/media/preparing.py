"""The steps of preparing a file, each a small change of the database around the long work outside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.media.kinds.base import Converted, Made, message_json
from museum_tracker.media.models import AssetVersion, Derivative
from museum_tracker.media.rules import VersionState
from museum_tracker.media.services import refresh_cover
from museum_tracker.media.signals import asset_changed
from museum_tracker.media.standing import with_unit
from museum_tracker.media.storage import Storage, derived_key

RECIPE = 1  # raise it when conversions change: derived files get new names and addresses
MISSING = N_("The original file is missing from the storage.")
ALTERED = N_("The original file on the disk is not the one that was received: its bytes have changed.")
FAILED = N_("Preparing the file was interrupted; it is tried again by itself.")


def keep_files(storage: Storage, version: AssetVersion, out: Path, made: Sequence[Made]) -> list[Derivative]:
    """Copy what a conversion made into the storage; the rows that know it are written later."""
    kept = []
    for one in made:
        key = derived_key(version.sha256, RECIPE, standing_name(version.up, one.file))
        storage.put(key, out / one.file)
        size = (out / one.file).stat().st_size
        kept.append(
            Derivative(
                role=one.role, page=one.page, key=key, mime=one.mime, size=size, width=one.width, height=one.height
            )
        )
    return kept


def standing_name(up: str, file: str) -> str:
    """The name of a copy of a model that was stood up: another for each side, since browsers keep what they have."""
    return f"{up[1]}-{'up' if up[0] == '+' else 'down'}-{file}" if up else file


def finish(
    session: Session, version: AssetVersion, converted: Converted, kept: list[Derivative], *, deed: ChangeSet
) -> None:
    """The file is measured and can be shown."""
    replace_files(session, version.id, kept)
    version.facts = with_unit(converted.facts, version.unit) if version.unit else converted.facts
    said = [note for note in version.notes if note["msgid"] not in {one.msgid for one in converted.notes}]
    version.notes = said + [message_json(note) for note in converted.notes]
    version.reason = {}
    _change_state(session, version, VersionState.READY, deed=deed)


def replace_files(session: Session, version_id: int, kept: list[Derivative]) -> None:
    """Let the copies that were made take the place of earlier ones."""
    session.execute(sa.delete(Derivative).where(Derivative.version_id == version_id))
    for derivative in kept:
        derivative.version_id = version_id
        session.add(derivative)
    session.flush()


def quarantine(session: Session, version: AssetVersion, reason: Message, *, deed: ChangeSet) -> None:
    """The file cannot be shown: the original is kept aside with the reason."""
    version.reason = message_json(reason)
    _change_state(session, version, VersionState.QUARANTINED, deed=deed)


def note_failure(version: AssetVersion) -> None:
    """Preparing failed for a reason outside the file, which the job's page tells; the job will try again."""
    version.state = VersionState.STORED
    version.reason = message_json(Message(FAILED))


def _change_state(session: Session, version: AssetVersion, state: VersionState, *, deed: ChangeSet) -> None:
    before = {"state": version.state.value}
    version.state = state
    session.flush()
    after = {"state": state.value}
    record(session, deed, entity="asset", entity_id=version.asset_id, before=before, after=after)
    artifact_id = version.asset.artifact_id
    refresh_cover(session, artifact_id)
    asset_changed.send(session, artifact_id=artifact_id, deed=deed)
