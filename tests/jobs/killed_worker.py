"""A worker process for the kill -9 test: `python killed_worker.py DATABASE_URL HOME`."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from pathlib import Path

import config
from museum_tracker.core.db import make_engine
from museum_tracker.jobs.registry import JobContext, task
from museum_tracker.jobs.worker import work


@task("test.slow")
def slow(job: JobContext, *, marks: str) -> None:
    """Hang on the first attempt, as if the machine were about to lose power; finish on the second."""
    with Path(marks).open("a") as file:
        file.write(f"{job.attempt}\n")
    if job.attempt == 1:
        threading.Event().wait()


@task("test.quick")
def quick(job: JobContext, *, marks: str, number: int) -> None:
    """Leave a mark."""
    with Path(marks).open("a") as file:
        file.write(f"quick {number}\n")


if __name__ == "__main__":
    settings = config.Settings(database_url=sys.argv[1], home=Path(sys.argv[2]))
    work(make_engine(settings.database), settings, stop=threading.Event(), lease=dt.timedelta(seconds=1))
