"""Work behind the pages: a leased table of jobs in the same database, and the workers that empty it."""

from __future__ import annotations


def wire() -> None:
    """Register this feature's own tasks."""
    from museum_tracker.jobs import tasks  # noqa: F401 - wiring is the one place that imports late
