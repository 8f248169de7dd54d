"""The benchmark of tiles runs: small, against one server, and without judging any time."""

from __future__ import annotations

from pathlib import Path

from museum_tracker.media.kinds.image.pyramid import levels_of
from tests.bench.bench_tiles import are_the_pyramids_own, bare, make_pyramid, measure


def test_tiles_are_asked_of_a_server_and_are_the_pyramids_own(tmp_path: Path) -> None:
    pyramid = make_pyramid(tmp_path, 1.2)
    level = levels_of(pyramid)[-1]
    assert are_the_pyramids_own(pyramid, level)
    with bare(pyramid) as side:
        rate, busy = measure(side, level, connections=2, seconds=0.1)
    assert rate > 0
    assert busy > 0
