"""How files get their names on each kind of disk: at once, never half, whatever the platform lacks."""

from __future__ import annotations

import os
from pathlib import Path


def put_in_place(temporary: Path, target: Path) -> None:
    """Give a finished copy its name, in one step."""
    try:
        temporary.replace(target)
    except PermissionError:  # Windows: somebody is looking at the copy that is there, made by the same recipe
        if not target.exists():
            raise


def link_or_rename(staged: Path, target: Path) -> None:
    """Give a staged file its permanent name; one already there stays."""
    try:
        os.link(staged, target)
    except FileExistsError:
        pass
    except OSError:  # a file system without links (FAT): content-addressed names make a plain rename safe
        staged.replace(target)
        return
    staged.unlink()


def sync_folder(folder: Path) -> None:
    """Wait until a folder's own entries are on the disk (Windows does so by itself)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
