"""Run one conversion in a process of its own, with memory and time limits, so that no file can take the house down."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from museum_tracker.core.i18n import Message
from museum_tracker.media.kinds.base import (
    Converted,
    Format,
    Limits,
    Overloaded,
    TooSlow,
    Unusable,
    message_from_json,
)

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
RESULT = "result.json"
log = logging.getLogger(__name__)


class Refused(Unusable):
    """The child's verdict on a file, carried over with its own words."""

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.carried = message

    @property
    def message(self) -> Message:
        """The reason as the child worded it."""
        return self.carried


class ConversionFailed(Exception):
    """The conversion failed for a reason outside the file (disk, crash of the machine): try again later."""


def convert(
    source: Path, found: Format, out: Path, limits: Limits, *, alive: Callable[[], None] | None = None
) -> Converted:
    """Convert one file into the output folder; `alive` is called every few seconds while it lasts.

    Raises:
        Unusable: the file's own fault, with the reason; no retry mends it.
        ConversionFailed: not the file's fault.
    """
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        [sys.executable, "-m", "museum_tracker.media.convert_file", *_arguments(source, found, out, limits)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
        start_new_session=os.name == "posix",
    )
    try:
        complaint = _wait(process, limits, alive)
    finally:
        _end(process)
    return _verdict(process.returncode, complaint, out, limits)


def _arguments(source: Path, found: Format, out: Path, limits: Limits) -> list[str]:
    return [str(source.resolve()), found.name, str(out.resolve()), json.dumps(dataclasses.asdict(limits))]


def _environment() -> dict[str, str]:
    paths = [str(PACKAGE_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONWARNINGS": "ignore",
        "VIPS_CONCURRENCY": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _wait(process: subprocess.Popen[bytes], limits: Limits, alive: Callable[[], None] | None) -> str:
    waited = 0.0
    step = 2.0
    while True:
        try:
            _, complaint = process.communicate(timeout=min(step, max(0.1, limits.seconds - waited)))
        except subprocess.TimeoutExpired:
            waited += step
            if waited >= limits.seconds:
                raise TooSlow(seconds=limits.seconds) from None
            if alive:
                alive()
        else:
            return complaint.decode("utf-8", "replace")[-4000:]


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
    if process.stderr:
        process.stderr.close()


def _verdict(returncode: int, complaint: str, out: Path, limits: Limits) -> Converted:
    if complaint:
        log.info("conversion said: %s", complaint)
    outcome = _read(out / RESULT)
    if "converted" in outcome:
        return Converted.from_json(outcome["converted"])
    if "unusable" in outcome:
        raise Refused(message_from_json(outcome["unusable"]))
    if "failed" in outcome:
        raise ConversionFailed(outcome["failed"])
    if returncode == -getattr(signal, "SIGXCPU", 24):
        raise TooSlow(seconds=limits.seconds)
    if returncode < 0 or "MemoryError" in complaint or "annot allocate" in complaint:
        raise Overloaded(limit=limits.memory_mb)  # ended by the system while it read this file
    raise ConversionFailed(complaint[-500:] or f"exit code {returncode}")


def _read(path: Path) -> dict[str, Any]:
    try:
        outcome: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return outcome
