"""Bring the files of the folder `uploads/` into the object store that the settings name, provably and resumably."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from museum_tracker.media.file_references import file_kinds
from museum_tracker.media.storage import LocalStorage, Storage


@dataclass
class Copied:
    """What became of the files of a folder."""

    sent: int = 0
    there: int = 0
    octets: int = 0


def copy_all(source: LocalStorage, target: Storage, progress: Callable[[int, int], None]) -> Copied:
    """Have every kept file in the target too, read back from it; those of an earlier run are not sent again.

    The target is marked as the museum's only when all are there. Nothing is removed from the source.

    Raises:
        StorageTrouble: what was copied stays; the next run goes on.
    """
    source.check()
    keys = [key for prefix in file_kinds() for key in source.list(prefix)]
    done = Copied()
    for number, key in enumerate(sorted(keys), 1):
        path = source.local_path(key)
        size = path.stat().st_size
        if target.size(key) == size:
            done.there += 1
        else:
            target.send(path, key)
            done.sent += 1
            done.octets += size
        progress(number, len(keys))
    target.create()
    return done
