"""Deeds on pictures and models: attach a received file, say what it shows, retire it, choose the cover."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.filenames import clean_name
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.jobs.queue import INTERACTIVE, enqueue
from museum_tracker.media import queries
from museum_tracker.media.damage import ORIGINALS
from museum_tracker.media.keeping import keep
from museum_tracker.media.kinds.base import Format, message_json
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import AssetKind, VersionState, View
from museum_tracker.media.signals import asset_changed
from museum_tracker.media.sniff import EmptyFile, NotRecognised, name_disagrees, recognise
from museum_tracker.media.staging import hash_file
from museum_tracker.media.storage import Storage, original_key

NAME_DISAGREES = N_("The name ends in .%(extension)s, but the file is %(format)s.")
RETIRED = N_("Retired: %(reason)s")


class Outcome(StrEnum):
    """What became of a file that was sent."""

    ADDED = "added"
    DUPLICATE = "duplicate"
    HEALED = "healed"


class ReasonMissing(Refusal):
    """A file is withdrawn without saying why."""

    msgid = N_("Say why the file is retired.")


class ViewUnknown(Refusal):
    """The view is none of the list."""

    msgid = N_("There is no view called %(view)s.")


class NotReady(Refusal):
    """Only a prepared picture or model can stand for its object."""

    msgid = N_("The file is not ready yet.")


class NothingToPrepare(Refusal):
    """Only a file that failed or was held back can be tried again."""

    msgid = N_("“%(file)s” was neither held back nor left unfinished: there is nothing to try again.")


@dataclass(frozen=True)
class Attached:
    """The outcome for one file, and the picture or model it is (or was already)."""

    outcome: Outcome
    asset: Asset


def ensure_storage(session: Session, storage: Storage) -> None:
    """Mark a new museum's storage; refuse one that has lost its mark although files are on record.

    Raises:
        StorageMissing: the disk with the files is probably not connected.
    """
    if storage.is_marked():
        return
    if session.scalars(sa.select(AssetVersion.id).limit(1)).first() is not None:
        storage.check()
    storage.create()


def send_ahead(storage: Storage, staged: Path, name: str) -> None:
    """Bring a staged file to a store that lies elsewhere before the database is made to wait for it.

    What will not be recognised is left to `attach` to refuse.

    Raises:
        StorageTrouble
    """
    if not storage.remote:
        return
    try:
        recognise(staged, name=clean_name(name))
    except (NotRecognised, EmptyFile):
        return
    storage.check()
    key = original_key(hash_file(staged)[0])
    if storage.size(key) is None:  # what lies there is read back when the file is adopted
        storage.send(staged, key)


def attach(
    session: Session,
    storage: Storage,
    staged: Path,
    *,
    artifact: Artifact,
    name: str,
    deed: ChangeSet,
    view: str = "",
    page: int | None = None,
    again: bool = False,
    priority: int = INTERACTIVE,
) -> Attached:
    """Make a staged file part of an object; the worker then verifies and prepares it.

    A file that is already on record is answered with where it is, and heals the kept one if that is damaged; `again`
    keeps it for a second object too. Somebody waits for the file to be prepared, unless `priority` says otherwise.
    The file is in its place before any row knows it, so a lost transaction leaves at most a file to sweep.

    Raises:
        NotRecognised, EmptyFile, StorageFull, StorageMissing
    """
    name = clean_name(name)
    found = recognise(staged, name=name)
    sha256, size = hash_file(staged)
    session.execute(sa.select(Artifact.id).where(Artifact.id == artifact.id).with_for_update())
    twin = queries.find_twin(session, sha256, artifact_id=artifact.id, anywhere=not again)
    healed = keep(session, storage, ORIGINALS, staged, sha256, by=deed.by)
    if twin is not None:
        return Attached(Outcome.HEALED if healed else Outcome.DUPLICATE, twin)
    asset = _add_asset(session, artifact, found, deed=deed, view=view, page=page)
    version = _add_version(session, asset, sha256=sha256, size=size, name=name, found=found)
    record(session, deed, entity="asset", entity_id=asset.id, after={**values_of(asset), "file": name})
    enqueue(session, "media.derive", dedupe_key=f"derive-{version.id}", priority=priority, version_id=version.id)
    asset_changed.send(session, artifact_id=artifact.id, deed=deed)
    return Attached(Outcome.ADDED, asset)


def _name_notes(name: str, found: Format) -> list[dict[str, object]]:
    if not name_disagrees(name, found):
        return []
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    return [message_json(Message(NAME_DISAGREES, {"extension": extension, "format": found.label}))]


def _add_asset(
    session: Session, artifact: Artifact, found: Format, *, deed: ChangeSet, view: str, page: int | None
) -> Asset:
    asset = Asset(
        artifact=artifact,
        kind=AssetKind(found.kind),
        view=_checked_view(view),
        page=page,
        title="",
        position=queries.next_position(session, artifact.id),
        uploaded_by=deed.by,
    )
    session.add(asset)
    session.flush()
    return asset


def _add_version(session: Session, asset: Asset, *, sha256: str, size: int, name: str, found: Format) -> AssetVersion:
    version = AssetVersion(
        asset=asset,
        sha256=sha256,
        size=size,
        original_name=name,
        format=found.name,
        mime=found.mime,
        state=VersionState.STORED,
        notes=_name_notes(name, found),
    )
    session.add(version)
    session.flush()
    return version


def values_of(asset: Asset) -> dict[str, object]:
    """A picture's or model's values as history keeps them."""
    return {
        "artifact_id": asset.artifact_id,
        "kind": asset.kind.value,
        "view": asset.view,
        "page": asset.page,
        "title": asset.title,
        "retired": asset.retired if asset.versions else False,
    }


def describe_asset(
    session: Session, asset: Asset, *, deed: ChangeSet, view: str, page: int | None = None, title: str = ""
) -> None:
    """Say what a picture shows: a side, a detail, a mark, or a page with its number."""
    before = values_of(asset)
    asset.view = _checked_view(view)
    asset.page = page if asset.view == View.PAGE else None
    asset.title = title.strip()[:500]
    session.flush()
    record(session, deed, entity="asset", entity_id=asset.id, before=before, after=values_of(asset))
    asset_changed.send(session, artifact_id=asset.artifact_id, deed=deed)


def _checked_view(view: str) -> str:
    if view and view not in set(View):
        raise ViewUnknown(view=view, field="view")
    return view


def retire_asset(session: Session, asset: Asset, *, reason: str, deed: ChangeSet) -> None:
    """Withdraw a picture or model; its files are kept, with who withdrew it and why."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    before = values_of(asset)
    for version in asset.versions:
        version.state = VersionState.RETIRED
        version.reason = message_json(Message(RETIRED, {"reason": reason.strip()[:500]}))
    session.flush()
    record(session, deed, entity="asset", entity_id=asset.id, before=before, after=values_of(asset))
    refresh_cover(session, asset.artifact_id)
    asset_changed.send(session, artifact_id=asset.artifact_id, deed=deed)


