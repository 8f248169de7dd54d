"""The search for cycles comes back as it was, whatever happens to the job."""

from __future__ import annotations

import gc

import pytest

from museum_tracker.core.collecting import rarely_collected


@rarely_collected()
def _stopped(thresholds: list[int]) -> None:
    thresholds.append(gc.get_threshold()[0])
    raise ValueError("stop")


def test_the_search_for_cycles_is_put_off_and_comes_back_even_after_an_error() -> None:
    before = gc.get_threshold()
    thresholds: list[int] = []
    with pytest.raises(ValueError, match="stop"):
        _stopped(thresholds)
    assert thresholds[0] > before[0]
    assert gc.get_threshold() == before
