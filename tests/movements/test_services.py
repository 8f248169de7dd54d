"""Objects move with a day, a reason and a name; movements are appended and places add up."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.services import void_artifact
from museum_tracker.core import clock
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import CannotUndo, undo
from museum_tracker.locations import services as places
from museum_tracker.locations.queries import tree
from museum_tracker.movements import queries, services
from museum_tracker.movements.models import Movement
from museum_tracker.movements.rules import (
    AlreadyThere,
    GoneObject,
    MovedInFuture,
    MovedLater,
    NothingToMove,
    PlaceClosed,
    typed_numbers,
)
from tests.factories.catalogue import make_artifact
from tests.factories.locations import make_location, make_store


def test_a_move_is_noted_and_the_object_stands_there(session: Session, deed: ChangeSet) -> None:
    store, _, shelf = make_store(session, deed)
    vase = make_artifact(session, deed)
    services.move(session, vase, to=store, deed=deed, moved_on=dt.date(2020, 1, 2))
    services.move(session, vase, to=shelf, deed=deed, moved_on=dt.date(2021, 3, 4), reason="  Tủ mới ")
    assert vase.location_id == shelf.id
    rows = queries.list_movements(session, vase.id)
    assert [(row.origin, row.target, row.moved_on.year) for row in rows] == [
        ("Kho K1", "Kho K1 › T1 · Tủ 1 › N1 · Ngăn 1", 2021),
        ("", "Kho K1", 2020),
    ]
    assert (rows[0].reason, rows[0].by.name) == ("Tủ mới", "Trần Minh")
    items = session.scalars(sa.select(ChangeItem).where(ChangeItem.entity == services.ENTITY)).all()
    assert [item.after for item in items] == [{"location_id": store.id}, {"location_id": shelf.id}]


def test_a_move_that_cannot_be_is_refused_and_leaves_no_trace(session: Session, deed: ChangeSet) -> None:
    store = make_location(session, deed)
    closed = places.edit_location(session, make_location(session, deed, "K2"), {"active": False}, deed=deed)
    vase = make_artifact(session, deed)
    services.move(session, vase, to=store, deed=deed, moved_on=dt.date(2020, 1, 2))
    with pytest.raises(AlreadyThere):
        services.move(session, vase, to=store, deed=deed)
    with pytest.raises(PlaceClosed):
        services.move(session, vase, to=closed, deed=deed)
    with pytest.raises(MovedInFuture):
        services.move(session, vase, to=None, deed=deed, moved_on=clock.today() + dt.timedelta(days=1))
    with pytest.raises(MovedLater):
        services.move(session, vase, to=None, deed=deed, moved_on=dt.date(2019, 12, 31))
    assert vase.location_id == store.id
    assert session.scalar(sa.select(sa.func.count()).select_from(Movement)) == 1


def test_a_voided_object_is_not_moved(session: Session, deed: ChangeSet) -> None:
    store, vase = make_location(session, deed), make_artifact(session, deed)
    void_artifact(session, vase, deed=deed)
    with pytest.raises(GoneObject):
        services.move(session, vase, to=store, deed=deed)


def test_many_move_at_once_and_those_already_there_are_left_alone(session: Session, deed: ChangeSet) -> None:
    store, _, shelf = make_store(session, deed)
    objects = [make_artifact(session, deed, name=f"Bình {n}") for n in range(4)]
    services.move(session, objects[0], to=shelf, deed=deed)
    done = services.move_many(session, [one.id for one in objects], to=shelf, deed=deed)
    assert (done.moved, done.already) == (3, 1)
    assert queries.counts_by_place(session) == {shelf.id: 4}
    assert {row.location.id: row.within for row in tree(session)}[store.id] == 4
    with pytest.raises(NothingToMove):
        services.move_many(session, [one.id for one in objects], to=shelf, deed=deed)


def test_voided_objects_do_not_stand_anywhere(session: Session, deed: ChangeSet) -> None:
    store, vase = make_location(session, deed), make_artifact(session, deed)
    services.move(session, vase, to=store, deed=deed)
    void_artifact(session, vase, deed=deed)
    assert queries.counts_by_place(session) == {}


def test_undoing_a_move_is_a_move_back(session: Session) -> None:
    keeper = User(username="thu-kho", name="Lê Lan", role=Role.CURATOR)
    session.add(keeper)
    session.flush()
    first = begin_deed(session, by=keeper, action="Set up")
    old, new = make_location(session, first, "K1"), make_location(session, first, "K2")
    vase = make_artifact(session, first)
    services.move(session, vase, to=old, deed=first)
    second = begin_deed(session, by=keeper, action="Moved")
    services.move(session, vase, to=new, deed=second)
    undo(session, second, by=keeper)
    assert vase.location_id == old.id
    assert session.scalar(sa.select(sa.func.count()).select_from(Movement)) == 3
    third = begin_deed(session, by=keeper, action="Moved")
    services.move(session, vase, to=new, deed=third)
    places.edit_location(session, old, {"active": False}, deed=first)
    with pytest.raises(CannotUndo):
        undo(session, third, by=keeper)


def test_typed_numbers_are_read_and_nothing_is_guessed(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, number="BTBG 0012")
    read = queries.read_numbers(session, typed_numbers("btbg-12\nBTBG 12; BTBG 99"))
    assert [one.id for one in read.found] == [vase.id]
    assert read.unknown == ["BTBG 99"]
