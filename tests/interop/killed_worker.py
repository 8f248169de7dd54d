"""A worker process that is killed while it enters an import: `killed_worker.py DATABASE_URL HOME ROWS_A_CHUNK`."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from pathlib import Path

import config
from museum_tracker import wire
from museum_tracker.core.db import make_engine
from museum_tracker.interop.imports import running
from museum_tracker.jobs.worker import work

if __name__ == "__main__":
    wire()
    running.CHUNK = int(sys.argv[3])
    settings = config.Settings(database_url=sys.argv[1], home=Path(sys.argv[2]), secret_key="test-key")
    work(make_engine(settings.database), settings, stop=threading.Event(), lease=dt.timedelta(seconds=1))
