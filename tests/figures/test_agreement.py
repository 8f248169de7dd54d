"""The checker compares records with facts: what disagrees is named with its object and the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.models import ObjectEntry
from museum_tracker.acquisitions.services import receive
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.rules import Holding, InventoryState, NumberState
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.figures.checking import find_differences, kept_differences, recount_now
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.agreement import NOTHING, RecordSays, clashes
from museum_tracker.figures.rules.days import UNKNOWN, Span
from museum_tracker.figures.rules.facts import FactKind, FactRow
from museum_tracker.figures.standings import rebuild
from museum_tracker.history.models import ChangeSet
from museum_tracker.inventory.services import mark
from tests.factories.inventory import register
from tests.factories.vocabularies import term

DAY = dt.date(2026, 3, 2)
ON = Span(20260302, 20260302)
TRUE = RecordSays(
    label="BTBG 1 · Bình",
    today=dt.date(2026, 11, 22),
    holding=Holding.BASE,
    registration="BTBG 1",
    registered=DAY,
    line="1/7/3",
    collected=DAY,
)
KINDS = (FactKind.RECEIVED, FactKind.COLLECTED, FactKind.REGISTERED, FactKind.MARKED)


def facts(*kinds: FactKind, span: Span = ON, opening: bool = False) -> list[FactRow]:
    return [FactRow(place, kind, span, opening=opening) for place, kind in enumerate(kinds, 1)]


def wrong(record: RecordSays, *told: FactRow) -> list[str]:
    return [clash.wrong.text("en") for clash in clashes(record, told)]


def test_a_record_that_agrees_is_silent() -> None:
    assert not wrong(TRUE, *facts(*KINDS))
    undated = replace(TRUE, registered=None, collected=None)
    assert not wrong(undated, *facts(FactKind.REGISTERED, span=Span(UNKNOWN, 20251231), opening=True))
    assert not wrong(RecordSays(label="Bình", today=DAY, registration="BTBG 9"))  # waits to be registered


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"registration": ""}, "BTBG 1 · Bình stands on the register without a registration number"),
        ({"holding": Holding.UNDECIDED}, "BTBG 1 · Bình stands on the register, and nobody has said under which title"),
        ({"registered": None}, "The day of registration of BTBG 1 · Bình"),
        ({"registered": dt.date(2026, 3, 3)}, "The day of registration of BTBG 1 · Bình"),
        ({"collected": dt.date(2025, 3, 2)}, "The day of collecting of BTBG 1 · Bình"),
        ({"classification": "Gm 12"}, "BTBG 1 · Bình has a classification number, and no confirmed classification"),
        ({"level": 1}, "The level of digitization of BTBG 1 · Bình"),
        ({"full": True}, "The level of digitization of BTBG 1 · Bình"),
    ],
)
def test_each_value_of_a_record_that_no_fact_bears_out_is_named(changed: dict[str, object], said: str) -> None:
    [found] = wrong(replace(TRUE, **changed), *facts(*KINDS))  # type: ignore[arg-type]
    assert found.startswith(said)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (facts(*KINDS[:2]), "has a number in the register and no register line"),
        (facts(*KINDS[:3], FactKind.STRUCK), "has a number in the register and no register line"),
        (facts(*KINDS[:2], FactKind.MARKED), "is marked and has no register line"),
        (facts(*KINDS[:2], FactKind.DOSSIER), "is complete and it has no register line"),
        (facts(*KINDS[:3], FactKind.CLASSIFIED), "is confirmed and it has no classification number"),
        ([], "has a day of collecting in its record, and nothing says that it came"),
    ],
)
def test_each_fact_that_is_missing_or_rests_on_nothing_is_named(told: list[FactRow], said: str) -> None:
    assert any(said in one for one in wrong(TRUE, *told))


def test_the_last_holding_noted_is_the_records() -> None:
    moved = FactRow(9, FactKind.HOLDING, ON, values={"from": "undecided", "to": "reference"})
    [clash] = clashes(TRUE, [*facts(*KINDS), moved])
    assert (clash.record.text("vi"), clash.facts.text("vi")) == ("Kho cơ sở", "Kho tham khảo")  # type: ignore[union-attr]


def test_lost_levels_and_gone_objects_are_read_as_they_stand() -> None:
    level = [FactRow(5, FactKind.LEVEL, ON, level=2), FactRow(6, FactKind.LOST_LEVEL, ON, level=2)]
    assert not wrong(replace(TRUE, level=1), *facts(*KINDS), *level)
    left = FactRow(7, FactKind.LEFT, ON)
    assert not wrong(replace(TRUE, holding=Holding.UNDECIDED), *facts(*KINDS), left)


@pytest.fixture
def vase(session: Session, deed: ChangeSet) -> Artifact:
    """An object that was received, registered and marked."""
    way = term(session, "acquisition_method", "gift").id
    values = {"name_vi": "Bình", "acquisition_method_id": way}
    artifact = receive(session, values, received_on=DAY, handover_on=DAY, deed=deed)
    register(session, artifact, on=DAY, number="BTBG 1", deed=deed)
    mark(session, [artifact], on=DAY, deed=deed)
    return artifact


def named(session: Session) -> list[str]:
    session.flush()
    return [found.subject.text("en") for found in find_differences(session)]


def test_what_services_write_agrees(session: Session, vase: Artifact) -> None:
    del vase
    assert not named(session)


def test_a_day_changed_by_hand_in_the_record_alone_is_named(session: Session, deed: ChangeSet, vase: Artifact) -> None:
    day = dt.date(2026, 3, 9)
    values = {"registered_text": "09/03/2026", "registered_earliest": day, "registered_latest": day}
    edit_artifact(session, vase, values, version=vase.version, deed=deed)
    [found] = find_differences(session)
    assert (found.artifact_id, found.of_figures) == (vase.id, False)
    assert found.message.text("vi").startswith(
        "Ngày đăng ký của BTBG 1 · Bình: hồ sơ ghi 09/03/2026, bằng chứng ghi 02/03/2026."
    )


def test_a_number_struck_from_the_record_alone_is_named(session: Session, vase: Artifact) -> None:
    session.execute(sa.update(ArtifactNumber).values(state=NumberState.FORMER))
    assert "stands on the register without a registration number" in named(session)[0]


def test_states_of_objects_of_which_no_fact_is_known_are_compared_too(
    session: Session, deed: ChangeSet, vase: Artifact
):
    session.execute(sa.delete(Fact).where(Fact.kind != FactKind.HOLDING))
    session.execute(sa.delete(ObjectEntry))
    rebuild(session)
    vase.inventory_state = InventoryState.COMPLETE
    found = named(session)
    assert f"Inventory state of object {vase.id}" in found
    assert any("has a number in the register and no register line" in one for one in found)


def test_an_entry_without_its_fact_and_a_collecting_that_its_way_excludes_are_named(
    session: Session, deed: ChangeSet, vase: Artifact
) -> None:
    vase.acquisition_method_id = term(session, "acquisition_method", "deposit").id
    assert "counts as collected, though its way of acquisition or its holding does not" in named(session)[0]
    session.execute(sa.delete(Fact).where(Fact.kind.in_([FactKind.RECEIVED, FactKind.COLLECTED])))
    rebuild(session)
    assert named(session) == ["BTBG 1 · Bình came in by the entry book, and no fact says so"]


def test_the_page_and_the_console_name_object_and_way_out(
    app: Flask, session: Session, vase: Artifact, sign_in: Callable[[Role], FlaskClient]
) -> None:
    session.execute(sa.update(ArtifactNumber).values(state=NumberState.FORMER))
    run = recount_now(session)
    [kept] = kept_differences(run)
    assert (kept.stored, kept.artifact_id) == (NOTHING, vase.id)
    session.commit()
    page = sign_in(Role.DIRECTOR).get("/so-lieu/doi-chieu").text
    assert "đã vào sổ đăng ký nhưng không có số đăng ký" in page
    assert "gạch dòng đăng ký" in page
