"""Which storage this installation has, by its settings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from museum_tracker.media.object_client import read_place
from museum_tracker.media.object_storage import ObjectStorage
from museum_tracker.media.staging import CHUNK
from museum_tracker.media.storage import LocalStorage, Storage

if TYPE_CHECKING:
    from config import Settings


@lru_cache(maxsize=8)
def storage_of(settings: Settings) -> Storage:
    """The museum's storage as its settings describe it: a folder, or an object store.

    Raises:
        StorageMisconfigured: the setting cannot be understood.
    """
    min_free = settings.min_free_mb * CHUNK
    if not settings.storage_url:
        return LocalStorage(settings.uploads, min_free=min_free)
    most = settings.storage_copies_mb * CHUNK
    return ObjectStorage(read_place(settings.storage_url), settings.uploads, min_free=min_free, most_copies=most)
