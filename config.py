"""Every setting of the application, typed, each overridable by a MUSEUM_* environment variable.

The README's settings table is checked against this file by a test.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

CHECKOUT = Path(__file__).resolve().parent
MIB = 1024 * 1024


class BadSetting(ValueError):
    """A variable holds something that cannot be used; `allowed` lists what can, in no language."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"{name} cannot be {value!r}; allowed: {allowed}")
        self.name, self.value, self.allowed = name, value, allowed


def _setting(default: Any, doc: str, *, allowed: range | tuple[str, ...] = range(2**31)) -> Any:
    """A dataclass field that carries the sentence shown in the README and the values that can be used."""
    return field(default=default, metadata={"doc": doc, "allowed": allowed})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation decides once, before it starts."""

    home: Path = _setting(CHECKOUT, "Folder that holds `instance/` and `uploads/`.")
    database_url: str = _setting(
        "", "Database address; empty means SQLite in `instance/museum.db`. PostgreSQL: `postgresql+psycopg://…`."
    )
    secret_key: str = _setting(
        "", "Signs sessions. Empty means a key generated on first start and kept in `instance/secret_key`."
    )
    timezone: str = _setting("Asia/Ho_Chi_Minh", "Zone in which business dates are read and shown.")
    language: str = _setting("vi", "Language for people who have not chosen one: `vi` or `en`.", allowed=("vi", "en"))
    host: str = _setting("127.0.0.1", "Address the web server listens on.")
    port: int = _setting(8074, "Port the web server listens on.", allowed=range(65536))
    threads: int = _setting(8, "Web server threads.", allowed=range(1, 1025))
    workers: int = _setting(1, "Background worker processes started by `serve`.", allowed=range(33))
    https: bool = _setting(False, "Served over HTTPS: cookies are then sent over HTTPS only.")
    trusted_proxies: int = _setting(0, "Number of reverse proxies in front whose `X-Forwarded-*` headers are believed.")
    storage_url: str = _setting(
        "",
        "Where files are kept; empty means `uploads/`. An S3 store: `s3://bucket/folder?endpoint=https://…&region=…`; "
        "keys come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.",
    )
    storage_copies_mb: int = _setting(
        4096, "Room, in MiB, for copies in `uploads/copies` of files that are looked at, when they are kept elsewhere."
    )
    max_upload_mb: int = _setting(4096, "Largest file accepted, in MiB.")
    max_plain_upload_mb: int = _setting(
        256, "Most that the upload form without JavaScript takes at once, in MiB; larger files are sent in pieces."
    )
    trash_days: int = _setting(
        90, "Days that a file which no record names stays in the trash before it is deleted.", allowed=range(1, 36501)
    )
    min_free_mb: int = _setting(512, "Free disk space, in MiB, below which uploads are refused.")
    max_form_mb: int = _setting(16, "Largest ordinary form accepted, in MiB.")
    max_image_megapixels: int = _setting(400, "Largest image accepted, in megapixels.")
    child_memory_mb: int = _setting(3072, "Memory a file conversion may use, in MiB (not enforced on Windows).")
    image_seconds: int = _setting(120, "Seconds in which a picture must be prepared.", allowed=range(1, 86_401))
    model_seconds: int = _setting(120, "Seconds in which a 3D model must be prepared.", allowed=range(1, 86_401))
    session_hours: int = _setting(12, "Hours after which an idle session ends.", allowed=range(1, 8761))
    log_level: str = _setting(
        "INFO", "Detail of the log: DEBUG, INFO, WARNING or ERROR.", allowed=("DEBUG", "INFO", "WARNING", "ERROR")
    )
    demo: bool = _setting(False, "Set by `museum-tracker demo`: the data is illustrative and every page says so.")

    @property
    def instance(self) -> Path:
        """Folder of the database, the secret key and the logs."""
        return self.home / "instance"

    @property
    def uploads(self) -> Path:
        """Folder of staged, original and derived files."""
        return self.home / "uploads"

    @property
    def database(self) -> str:
        """Database address with the SQLite default filled in."""
        return self.database_url or f"sqlite:///{self.instance / 'museum.db'}"

    def with_(self, **changes: Any) -> Settings:
        """The same settings with some of them changed."""
        return replace(self, **changes)


def load(environ: Mapping[str, str] = MappingProxyType(os.environ)) -> Settings:
    """Read the settings from MUSEUM_* variables; a value that cannot be used names its variable.

    Raises:
        BadSetting: a variable holds something that is not of its type or outside of what is allowed.
    """
    found: dict[str, Any] = {}
    for setting in fields(Settings):
        name = f"MUSEUM_{setting.name.upper()}"
        if name in environ:
            found[setting.name] = _read(name, environ[name], setting.default, setting.metadata["allowed"])
    if "timezone" in found:
        _require_zone(found["timezone"])
    return Settings(**found)


def _read(name: str, text: str, default: object, allowed: range | tuple[str, ...]) -> object:
    if isinstance(default, bool):
        return _read_switch(name, text)
    if isinstance(default, int):
        return _read_number(name, text, allowed)
    if isinstance(default, Path):
        return Path(text).expanduser().resolve()
    if isinstance(allowed, tuple) and not {text, text.upper()} & set(allowed):
        raise BadSetting(name, text, ", ".join(allowed))
    return text


def _read_switch(name: str, text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(name, text, "true, false")


def _read_number(name: str, text: str, allowed: range | tuple[str, ...]) -> int:
    number = int(text) if text.strip().isascii() and text.strip().isdigit() else -1
    if number not in allowed:
        raise BadSetting(name, text, f"{allowed[0]}–{allowed[-1]}")
    return number


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # an unknown name, a folder of names, or no name at all
        raise BadSetting("MUSEUM_TIMEZONE", name, "Asia/Ho_Chi_Minh, Europe/Paris, UTC, …") from None
