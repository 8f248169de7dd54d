"""Copies on this computer of files that are kept elsewhere: fetched once, the longest unused forgotten first."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

LOCKS = 64
TOUCH_SECONDS = 600  # how exactly "longest unused" is known; every reading would else be a writing
LOOK_AFTER = 16  # the folder is looked through when a sixteenth of what it may hold has been added


class Copies:
    """A folder of copies that holds about as many bytes as it may, and is worth nothing by itself."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self.most = most
        self._added = most  # so that the first fetch looks through what an earlier run left
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    def path(self, parts: list[str], fetch: Callable[[], Path]) -> Path:
        """The copy under a name; `fetch` brings the file to some place on the same disk when there is none yet."""
        target = self.folder.joinpath(*parts)
        if _used(target):
            return target
        with self._locks[hash(target) % LOCKS]:  # twenty tiles of one picture fetch its pyramid once
            if _used(target):
                return target
            self._make_room()
            fetched = fetch()
            self._added += fetched.stat().st_size
            target.parent.mkdir(parents=True, exist_ok=True)
            fetched.replace(target)
        return target

    def forget(self, parts: list[str]) -> None:
        """Drop a copy: what it was copied from has changed or gone."""
        with contextlib.suppress(OSError):  # Windows: somebody reads it; it was made by the same recipe
            self.folder.joinpath(*parts).unlink(missing_ok=True)

    def _make_room(self) -> None:
        if self._added < self.most // LOOK_AFTER:
            return
        self._added = 0
        found = []
        for folder, _, names in os.walk(self.folder):
            for path in (Path(folder) / name for name in names):
                with contextlib.suppress(FileNotFoundError):  # another process makes room too
                    stood = path.stat()
                    found.append((stood.st_mtime, stood.st_size, path))
        over = sum(size for _, size, _ in found) - self.most * (LOOK_AFTER - 1) // LOOK_AFTER
        for _, size, path in sorted(found):
            if over <= 0:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                over -= size


def _used(target: Path) -> bool:
    """Whether the copy is there; notes that it was wanted."""
    try:
        if time.time() - target.stat().st_mtime > TOUCH_SECONDS:
            os.utime(target)
    except FileNotFoundError:
        return False
    return True
