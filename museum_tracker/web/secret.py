"""The key that signs sessions: made on first start, kept in a file only its owner can read."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from config import Settings

PATIENCE_SECONDS = 10


def secret_key(settings: Settings) -> str:
    """The configured key, or the one kept in `instance/secret_key`, made if absent.

    Several processes may start at once: the file is created exclusively and the loser reads the winner's.
    """
    if settings.secret_key:
        return settings.secret_key
    settings.instance.mkdir(parents=True, exist_ok=True)
    path = settings.instance / "secret_key"
    fresh = settings.instance / f"secret_key.{secrets.token_hex(6)}"
    if not path.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without links (FAT, exFAT)
            _take_place(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_text().strip()


def _take_place(fresh: Path, path: Path) -> None:
    """Put a whole key in place without links, unless somebody else does so: who makes the sign may, others wait."""
    sign = path.with_name(f"{path.name}.taken")
    try:
        os.close(os.open(sign, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        _wait_for(path, sign)
        return _take_place(fresh, path) if not path.exists() else None
    try:
        if not path.exists():
            fresh.replace(path)
    finally:
        sign.unlink()
    return None


def _wait_for(path: Path, sign: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    if not path.exists():
        sign.unlink(missing_ok=True)  # its maker died between the sign and the key
