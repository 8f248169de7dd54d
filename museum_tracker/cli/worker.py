"""`museum-tracker worker`: does the work behind the pages until it is stopped."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

import click

from museum_tracker.cli.base import command, open_museum, say
from museum_tracker.cli.logs import start_logging
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.worker import work
from museum_tracker.media.stores import storage_of

GRACE_SECONDS = 20
BEHIND = 5  # of 19: a save that waits for the worker's transaction must not wait long


@command(
    "worker",
    help=N_(
        "Do the work behind the pages: conversions, exports, checks. Several may run at once, on several machines."
    ),
    example="museum-tracker worker",
)
@click.option("--name", default="worker", show_default=True, help=N_("Name of its log file in instance/logs."))
@click.option("--until-stdin-closes", is_flag=True, hidden=True)
def worker(*, name: str, until_stdin_closes: bool) -> None:
    """Do jobs until stopped; the job in progress goes back to the queue."""
    stop = threading.Event()
    step_back()
    _listen_to_signals(stop, alone=not until_stdin_closes)
    if until_stdin_closes:
        threading.Thread(target=_watch_parent, args=(stop,), name="watch-parent", daemon=True).start()
    with open_museum() as museum:
        start_logging(museum.settings, name)
        storage_of(museum.settings).is_marked()  # asked now: a wrong address is said at once, not by every job
        if not until_stdin_closes:
            say(N_("The worker is ready. Ctrl+C stops it."))
        work(museum.engine, museum.settings, stop=stop)


def step_back() -> None:
    """Let people's pages go before the work behind them where both want the processor."""
    if sys.platform != "win32":
        os.setpriority(os.PRIO_PROCESS, 0, max(BEHIND, os.getpriority(os.PRIO_PROCESS, 0)))


def _listen_to_signals(stop: threading.Event, *, alone: bool) -> None:
    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set() and alone:  # asked twice: end at once; the lease brings the job back
            os._exit(130)
        stop.set()
        _end_in_time()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), ask)


def _watch_parent(stop: threading.Event) -> None:
    # The server holds the other end: it closes when the server ends, even when it is killed.
    # Read past Python's own buffer: its lock, held here while a signal ends the process, would be a fatal error.
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()
    _end_in_time()


def _end_in_time() -> None:
    # A conversion that does not listen must not keep the machine from shutting down; its lease brings it back.
    timer = threading.Timer(GRACE_SECONDS, os._exit, args=(1,))
    timer.daemon = True
    timer.start()
