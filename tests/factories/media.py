"""Files for tests: small pictures made on the spot, staged and attached as real ones are."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.models import Asset
from museum_tracker.media.services import attach, ensure_storage
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of


def jpeg(width: int = 320, height: int = 240, *, seed: int = 1) -> bytes:
    """A small photograph of noise and a gradient, different for each seed."""
    noise = np.random.default_rng(seed).integers(0, 60, (height, width, 3))
    ramp = np.linspace(40, 180, width)[None, :, None]
    picture = Image.fromarray((noise + ramp).astype("uint8"))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    return written.getvalue()


def open_storage(session: Session, settings: config.Settings) -> Storage:
    """The museum's storage, marked."""
    storage = storage_of(settings)
    ensure_storage(session, storage)
    return storage


def attach_bytes(
    session: Session, storage: Storage, artifact: Artifact, deed: ChangeSet, data: bytes, name: str = "anh.jpg"
) -> Asset:
    """Attach some bytes to an object, as an upload does."""
    staged = storage.stage([data], limit=1 << 30)
    return attach(session, storage, staged.path, artifact=artifact, name=name, deed=deed).asset


def attach_file(session: Session, storage: Storage, artifact: Artifact, deed: ChangeSet, path: Path) -> Asset:
    """Attach a copy of a file to an object."""
    return attach_bytes(session, storage, artifact, deed, path.read_bytes(), path.name)
