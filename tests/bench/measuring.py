"""Timing two sides fairly on a busy machine: in turns, medians, processor time where one process does the work."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
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


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds, short."""
    return f"{seconds * 1000:.2f} ms"


def table(headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Print rows in columns that line up."""
    cells = [headings, *[tuple(str(cell) for cell in row) for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()
