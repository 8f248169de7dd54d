"""The sample of the register: what may be said to agree."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.services import set_number
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.years.models import SampleItem
from museum_tracker.years.rules.sampling import Direction, Outcome, rate_of
from museum_tracker.years.samples import Member, members_of, rate_message
from museum_tracker.years.services.sampling import NumberNotOnRegister, draw_sample, note_result
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import IN_YEAR, YEAR, make_register


def _lines(session: Session, deed: ChangeSet) -> tuple[int, list[SampleItem]]:
    """A sample of one object on the register and one that was only received, neither with a place."""
    make_register(session, deed, 1)
    (received,) = make_objects(session, 1, holding="base")
    make_facts(session, deed, {"artifact_id": received, "kind": FactKind.RECEIVED, "effective_on": IN_YEAR})
    sample = draw_sample(session, YEAR, as_of=IN_YEAR, deed=deed, size=5, seed=74)
    return received, [item for item in sample.items if item.direction is Direction.OBJECT_TO_BOOK]


def test_an_object_that_is_only_received_never_agrees_with_the_register(session: Session, deed: ChangeSet) -> None:
    received, lines = _lines(session, deed)
    assert len(lines) == 2
    for item in lines:
        if item.artifact_id == received:
            with pytest.raises(NumberNotOnRegister):
                note_result(session, item, Outcome.AGREES, deed=deed)
            assert note_result(session, item, Outcome.DIFFERS, deed=deed).outcome is Outcome.DIFFERS
        else:
            assert note_result(session, item, Outcome.AGREES, deed=deed).outcome is Outcome.AGREES


def test_an_entry_number_read_from_an_object_is_no_number_of_the_register(session: Session, deed: ChangeSet) -> None:
    received, lines = _lines(session, deed)
    line = next(item for item in lines if item.artifact_id == received)
    line.place, line.place_count = "Kho A, giá 2", 1  # taken from a shelf, its number is read and typed
    artifact = session.get_one(Artifact, received)
    set_number(session, artifact, "T2025.11", kind=NumberKind.ENTRY, deed=deed)
    with pytest.raises(NumberNotOnRegister):
        note_result(session, line, Outcome.AGREES, deed=deed, seen_number="T2025.11")


def test_those_who_checked_are_read_with_what_they_are(session: Session, deed: ChangeSet) -> None:
    make_register(session, deed, 1)
    sample = draw_sample(session, YEAR, as_of=IN_YEAR, deed=deed, size=1, seed=74)
    assert members_of(sample) == []
    sample.members = "- Nguyễn Thị Hoa – thủ kho\n\nTrần Văn Minh-Anh\nLê Lan, tổ trưởng"
    named = [Member("Nguyễn Thị Hoa", "thủ kho"), Member("Trần Văn Minh-Anh"), Member("Lê Lan", "tổ trưởng")]
    assert members_of(sample) == named


def test_a_rate_short_of_all_is_never_said_to_be_all() -> None:
    assert "99,9%" in rate_message(rate_of(9_999, 10_000)).text("vi")
    assert "100%" in rate_message(rate_of(30, 30)).text("en")
    assert rate_message(rate_of(0, 0)).text("en") == "No line is checked yet."
