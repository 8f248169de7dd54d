"""Logs of the server and its workers: to the window, and to files that never grow without end."""

from __future__ import annotations

import logging
import logging.handlers

from config import Settings

FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
SIZE = 2 * 1024 * 1024


def start_logging(settings: Settings, name: str) -> None:
    """Log to the window and to `instance/logs/<name>.log`; each process has a file of its own, as Windows needs."""
    folder = settings.instance / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.RotatingFileHandler(
        folder / f"{name}.log", maxBytes=SIZE, backupCount=5, encoding="utf-8", delay=True
    )
    window = logging.StreamHandler()
    window.setLevel(logging.WARNING)
    logging.basicConfig(level=settings.log_level.upper(), format=FORMAT, handlers=[file, window], force=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full second of waiting is no news to anybody
