"""Plans: the fifty targets of Plan 74, and files that are no plans."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.errors import Refusal
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.targets.models import Plan, Target
from museum_tracker.targets.planning import SHIPPED, install_shipped_plan, load_plan
from museum_tracker.targets.queries import in_force, list_computed, list_targets
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_file import PlanRefused, PlanUnreadable, read_plan
from museum_tracker.targets.rules.plan_words import Scope

TODAY = dt.date(2026, 11, 22)
HEAD = """[plan]
id = "kh1"
number = "1/KH"
issued = 2024-01-02
issuer_vi = "Tỉnh"
title_vi = "Kế hoạch"
"""
ENTRY = """
[[target]]
id = "a"
section = "I"
scope = "museum"
name_vi = "Chỉ tiêu"
unit = "%"
kind = "threshold"
due = 2030
min = 10
computable = "manual"
"""


def test_the_shipped_plan_has_fifty_targets_eighteen_of_the_museum() -> None:
    plan, targets = read_plan(SHIPPED.read_text(encoding="utf-8"))
    assert plan.number == "74/KH-UBND"
    assert len(targets) == 50
    assert sum(target.scope is Scope.MUSEUM for target in targets) == 18
    assert {target.code for target in targets if target.measure} == {
        "mus25_digitized_yearly",
        "mus25_collected_yearly",
        "mus30_inventoried_classified",
        "mus30_digitized_share",
    }


def test_every_shipped_target_is_worded_in_both_languages() -> None:
    _, targets = read_plan(SHIPPED.read_text(encoding="utf-8"))
    for target in targets:
        assert target.name_en != target.name_vi
        assert target.unit_en
        assert bool(target.note_vi) == bool(target.note_en)


def test_a_new_database_has_the_plan_once(session: Session) -> None:
    install_shipped_plan(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(Plan)) == 1
    assert len(list_targets(session, TODAY)) == 50


def test_the_yearly_bands_are_carried_on_and_other_past_targets_are_not(session: Session) -> None:
    codes = {target.code for target in list_computed(session, TODAY, 2026)}
    assert len(codes) == 4
    visits = session.scalar(sa.select(Target).where(Target.code == "mus25_visitors_yearly"))
    assert visits is not None
    assert not in_force(visits, 2026)
    assert in_force(visits, 2025)


def test_another_provinces_plan_is_loaded_whole_and_recorded(session: Session, deed: ChangeSet) -> None:
    plan = load_plan(session, HEAD + ENTRY, deed=deed)
    assert [target.kind for target in plan.targets] == [TargetKind.THRESHOLD]
    assert plan.targets[0].name_en == "Chỉ tiêu"
    item = session.scalar(sa.select(ChangeItem).where(ChangeItem.entity == "plan"))
    assert item is not None
    assert item.after is not None
    assert item.after["number"] == "1/KH"


def test_a_plan_is_not_loaded_twice(session: Session, deed: ChangeSet) -> None:
    load_plan(session, HEAD + ENTRY, deed=deed)
    with pytest.raises(PlanRefused) as caught:
        load_plan(session, HEAD + ENTRY, deed=deed)
    assert "đã nhập trước đó" in caught.value.faults[0].message.text("vi")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", PlanUnreadable),
        ("[plan", PlanUnreadable),
        (HEAD, PlanUnreadable),
        (ENTRY, PlanUnreadable),
        (HEAD.replace("2024-01-02", '"soon"') + ENTRY, PlanRefused),
        (HEAD + ENTRY + ENTRY, PlanRefused),
        (HEAD + ENTRY.replace("min = 10", "min = 10\nmax = 5"), PlanRefused),
        (HEAD + ENTRY.replace("min = 10", ""), PlanRefused),
        (HEAD + ENTRY.replace("min = 10", "min = -1"), PlanRefused),
        (HEAD + ENTRY.replace("min = 10", 'min = "x"'), PlanRefused),
        (HEAD + ENTRY.replace("threshold", "yearly_band").replace("min = 10", "min = 0"), PlanRefused),
        (HEAD + ENTRY.replace('"threshold"', '"wish"'), PlanRefused),
        (HEAD + ENTRY.replace("2030", "30"), PlanRefused),
        (HEAD + ENTRY.replace('name_vi = "Chỉ tiêu"', ""), PlanRefused),
        (HEAD + ENTRY + 'measure = "everything"\n', PlanRefused),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as caught:
        read_plan(text)
    assert caught.value.message.text("vi") != caught.value.message.text("en")
