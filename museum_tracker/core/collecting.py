"""Python's search for forgotten cycles, put off while a long job makes many short-lived things."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (200_000, 50, 100)  # by default Python looks after every 700 new things


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for cycles seldom during a job in batches: among a hundred thousand rows that are all in use it finds none.

    An import spends a fifth of its time on it otherwise. Memory is given back at once as ever where there is no cycle.
    """
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
