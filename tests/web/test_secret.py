"""The key that signs sessions: one for all processes, on any disk."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import Settings
from museum_tracker.web import secret
from museum_tracker.web.secret import secret_key


@pytest.fixture(params=[True, False], ids=["links", "fat"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A museum on a disk with hard links, and on a USB disk without."""

    def refused(*_args: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if not request.param:
        monkeypatch.setattr(os, "link", refused)
    return Settings(home=tmp_path)


def test_processes_that_start_at_once_share_one_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _number: secret_key(settings), range(32)))
    (key,) = keys
    assert len(key) > 40
    assert [path.name for path in settings.instance.iterdir()] == ["secret_key"]
    assert secret_key(settings) == key


def test_a_start_that_died_half_way_does_not_stop_the_next(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "PATIENCE_SECONDS", 0.1)
    settings.instance.mkdir(parents=True)
    (settings.instance / "secret_key.taken").touch()
    assert len(secret_key(settings)) > 40
