"""Timing two sides fairly on a busy machine: in turns, medians, processor time where one process does the work."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Clock = Callable[[], float]


@dataclass
class Spent:
    """What a stretch of work cost: seconds on the wall and on the processor."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spending() -> Any:
    """Measure a stretch of work; the figures stand in the result once it is done."""
    spent = Spent()
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield spent
    finally:
        spent.wall, spent.cpu = time.perf_counter() - wall, time.process_time() - cpu


def medians(works: Mapping[str, Callable[[], object]], *, rounds: int, clock: Clock) -> dict[str, float]:
    """The median seconds of each piece of work, taken in turns so that a busy moment meets all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            start = clock()
            work()
            times[name].append(clock() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def peak_mib() -> float:
    """The most memory this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


@dataclass
class Child:
    """What another process cost."""

    wall: float
    cpu: float
    peak_mib: float


# Between us and the child stands a small process: a child is charged with the memory of whoever began it.
_LAUNCHER = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=2)
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss]))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run_child(*arguments: str, environ: Mapping[str, str] | None = None) -> Child:
    """Run Python with these arguments to its end; what it and its own children cost."""
    whole = {**os.environ, **(environ or {})}
    told = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCHER, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=whole
    )
    wall, cpu, peak = json.loads(told.stdout)
    return Child(wall, cpu, peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def median_child(rounds: int, *arguments: str, environ: Mapping[str, str] | None = None) -> Child:
    """The run of the median processor time among several."""
    runs = [run_child(*arguments, environ=environ) for _ in range(rounds)]
    return sorted(runs, key=lambda run: run.cpu)[rounds // 2]


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, short."""
    return f"{seconds * 1000:.2f} ms"


def table(headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Print rows in columns that line up."""
    cells = [headings, *[tuple(str(cell) for cell in row) for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()