def restore_asset(session: Session, asset: Asset, *, deed: ChangeSet) -> None:
    """Bring a withdrawn picture or model back; one that was not withdrawn stays as it is."""
    if not asset.retired:
        return
    before = values_of(asset)
    version = asset.versions[-1]
    version.reason = {}
    version.state = VersionState.READY if version.derivatives else VersionState.STORED
    session.flush()
    if version.state is VersionState.STORED:
        enqueue(session, "media.derive", dedupe_key=f"derive-{version.id}", priority=INTERACTIVE, version_id=version.id)
    record(session, deed, entity="asset", entity_id=asset.id, before=before, after=values_of(asset))
    refresh_cover(session, asset.artifact_id)
    asset_changed.send(session, artifact_id=asset.artifact_id, deed=deed)


def choose_cover(session: Session, asset: Asset, *, deed: ChangeSet) -> None:
    """Let a picture stand for its object in lists, by putting it first."""
    if asset.current.state is not VersionState.READY:
        raise NotReady
    place_asset(session, asset, queries.first_position(session, asset.artifact_id) - 1, deed=deed)


def place_asset(session: Session, asset: Asset, position: int, *, deed: ChangeSet) -> None:
    """Give a picture its place in the order of its object's pictures; the first stands for the object."""
    before = {"position": asset.position}
    asset.position = position
    session.flush()
    record(session, deed, entity="asset", entity_id=asset.id, before=before, after={"position": asset.position})
    refresh_cover(session, asset.artifact_id)


def refresh_cover(session: Session, artifact_id: int) -> None:
    """Write the object's cover: the hash of its first ready picture, else of its first ready model."""
    cover = queries.find_cover(session, artifact_id)
    session.execute(sa.update(Artifact).where(Artifact.id == artifact_id).values(cover=cover))


def prepare_again(session: Session, version: AssetVersion) -> None:
    """Try once more to prepare a file that failed or was held back.

    Raises:
        NothingToPrepare: it is ready, or was retired (which only a deed of its own takes back).
    """
    if version.state in {VersionState.READY, VersionState.RETIRED}:
        raise NothingToPrepare(file=version.original_name)
    version.state = VersionState.STORED
    version.reason = {}
    session.flush()
    enqueue(session, "media.derive", dedupe_key=f"derive-{version.id}", priority=INTERACTIVE, version_id=version.id)


def mark_verified(version: AssetVersion) -> None:
    """The original was read back from the disk and its bytes are those received."""
    version.verified_at = clock.now()
    version.state = VersionState.VERIFIED
