"""Files on their way from a browser: begun, continued at any offset, finished into an object or refused."""

from __future__ import annotations

import contextlib
import os
import posixpath
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeSet
from museum_tracker.media import packing, queries
from museum_tracker.media.kinds.base import message_json
from museum_tracker.media.models import MediaUpload
from museum_tracker.media.rules import ENDED, UploadState, View
from museum_tracker.media.services import attach, clean_name
from museum_tracker.media.staging import FileTooLarge, StorageFull, StorageTrouble, is_full, megabytes, sync
from museum_tracker.media.storage import Storage
from museum_tracker.media.trash import discard_staged

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

MOST_IN_BUNDLE = 500


class StillOpen(Refusal):
    """An earlier connection still writes to the same upload."""

    msgid = N_("An earlier connection still sends this file. It will be continued in a moment.")
    status = 423


class WrongOffset(Refusal):
    """A piece does not follow what was received."""

    msgid = N_("The piece does not follow what was received.")
    status = 409


def begin(
    session: Session,
    storage: Storage,
    *,
    owner: User,
    artifact: Artifact,
    name: str,
    length: int,
    limit: int,
    view: str = "",
    page: int | None = None,
    bundle: str = "",
    bundle_size: int = 1,
    again: bool = False,
) -> MediaUpload:
    """Make room for a file and answer the upload by which it is continued.

    Raises:
        FileTooLarge, StorageFull, StorageMissing
    """
    if length > limit:
        raise FileTooLarge(limit=megabytes(limit))
    storage.require_room(length)
    upload = MediaUpload(
        token=secrets.token_hex(16),
        owner_id=owner.id,
        artifact_id=artifact.id,
        name=name[:500],
        length=length,
        view=view if view in set(View) else "",
        page=page,
        bundle=bundle[:64] if bundle_size > 1 else "",
        bundle_size=min(max(bundle_size, 1), MOST_IN_BUNDLE),
        again=again,
    )
    part_path(storage, upload.token).touch(exist_ok=False)
    session.add(upload)
    session.flush()
    return upload


def part_path(storage: Storage, token: str) -> Path:
    """Where the bytes received so far lie."""
    return storage.new_staged_path(token)


def offset_of(storage: Storage, upload: MediaUpload) -> int:
    """How many bytes have arrived: the size of the file on the disk, which survives any crash.

    Nothing has where a crash took the file, or left one longer than it was to become: then it begins anew.
    """
    if upload.state in ENDED:
        return upload.length
    try:
        arrived = part_path(storage, upload.token).stat().st_size
    except FileNotFoundError:
        return 0
    return arrived if arrived <= upload.length else 0


def receive(storage: Storage, upload: MediaUpload, chunks: Iterator[bytes], *, offset: int) -> int:
    """Add bytes at the offset where the last piece ended, safe on the disk when this answers the new offset.

    `chunks` simply ends when the browser goes away: what came before the cut is kept.

    Raises:
        StillOpen, WrongOffset, FileTooLarge, StorageFull
    """
    with _locked(part_path(storage, upload.token)) as file:
        stood = file.seek(0, os.SEEK_END)
        if stood > upload.length:
            stood = file.truncate(0)
            file.seek(0)
        if offset != stood:
            raise WrongOffset
        at = stood
        try:
            for chunk in chunks:
                at += len(chunk)
                if at > upload.length:
                    file.truncate(stood)
                    raise FileTooLarge(limit=megabytes(upload.length))
                file.write(chunk)
            sync(file)  # type: ignore[arg-type]
        except OSError as error:
            if is_full(error):
                with contextlib.suppress(OSError):
                    file.truncate(stood)
                raise StorageFull(free=megabytes(0), needed=megabytes(upload.length - stood)) from error
            raise
        return file.seek(0, os.SEEK_END)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The file, made anew if a crash took it, unless another connection holds it; the lock ends with its process."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b") as file:
        try:
            _lock(file)
        except OSError:
            raise StillOpen from None
        yield file


def _lock(file: IO[bytes]) -> None:
    if "fcntl" in globals():
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]


def finish(session: Session, storage: Storage, upload: MediaUpload, *, deed: ChangeSet) -> None:
    """Attach a file that has arrived whole, once all files of its model have; a refusal is kept with the upload."""
    upload.state = UploadState.RECEIVED
    upload.updated_at = clock.now()
    session.flush()
    together = queries.list_bundle(session, upload)
    if _begin_lost_anew(storage, together) or len(together) < upload.bundle_size:
        session.flush()
        return
    staged, name = _whole(storage, together)
    try:
        attached = attach(
            session,
            storage,
            staged,
            artifact=upload.artifact,
            name=name,
            deed=deed,
            view=upload.view,
            page=upload.page,
            again=upload.again,
        )
    except (StorageTrouble, OSError):
        raise
    except Refusal as refusal:
        staged.unlink(missing_ok=True)
        _settle(storage, together, UploadState.REFUSED, reason=message_json(refusal.message))
    else:
        _settle(storage, together, UploadState(attached.outcome.value), asset_id=attached.asset.id)
    session.flush()


def _begin_lost_anew(storage: Storage, together: Sequence[MediaUpload]) -> bool:
    """Have files sent again that arrived whole and that a crash took since; answers whether there were any."""
    lost = [upload for upload in together if _size(part_path(storage, upload.token)) != upload.length]
    for upload in lost:
        upload.state = UploadState.RECEIVING
    return bool(lost)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        path.touch()
        return 0


def _whole(storage: Storage, together: Sequence[MediaUpload]) -> tuple[Path, str]:
    """The one file to be attached: the upload itself, or an archive of the model's files."""
    if len(together) == 1:
        return part_path(storage, together[0].token), together[0].name
    target = storage.new_staged_path()
    names = inside_names([upload.name for upload in together])
    packing.pack({name: part_path(storage, upload.token) for name, upload in zip(names, together, strict=True)}, target)
    models = [name for name in names if Path(name).suffix.lower() in packing.MODELS_WITH_PARTS]
    return target, f"{Path(clean_name((models or names)[0])).stem}.zip"


def inside_names(names: Sequence[str]) -> list[str]:
    """Paths within an archive from those a browser tells: below their common folder, never out of it, all different."""
    cleaned = [[part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}] for name in names]
    common = len(PurePosixPath(posixpath.commonpath(["/".join(parts[:-1]) for parts in cleaned])).parts)
    told: list[str] = []
    for parts in cleaned:
        name = "/".join(parts[common:]) or "?"
        told.append(name if name not in told else f"{len(told)}/{name}")
    return told


def _settle(
    storage: Storage,
    together: Sequence[MediaUpload],
    state: UploadState,
    *,
    asset_id: int | None = None,
    reason: dict[str, object] | None = None,
) -> None:
    for upload in together:
        upload.state = state
        upload.asset_id = asset_id
        upload.reason = reason or {}
        part_path(storage, upload.token).unlink(missing_ok=True)


def abandon(session: Session, storage: Storage, upload: MediaUpload) -> None:
    """Give an upload up: what had arrived goes to the trash."""
    discard_staged(storage, part_path(storage, upload.token))
    session.delete(upload)
    session.flush()
