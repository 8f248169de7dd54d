"""The invented museum: the same at every run, and never in the future."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from museum_tracker.demo.beside import kept_beside
from museum_tracker.demo.files import orders
from museum_tracker.demo.invented import COLLECTED, GAPS, LATE, LATE_OF, OLD_STOCK, stories
from museum_tracker.demo.models3d import model
from museum_tracker.demo.papers import TEXTS
from museum_tracker.demo.pictures import FLAT, draw
from museum_tracker.demo.shapes import OUTLINES
from museum_tracker.demo.showpieces import showpieces
from museum_tracker.reports.rules.sections import PART_OF

TODAY = dt.date(2026, 11, 22)
DAYS = ("received", "collected", "registered", "marked", "classified", "dossier", "digitized")


def test_two_runs_tell_the_same_stories():
    assert stories(TODAY) == stories(TODAY)


def test_the_museum_is_worth_showing():
    told = stories(TODAY)
    assert len(told) == OLD_STOCK + sum(COLLECTED.values())
    files = list(orders([*told, *showpieces(TODAY)], Path()))
    assert 100 <= sum(bool(order.view) for order in files) <= 150
    assert sum(not order.view for order in files) == 9
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


def test_one_object_comes_late_with_all_that_had_happened_to_it_in_its_year():
    (late,) = [story for story in stories(TODAY) if story.late]
    assert late.received
    assert late.registered
    assert dt.date(LATE_OF - 1, 12, 15) <= late.received <= late.registered <= dt.date(LATE_OF, 12, 14) < LATE


def test_no_dossier_of_a_new_object_is_complete_with_a_gap_in_its_record():
    assert not [s for s in stories(TODAY) if s.dossier and not s.old and not all(s.record[name] for name in GAPS)]


def test_every_population_beside_the_holdings_has_something_to_count():
    assert {story.holding for story in kept_beside()} == {"reference", "deposit", "copy"}


def test_reports_are_written_in_parts_that_reports_have_and_say_why_in_both_languages():
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    for one in told["report"]:
        assert {key for locale in ("vi", "en") for key in one[locale]} <= PART_OF.keys()
        assert all({"cause", "remedy", "cause_en", "remedy_en"} == set(why) for why in one["reasons"].values())
    assert told["draft"]["remark_on"] in PART_OF
