"""Workers as child processes of the server: started, watched, ended with it; on Windows as elsewhere."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import fields

import config

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 25
SHORT_LIFE_SECONDS = 10


def environment(settings: config.Settings) -> dict[str, str]:
    """The environment in which a child process reads the same settings."""
    own = {f"MUSEUM_{field.name.upper()}": str(getattr(settings, field.name)) for field in fields(config.Settings)}
    return {**os.environ, **own, "PYTHONUTF8": "1"}


class Workers:
    """The server's workers. One that dies is started again; all of them end when the server does."""

    def __init__(self, settings: config.Settings) -> None:
        self._settings = settings
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._born: dict[int, float] = {}
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._keep_alive, name="watch-workers", daemon=True)

    def start(self) -> None:
        """Start as many as the settings say, and watch them."""
        for number in range(1, self._settings.workers + 1):
            self._spawn(number)
        self._watch.start()

    def end(self) -> None:
        """Ask all to end, wait for them, and end those that do not listen."""
        self._ending.set()
        if self._watch.is_alive():
            self._watch.join()
        for child in self._children.values():
            if child.stdin:
                child.stdin.close()  # the sign to end, the same on every platform
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _spawn(self, number: int) -> None:
        arguments = [sys.executable, "-m", "museum_tracker.cli", "worker", "--until-stdin-closes"]
        self._children[number] = subprocess.Popen(  # noqa: S603 - our own command
            [*arguments, "--name", f"worker-{number}"],
            stdin=subprocess.PIPE,
            env=environment(self._settings),
            cwd=config.CHECKOUT,
        )
        self._born[number] = time.monotonic()

    def _keep_alive(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            for number, child in list(self._children.items()):
                if child.poll() is None:
                    continue
                log.warning("worker %s ended with code %s; starting it again", number, child.returncode)
                if child.stdin:
                    child.stdin.close()
                if time.monotonic() - self._born[number] < SHORT_LIFE_SECONDS and self._ending.wait(SHORT_LIFE_SECONDS):
                    return
                self._spawn(number)
