"""Queues of work are counted for those who may work on them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from museum_tracker.core import work


def test_an_entry_counts_only_the_queues_its_reader_may_work_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "WORKS", {})
    work.add_work(
        work.Work(name="a", label="A", count=lambda *_: 3, url="/a", permission="mark"),
        work.Work(name="b", label="B", count=lambda *_: 4, url="/b", permission="decide"),
    )
    marker = SimpleNamespace(can=lambda permission: permission == "mark")
    director = SimpleNamespace(can=lambda _permission: True)
    count = work.waiting_in("a", "b")
    assert (count(None, marker), count(None, director)) == (3, 7)
