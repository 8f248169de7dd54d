"""The key that signs sessions: made on first start, kept in a file only its owner can read."""

from __future__ import annotations

import os
import secrets

from config import Settings


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
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
