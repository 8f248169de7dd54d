"""Undo: puts back what stood before, names what was edited since, never overwrites it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission, Role
from museum_tracker.core.errors import Forbidden
from museum_tracker.core.i18n import Message
from museum_tracker.history import entities
from museum_tracker.history.entities import CorrectInstead, Entity, Owner, register_entity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.queries import deed_message, describe, entity_history, undone_by
from museum_tracker.history.services import (
    CannotUndo,
    NothingToUndo,
    StepKind,
    begin_deed,
    plan_undo,
    record,
    undo,
)
from tests.factories.people import sees_all


class Shelf(Entity):
    """Cards on a shelf: the smallest thing that can be created, edited, voided and brought back.

    Card 11 is the back of card 1, card 12 that of card 2.
    """

    kind = "Card"
    needs = Permission.EDIT_OBJECTS
    fields = {"title": "Title", "place": "Place"}  # noqa: RUF012
    private = frozenset({"donor"})

    def __init__(self) -> None:
        self.cards: dict[int, dict[str, Any]] = {}
        self.cited: set[int] = set()

    def write(self, session: Session, deed: ChangeSet, card: int, values: dict[str, Any] | None) -> None:
        before = self.cards.pop(card, None)
        after = None if values is None else {**(before or {}), **values}
        if after is not None:
            self.cards[card] = after
        record(session, deed, entity="card", entity_id=card, before=before, after=after)
        session.flush()

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:  # noqa: ARG002
        return self.cards.get(entity_id)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        self.write(session, deed, entity_id, dict(values))

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        self.write(session, deed, entity_id, None)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        self.write(session, deed, entity_id, dict(values))

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:  # noqa: ARG002
        if item.entity_id not in self.cited:
            return None
        return CorrectInstead("The register cites it.", url=f"/the/{item.entity_id}", action="Strike it through")

    def owner(self, session: Session, item: ChangeItem) -> Owner:  # noqa: ARG002
        return "card", item.entity_id % 10

    def label(self, session: Session, entity_id: int) -> str:  # noqa: ARG002
        return f"card {entity_id}"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    register_entity("card", made)
    yield made
    del entities.ENTITIES["card"]


def act(session: Session, person: User, shelf: Shelf, *writes: tuple[int, dict[str, Any] | None]) -> ChangeSet:
    deed = begin_deed(session, by=person, action="Cards")
    for card, values in writes:
        shelf.write(session, deed, card, values)
    return deed


def test_undo_of_an_edit_puts_back_only_the_fields_it_changed(session: Session, person: User, shelf: Shelf) -> None:
    act(session, person, shelf, (1, {"title": "Trống", "place": "A"}))
    edit = act(session, person, shelf, (1, {"title": "Trống đồng"}))
    act(session, person, shelf, (1, {"place": "B"}))
    undone = undo(session, edit, by=person, reason="mistaken")
    assert shelf.cards[1] == {"title": "Trống", "place": "B"}
    assert (undone.undoes_id, undone.by, undone.reason) == (edit.id, person, "mistaken")
    assert [item.after for item in undone.items] == [{"title": "Trống"}]
    assert list(undone_by(session, edit)) == [undone]


def test_a_field_edited_since_is_a_conflict_that_names_it_and_stays(
    session: Session, person: User, shelf: Shelf
) -> None:
    act(session, person, shelf, (1, {"title": "one"}), (2, {"title": "one"}))
    edit = act(session, person, shelf, (1, {"title": "two"}), (2, {"title": "two"}))
    act(session, person, shelf, (1, {"title": "three"}))
    undone = undo(session, edit, by=person, locale="en")
    assert [shelf.cards[card]["title"] for card in (1, 2)] == ["three", "one"]
    ((label, why),) = undone.left
    assert (label, why.text("en")) == ("card 1", "Edited since: Title.")
    with pytest.raises(CannotUndo, match="card 1"):
        undo(session, edit, by=person)


def test_undo_of_a_creation_voids_and_undo_of_that_brings_back(session: Session, person: User, shelf: Shelf) -> None:
    made = act(session, person, shelf, (1, {"title": "one"}))
    undone = undo(session, made, by=person)
    assert shelf.cards == {}
    undo(session, undone, by=person)
    assert shelf.cards == {1: {"title": "one"}}


def test_a_created_thing_edited_since_is_left_unless_confirmed(session: Session, person: User, shelf: Shelf) -> None:
    made = act(session, person, shelf, (1, {"title": "one"}), (2, {"title": "one"}))
    act(session, person, shelf, (1, {"title": "better"}))
    undo(session, made, by=person)
    assert shelf.cards == {1: {"title": "better"}}
    first = made.items[0]
    undo(session, made, by=person, confirmed={first.id})
    assert shelf.cards == {}


def test_several_steps_of_one_deed_count_as_one(session: Session, person: User, shelf: Shelf) -> None:
    deed = act(session, person, shelf, (1, {"title": "one"}), (1, {"title": "two"}), (1, {"place": "A"}))
    assert [step.kind for thing in plan_undo(session, deed) for step in thing.todo] == [StepKind.VOID]
    undo(session, deed, by=person)
    assert shelf.cards == {}


def test_what_a_register_cites_has_to_stand(session: Session, person: User, shelf: Shelf) -> None:
    made = act(session, person, shelf, (1, {"title": "one"}))
    shelf.cited.add(1)
    with pytest.raises(CannotUndo, match="register cites"):
        undo(session, made, by=person)
    assert shelf.cards == {1: {"title": "one"}}


def test_a_thing_with_a_part_that_has_to_stand_is_left_whole_and_the_correction_offered(
    session: Session, person: User, shelf: Shelf
) -> None:
    act(session, person, shelf, *[(card, {"title": "one"}) for card in (1, 11, 2, 12)])
    edit = act(session, person, shelf, *[(card, {"title": "two"}) for card in (1, 11, 2, 12)])
    shelf.cited.add(11)
    (left,) = [thing for thing in plan_undo(session, edit) if thing.refusal]
    assert (left.owner, left.correction) == (("card", 1), ("/the/11", "Strike it through"))
    undo(session, edit, by=person)
    assert {card: values["title"] for card, values in shelf.cards.items()} == {1: "two", 11: "two", 2: "one", 12: "one"}


def test_a_change_of_one_thing_with_a_part_that_has_to_stand_is_refused_whole(
    session: Session, person: User, shelf: Shelf
) -> None:
    act(session, person, shelf, (1, {"title": "one"}), (11, {"title": "one"}))
    edit = act(session, person, shelf, (1, {"title": "two"}), (11, {"title": "two"}))
    shelf.cited.add(11)
    with pytest.raises(CannotUndo, match="register cites"):
        undo(session, edit, by=person)
    assert {card["title"] for card in shelf.cards.values()} == {"two"}


def test_undoing_twice_says_that_nothing_is_left(session: Session, person: User, shelf: Shelf) -> None:
    act(session, person, shelf, (1, {"title": "one"}))
    edit = act(session, person, shelf, (1, {"title": "two"}))
    undo(session, edit, by=person)
    with pytest.raises(NothingToUndo):
        undo(session, edit, by=person)


def test_undo_needs_the_right_to_the_thing_itself(session: Session, person: User, shelf: Shelf) -> None:
    made = act(session, person, shelf, (1, {"title": "one"}))
    administrator = User(username="quantri", name="A", role=Role.ADMINISTRATOR)
    session.add(administrator)
    with pytest.raises(Forbidden):
        undo(session, made, by=administrator)
    assert shelf.cards == {1: {"title": "one"}}


def test_kinds_that_no_feature_registered_are_not_touched(session: Session, person: User) -> None:
    deed = begin_deed(session, by=person, action="Something")
    record(session, deed, entity="unknown", entity_id=7, before={"a": 1}, after={"a": 2})
    session.flush()
    with pytest.raises(CannotUndo):
        undo(session, deed, by=person)


def test_history_of_a_thing_is_told_newest_first_in_the_readers_language(
    session: Session, person: User, shelf: Shelf
) -> None:
    act(session, person, shelf, (1, {"title": "one", "donor": "Bà Ba"}))
    edit = act(session, person, shelf, (1, {"title": "two"}))
    newest, oldest = entity_history(session, "card", 1)
    view = describe(session, newest, "en", sees_all)
    assert (newest.change_set, view.created, view.label) == (edit, False, "card 1")
    assert [(row.label, row.before, row.after) for row in view.rows] == [("Title", "one", "two")]
    assert describe(session, oldest, "vi", sees_all).created
    assert "Bà Ba" not in str(describe(session, oldest, "vi", sees_all).rows)


def test_an_undo_reads_as_the_deed_it_took_back(session: Session, person: User, shelf: Shelf) -> None:
    deed = begin_deed(session, by=person, action="Carried off to %(place)s", place="Kho 1")
    shelf.write(session, deed, 1, {"title": "one"})
    undone = undo(session, deed, by=person)
    assert deed_message(undone, sees_all).text("vi") == "Hoàn tác: Carried off to Kho 1"


def test_nothing_is_recorded_when_nothing_changed(session: Session, person: User, shelf: Shelf) -> None:
    act(session, person, shelf, (1, {"title": "one"}))
    assert act(session, person, shelf, (1, {"title": "one"})).items == []
