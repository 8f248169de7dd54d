"""The ladder, climbed by evidence alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from museum_tracker.core.i18n import Message
from museum_tracker.digitization.rules.definition import (
    FOUR_SIDES,
    MINIMUM_RECORD,
    AsksForNothing,
    Demands,
    ImageGate,
    ModelGate,
    NoRecord,
    Rules,
    check_demands,
)
from museum_tracker.digitization.rules.evidence import Evidence, Model, Picture
from museum_tracker.digitization.rules.gates import model_lacks, picture_lacks, size_ratio
from museum_tracker.digitization.rules.ladder import climb
from museum_tracker.digitization.rules.tasks import ReasonMissing, StepNotPossible, TaskState, check_step

RULES = Rules()
RECORD = dict.fromkeys(MINIMUM_RECORD, "Không rõ")
GOOD = {"focus": 80.0, "clipped_light": 0.4}


def picture(view: str, number: int = 1, **changes: object) -> Picture:
    fine = Picture(
        version_id=number, view=view, width=4000, height=3000, facts=GOOD, verified=True, identifies=True, standard=True
    )
    return replace(fine, **changes)


def four_sides(**changes: object) -> tuple[Picture, ...]:
    return tuple(picture(view, number, **changes) for number, view in enumerate(FOUR_SIDES))


def vase(**changes: object) -> Evidence:
    return replace(Evidence(record=RECORD, extent_cm=26.5), **changes)


MODEL = Model(
    version_id=9, facts={"faces": 80_000, "unit": "m", "extents": [0.2, 0.2, 0.265]}, verified=True, standard=True
)


def test_a_register_line_alone_is_level_0():
    assert climb(vase(), RULES).level == 0


def test_a_record_and_one_approved_picture_are_level_1():
    assert climb(vase(pictures=(picture("", standard=False),)), RULES).level == 1


def test_unknown_is_an_answer_but_blank_is_not():
    result = climb(vase(record={**RECORD, "dating": " "}, pictures=four_sides()), RULES)
    assert result.level == 0
    assert [check.mend for check in result.next_checks if not check.met] == ["record:dating"]


def test_a_picture_nobody_approved_does_not_count():
    result = climb(vase(pictures=(picture("front", standard=False, identifies=False),)), RULES)
    assert result.level == 0
    assert result.next_checks[-1].mend == "review"


def test_four_standard_views_with_verified_masters_are_level_2():
    assert climb(vase(pictures=four_sides()), RULES).level == 2


def test_a_view_through_the_gate_but_not_approved_one_by_one_holds_level_1():
    pictures = (*four_sides()[:3], picture("right", 7, standard=False))
    result = climb(vase(pictures=pictures), RULES)
    assert result.level == 1
    assert [check.mend for check in result.next_checks if not check.met] == ["review"]


def test_a_lost_master_drops_the_object_to_level_1():
    pictures = (picture("front", verified=False), *four_sides()[1:])
    assert climb(vase(pictures=pictures), RULES).level == 1


def test_a_3d_model_without_the_record_proves_nothing():
    result = climb(vase(record={}, models=(MODEL,)), RULES)
    assert result.level == 0
    assert result.record_share == 0
    assert 0 < result.media_share < 1


def test_an_approved_model_on_top_is_the_full_level_of_a_vase():
    result = climb(vase(pictures=four_sides(), models=(MODEL,)), RULES)
    assert (result.level, result.is_full) == (3, True)


def test_a_flat_object_is_full_when_every_page_is_scanned():
    pages = tuple(picture("page", n, page=n) for n in (1, 2, 3))
    whole = climb(vase(flat=True, pages=3, pictures=pages), RULES)
    assert (whole.level, whole.is_full) == (2, True)
    assert climb(vase(flat=True, pages=4, pictures=pages), RULES).level == 1


def test_a_flat_object_of_unstated_pages_asks_for_their_number():
    result = climb(vase(flat=True, pictures=(picture("page", page=1),)), RULES)
    assert [check.mend for check in result.next_checks if not check.met] == ["pages"]


@pytest.mark.parametrize(
    ("unit", "extents", "ratio"), [("m", [0.265] * 3, 1.0), ("m", [265.0] * 3, 1000.0), ("mm", [265.0] * 3, 1.0)]
)
def test_a_model_is_measured_against_the_register(unit: str, extents: list[float], ratio: float):
    assert size_ratio(replace(MODEL, facts={"unit": unit, "extents": extents}), 26.5) == pytest.approx(ratio)


def test_a_model_a_thousand_times_too_large_is_told_so():
    wrong = replace(MODEL, facts={"faces": 80_000, "unit": "m", "extents": [265.0] * 3})
    assert [lack.text("en") for lack in model_lacks(wrong, ModelGate(), extent_cm=26.5)] == [
        "1,000 times the size in the register; set the unit of the model or correct the measure"
    ]


def test_a_model_without_a_unit_is_not_judged_by_size():
    assert not model_lacks(replace(MODEL, facts={"faces": 9000, "extents": [3] * 3}), ModelGate(), extent_cm=26.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"width": 800, "height": 600}, "800 pixels"), ({"facts": {"focus": 2.0}}, "not in focus")],
)
def test_a_poor_picture_says_what_it_lacks(changes: dict[str, object], words: str):
    lacks = picture_lacks(picture("front", **changes), RULES.solid.image, extent_cm=None)
    assert len(lacks) == 1
    assert words in lacks[0].text("en")


def test_a_large_object_needs_more_pixels():
    assert picture_lacks(picture("front"), RULES.solid.image, extent_cm=300)


def test_a_definition_survives_being_stored():
    rules = Rules(solid=Demands(views=("front",), image=ImageGate(min_focus=3.5)), types={7: Demands(full=2)})
    assert Rules.from_json(json.loads(json.dumps(rules.as_json()))) == rules


def test_a_type_follows_its_own_demands_or_those_of_the_type_above():
    rules = Rules(types={7: Demands(views=("front",), full=2)})
    coin = vase(types=(71, 7), pictures=(picture("front"),))
    assert climb(coin, rules).level == climb(coin, rules).full == 2
    assert climb(replace(coin, types=(9,)), rules).level == 1


def test_a_museum_may_ask_for_a_standard_approval_already_at_level_1():
    strict = Rules(solid=Demands(standard_only=True))
    known = vase(pictures=(picture("", standard=False),))
    assert climb(known, RULES).level == 1
    assert climb(known, strict).level == 0


def test_where_level_1_is_full_nothing_more_is_asked():
    result = climb(vase(pictures=(picture("", standard=False),)), Rules(solid=Demands(full=1)))
    assert result.is_full
    assert {check.level for check in result.checks} == {1}


@pytest.mark.parametrize("demands", [Demands(record=()), Demands(views=()), Demands(record=("place",))])
def test_demands_that_tell_nothing_are_refused(demands):
    with pytest.raises((AsksForNothing, NoRecord)):
        check_demands(demands, Message("Three-dimensional objects"))


def test_a_task_goes_only_along_its_steps():
    check_step(TaskState.PLANNED, TaskState.CAPTURING, reason="")
    with pytest.raises(StepNotPossible):
        check_step(TaskState.PLANNED, TaskState.APPROVED, reason="")


def test_sending_back_needs_a_reason():
    with pytest.raises(ReasonMissing):
        check_step(TaskState.IN_REVIEW, TaskState.REWORK, reason="  ")
