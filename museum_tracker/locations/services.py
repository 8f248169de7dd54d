"""Keeping the tree of places: add, rename, move with all that is inside, close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.locations.contents import direct_counts
from museum_tracker.locations.models import Location, Rank
from museum_tracker.locations.queries import descendant_ids, get_location, is_used, list_inside
from museum_tracker.locations.rules import (
    InsideItself,
    NeedsConfirmation,
    PlaceCodeTaken,
    PlaceEdited,
    PlaceInUse,
    check_place,
    check_rank,
    path_of,
)

ENTITY = "location"
FIELDS: dict[str, str] = {
    "rank": N_("Kind of place"),
    "code": N_("Code"),
    "name": N_("Name of the place"),
    "parent_id": N_("Inside"),
    "sort": N_("Order"),
    "note": N_("Note"),
    "active": N_("In use"),
}


def values_of(location: Location) -> dict[str, Any]:
    """A place's values as history keeps them."""
    return {name: getattr(location, name) for name in FIELDS} | {"rank": location.rank.value}


def add_location(
    session: Session,
    *,
    deed: ChangeSet,
    rank: Rank,
    code: str,
    name: str,
    parent_id: int | None = None,
    sort: int = 0,
    note: str = "",
) -> Location:
    """Add a place inside another.

    Raises:
        Refusal: code or name is missing, the code is taken there, or the place around is not larger.
    """
    location = Location(active=True, version=1, path="")
    _give(
        session,
        location,
        {"rank": rank, "code": code, "name": name, "parent_id": parent_id, "sort": sort, "note": note},
    )
    session.add(location)
    session.flush()
    _set_path(session, location)
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=location.id, before=None, after=values_of(location))
    return location


def edit_location(
    session: Session,
    location: Location,
    values: Mapping[str, Any],
    *,
    deed: ChangeSet,
    version: int | None = None,
    confirmed: bool = False,
) -> Location:
    """Rename, move or close a place; what stands inside moves along, once that is `confirmed`.

    Raises:
        PlaceEdited: it was changed since the form was opened (`version`).
        NeedsConfirmation: objects stand in it and it would move.
        Refusal: see `add_location`; it would stand inside itself.
    """
    if version is not None and version != location.version:
        raise PlaceEdited(name=location.name)
    moves = "parent_id" in values and values["parent_id"] != location.parent_id
    if moves and not confirmed:
        objects = count_within(session, location)
        if objects:
            raise NeedsConfirmation(field="confirmed", name=location.label, objects=objects)
    before = values_of(location)
    _give(session, location, values)
    if record(session, deed, entity=ENTITY, entity_id=location.id, before=before, after=values_of(location)):
        location.version += 1
    if moves:
        _move_inside(session, location)
    session.flush()
    return location


def count_within(session: Session, location: Location) -> int:
    """How many objects stand in a place or anywhere within it."""
    here = direct_counts(session)
    return sum(here.get(id_, 0) for id_ in descendant_ids(session, location))


def remove_unused(session: Session, location: Location, *, deed: ChangeSet) -> None:
    """Take back a place that nothing names (undo of its creation).

    Raises:
        PlaceInUse: objects, movements or places within name it.
    """
    if is_used(session, location):
        raise PlaceInUse(name=location.label)
    record(session, deed, entity=ENTITY, entity_id=location.id, before=values_of(location), after=None)
    session.delete(location)
    session.flush()


def _give(session: Session, location: Location, values: Mapping[str, Any]) -> None:
    """Set a place's values after checking them against the tree."""
    values = {name: clean(value) if type(value) is str else value for name, value in values.items()}
    if "rank" in values:
        values["rank"] = Rank(values["rank"])
    wanted = {name: values.get(name, getattr(location, name)) for name in ("rank", "code", "name", "parent_id")}
    check_place(code=wanted["code"], name=wanted["name"])
    with session.no_autoflush:
        parent = get_location(session, wanted["parent_id"]) if wanted["parent_id"] is not None else None
        if parent is not None and location.id and parent.path.startswith(location.path):
            raise InsideItself(field="parent_id", name=location.label)
        check_rank(wanted["rank"], parent.rank if parent is not None else None)
        for child in list_inside(session, location) if location.id else ():
            check_rank(child.rank, wanted["rank"])
        _check_code(session, location, wanted["code"], wanted["parent_id"])
    for name, value in values.items():
        setattr(location, name, value)


def _check_code(session: Session, location: Location, code: str, parent_id: int | None) -> None:
    same = sa.select(Location).where(
        Location.parent_id == parent_id, Location.code == code, Location.id != (location.id or 0)
    )
    other = session.scalar(same)
    if other is not None:
        raise PlaceCodeTaken(field="code", code=code, name=other.name)


def _set_path(session: Session, location: Location) -> None:
    parent = session.get(Location, location.parent_id) if location.parent_id is not None else None
    location.path = path_of(location.id, parent.path if parent is not None else "")


def _move_inside(session: Session, location: Location) -> None:
    """Give the place and all places within it their new paths."""
    old = location.path
    _set_path(session, location)
    within = sa.select(Location).where(Location.path.startswith(old, autoescape=True), Location.id != location.id)
    for place in session.scalars(within):
        place.path = location.path + place.path.removeprefix(old)
