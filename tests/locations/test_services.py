"""Places hold smaller places only, keep their history, and take what is inside along when they move."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import CannotUndo, undo
from museum_tracker.locations import contents, queries, services
from museum_tracker.locations.models import Location, Rank
from museum_tracker.locations.rules import (
    InsideItself,
    NeedsConfirmation,
    PlaceCodeTaken,
    PlaceEdited,
    PlaceNameMissing,
    WrongRank,
)
from tests.factories.locations import make_location, make_store


@pytest.fixture
def curator(session: Session) -> User:
    """Somebody who may edit places and undo."""
    user = User(username="truong-kho", name="Lê Lan", role=Role.CURATOR)
    session.add(user)
    session.flush()
    return user


def pretend(monkeypatch: pytest.MonkeyPatch, counts: Mapping[int, int]) -> None:
    """Let so many objects stand in places."""
    pretended = contents.Contents(name="test", counts=lambda _: counts, url=lambda id_: f"/hien-vat?vi_tri={id_}")
    monkeypatch.setattr(contents, "_contents", {"test": pretended})


def test_a_place_knows_the_places_around_it(session: Session, deed: ChangeSet) -> None:
    store, cabinet, shelf = make_store(session, deed)
    assert shelf.path == f"/{store.id}/{cabinet.id}/{shelf.id}/"
    assert queries.path_label(session, shelf) == "Kho K1 › T1 · Tủ 1 › N1 · Ngăn 1"
    assert queries.around(session, shelf) == [store, cabinet]
    assert queries.descendant_ids(session, store) == [store.id, cabinet.id, shelf.id]
    item = session.scalars(sa.select(ChangeItem).where(ChangeItem.entity_id == shelf.id)).one()
    assert (item.entity, item.after["code"]) == ("location", "N1")


@pytest.mark.parametrize("inner", [Rank.STORE, Rank.BUILDING, Rank.SHELF])
def test_a_place_holds_smaller_ones_only(session: Session, deed: ChangeSet, inner: Rank) -> None:
    shelf = make_store(session, deed)[2]
    with pytest.raises(WrongRank):
        make_location(session, deed, "X", rank=inner, inside=shelf)


def test_a_place_with_cabinets_cannot_become_a_box(session: Session, deed: ChangeSet) -> None:
    store = make_store(session, deed)[0]
    with pytest.raises(WrongRank):
        services.edit_location(session, store, {"rank": Rank.BOX}, deed=deed)


def test_a_place_cannot_stand_inside_itself(session: Session, deed: ChangeSet) -> None:
    store, cabinet, shelf = make_store(session, deed)
    for inside in (store, cabinet, shelf):
        with pytest.raises((InsideItself, WrongRank)):
            services.edit_location(session, store, {"parent_id": inside.id}, deed=deed)
    assert store.parent_id is None


def test_neighbours_need_different_codes_but_other_stores_may_repeat_them(session: Session, deed: ChangeSet) -> None:
    store, cabinet, _ = make_store(session, deed)
    make_store(session, deed, "K2")
    with pytest.raises(PlaceCodeTaken):
        make_location(session, deed, "T1", rank=Rank.CABINET, inside=store)
    with pytest.raises(PlaceCodeTaken):
        make_location(session, deed, "K1")
    with pytest.raises(PlaceNameMissing):
        make_location(session, deed, " ", inside=cabinet, rank=Rank.SHELF)


def test_a_moved_cabinet_takes_its_shelves_along(session: Session, deed: ChangeSet) -> None:
    _, cabinet, shelf = make_store(session, deed)
    other = make_location(session, deed, "K2")
    services.edit_location(session, cabinet, {"parent_id": other.id}, deed=deed)
    assert shelf.path == f"/{other.id}/{cabinet.id}/{shelf.id}/"


def test_moving_a_place_with_objects_asks_first(
    session: Session, deed: ChangeSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cabinet, shelf = make_store(session, deed)
    other = make_location(session, deed, "K2")
    pretend(monkeypatch, {shelf.id: 212})
    with pytest.raises(NeedsConfirmation) as refusal:
        services.edit_location(session, cabinet, {"parent_id": other.id}, deed=deed)
    assert refusal.value.values["objects"] == 212
    services.edit_location(session, cabinet, {"parent_id": other.id}, deed=deed, confirmed=True)
    assert cabinet.parent_id == other.id


def test_counts_add_up_from_shelf_to_store(session: Session, deed: ChangeSet, monkeypatch: pytest.MonkeyPatch) -> None:
    store, cabinet, shelf = make_store(session, deed)
    pretend(monkeypatch, {shelf.id: 3, cabinet.id: 2})
    rows = {row.location.id: (row.depth, row.here, row.within) for row in queries.tree(session)}
    assert rows == {store.id: (0, 0, 5), cabinet.id: (1, 2, 5), shelf.id: (2, 3, 3)}
    assert [(row.location.id, row.depth) for row in queries.subtree(session, store)] == [
        (store.id, -1),
        (cabinet.id, 0),
        (shelf.id, 1),
    ]
    assert services.count_within(session, store) == 5


def test_codes_stand_in_natural_order(session: Session, deed: ChangeSet) -> None:
    for code in ("K10", "K2", "K1"):
        make_location(session, deed, code)
    assert [place.code for place in queries.list_locations(session)] == ["K1", "K2", "K10"]


@pytest.mark.parametrize("text", ["K2 / T1 / N1", "k2 t1 n1", "Kho K2 › Tủ 1 › Ngăn 1"])
def test_a_place_is_found_by_its_path(session: Session, deed: ChangeSet, text: str) -> None:
    make_store(session, deed)
    shelf = make_store(session, deed, "K2")[2]
    assert queries.find_location(session, text) is shelf
    assert queries.find_location(session, "N1") is None
    assert queries.find_location(session, "") is None


def test_a_stale_form_overwrites_nothing(session: Session, deed: ChangeSet) -> None:
    store = make_location(session, deed)
    services.edit_location(session, store, {"name": "Kho mới"}, deed=deed, version=1)
    with pytest.raises(PlaceEdited):
        services.edit_location(session, store, {"name": "Kho cũ"}, deed=deed, version=1)


def test_undo_moves_a_place_back_and_removes_only_what_is_empty(session: Session, curator: User) -> None:
    first = begin_deed(session, by=curator, action="Added")
    _, cabinet, shelf = make_store(session, first)
    second = begin_deed(session, by=curator, action="Added")
    other = make_location(session, second, "K2")
    third = begin_deed(session, by=curator, action="Moved")
    services.edit_location(session, cabinet, {"parent_id": other.id}, deed=third)
    with pytest.raises(CannotUndo):
        undo(session, second, by=curator)
    undo(session, third, by=curator)
    assert shelf.path.count("/") == 4
    undo(session, second, by=curator)
    assert session.get(Location, other.id) is None
