"""The invented museum: the same at every run, and never in the future."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from museum_tracker.demo.files import orders
from museum_tracker.demo.invented import COLLECTED, OLD_STOCK, stories
from museum_tracker.demo.models3d import model
from museum_tracker.demo.pictures import FLAT, draw
from museum_tracker.demo.shapes import OUTLINES
from museum_tracker.demo.showpieces import showpieces

TODAY = dt.date(2026, 11, 22)
DAYS = ("received", "collected", "registered", "marked", "classified", "dossier", "digitized")


def test_two_runs_tell_the_same_stories():
    assert stories(TODAY) == stories(TODAY)


def test_the_museum_is_worth_showing():
    told = stories(TODAY)
    assert len(told) == OLD_STOCK + sum(COLLECTED.values())
    files = list(orders([*told, *showpieces(TODAY)], Path()))
    assert 100 <= sum(bool(order.view) for order in files) <= 150
    assert sum(not order.view for order in files) == 12
    assert len(Counter(story.code for story in told)) >= 8
    assert any(story.proposed for story in told)
    assert any(story.waiting_council for story in told)


def test_nothing_happens_ahead_of_its_day_or_of_the_step_before():
    for story in stories(TODAY):
        happened = [day for name in DAYS if (day := getattr(story, name))]
        assert all(day <= TODAY for day in happened)
        if story.received and story.registered:
            assert story.received < story.registered


def test_everything_invented_says_so():
    assert all("MINH HỌA" in text for story in stories(TODAY) if (text := story.record["description_vi"]))


@pytest.mark.parametrize("shape", [*OUTLINES, *FLAT])
def test_every_shape_can_be_drawn(shape: str):
    picture = draw(shape, "bronze", view="front", seed=7, caption="MINH HỌA")
    assert picture.size == (2048, 1536)
    assert len(picture.resize((64, 48)).getcolors(64 * 48) or []) > 100


def test_a_model_is_a_whole_glb_of_the_size_asked_for():
    data = model("jar", "celadon", height_m=0.3, seed=1)
    length = int.from_bytes(data[12:16], "little")
    accessors = json.loads(data[20 : 20 + length])["accessors"]
    assert data[:4] == b"glTF"
    assert int.from_bytes(data[8:12], "little") == len(data)
    assert accessors[0]["max"][1] == pytest.approx(0.3)
