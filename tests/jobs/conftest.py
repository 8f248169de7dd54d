"""Tasks that only the tests of the queue know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from museum_tracker.jobs import registry


@pytest.fixture(autouse=True)
def own_tasks() -> Iterator[None]:
    """Let each test register tasks that are gone when it ends."""
    tasks, periodic = dict(registry.TASKS), dict(registry.PERIODIC)
    yield
    registry.TASKS.clear()
    registry.TASKS.update(tasks)
    registry.PERIODIC.clear()
    registry.PERIODIC.update(periodic)
