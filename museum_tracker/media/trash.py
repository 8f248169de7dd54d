"""The trash: what no record names is moved there and stays for the days of a setting; what is missed comes back."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from museum_tracker.core import clock
from museum_tracker.media.storage import TRASH, Storage

DAY = "%Y%m%d"


def discard_staged(storage: Storage, path: Path) -> None:
    """Move a file that was on its way in to the trash of this computer."""
    if not path.exists():
        return
    target = storage.root / TRASH / clock.now().strftime(DAY) / secrets.token_hex(4) / "staging" / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)


def find_discarded(storage: Storage) -> dict[str, list[str]]:
    """Where copies of each file lie in the trash, the one discarded last first."""
    found: dict[str, list[str]] = {}
    for place in sorted(storage.list(TRASH), reverse=True):
        _trash, _day, _number, *key = place.split("/")
        found.setdefault("/".join(key), []).append(place)
    return found


def bring_back(storage: Storage, key: str, sha256: str, places: list[str]) -> bool:
    """Put a missing file back from the trash, if a sound copy lies there."""
    for place in places:
        if storage.digest(place)[0] == sha256:
            storage.move(place, key)
            return True
    return False


def empty(storage: Storage, days: int) -> int:
    """Delete for good what has lain in the trash for more than so many days; answers how many files."""
    last = (clock.now() - dt.timedelta(days=days)).strftime(DAY)
    gone = 0
    if storage.remote:
        for place in [place for place in storage.list(TRASH) if _day(place) < last]:
            storage.delete(place)
            gone += 1
    for folder in _days(storage):
        if folder.name < last:
            gone += sum(path.is_file() for path in folder.rglob("*"))
            shutil.rmtree(folder, ignore_errors=True)
    return gone


def _day(place: str) -> str:
    return place.split("/")[1]


def _days(storage: Storage) -> Iterator[Path]:
    folder = storage.root / TRASH
    return (path for path in (folder.iterdir() if folder.is_dir() else ()) if path.name.isdigit())
