"""Files that only their owner may read: the database and its backups hold donors' names and passwords' hashes.

Windows keeps rights with folders, not in a file's mode: there a file is as private as the folder that it lies in.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

OWNER_FILE, OWNER_FOLDER = 0o600, 0o700


def private_file(path: Path) -> Path:
    """Make an empty file that only its owner may read, or take the others' rights to one that is there."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_FILE))
    except FileExistsError:
        _restrict(path, OWNER_FILE)
    return path


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may open, or take the others' rights to one that is there."""
    path.mkdir(parents=True, exist_ok=True)
    _restrict(path, OWNER_FOLDER)
    return path


def keeps_owners(folder: Path) -> bool:
    """Whether files in a folder have an owner and can be closed to everybody else; FAT and exFAT disks cannot."""
    if os.name != "posix":
        return False
    probe = folder / f".owner-{os.getpid()}"
    try:
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_FILE))
        probe.chmod(OWNER_FILE)
        return probe.stat().st_mode & 0o077 == 0
    except PermissionError:
        return False
    finally:
        probe.unlink(missing_ok=True)


def _restrict(path: Path, mode: int) -> None:
    if path.stat().st_mode & 0o077:
        with contextlib.suppress(OSError):  # somebody else's, or a disk without owners
            path.chmod(mode)
