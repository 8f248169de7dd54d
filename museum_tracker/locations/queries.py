"""Reading places: the tree with what stands in it, choices for forms, names from the outside in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import Base
from museum_tracker.core.errors import NotFound
from museum_tracker.core.text import natural_key, tone_key
from museum_tracker.locations.contents import direct_counts
from museum_tracker.locations.models import Location
from museum_tracker.locations.rules import SEPARATOR, ids_of


@dataclass(frozen=True)
class LocationRow:
    """A place with its depth in the tree, what stands directly in it and what stands anywhere within it."""

    location: Location
    depth: int
    here: int
    within: int


def get_location(session: Session, location_id: int) -> Location:
    """A place by its id.

    Raises:
        NotFound: there is none.
    """
    location = session.get(Location, location_id)
    if location is None:
        raise NotFound(what=str(location_id))
    return location


def list_locations(session: Session, *, active_only: bool = False) -> list[Location]:
    """All places in the order of the tree: each followed by what stands within it, codes in natural order."""
    below: dict[int | None, list[Location]] = defaultdict(list)
    for location in session.scalars(sa.select(Location)):
        if location.active or not active_only:
            below[location.parent_id].append(location)
    for siblings in below.values():
        siblings.sort(key=lambda place: (place.sort, natural_key(place.code), place.id))
    places: list[Location] = []
    waiting = list(reversed(below[None]))
    while waiting:
        place = waiting.pop()
        places.append(place)
        waiting += reversed(below[place.id])
    return places


def tree(session: Session) -> list[LocationRow]:
    """All places with their counts."""
    here = direct_counts(session)
    places = list_locations(session)
    within: Counter[int] = Counter()
    for place in places:
        for around in ids_of(place.path):
            within[around] += here.get(place.id, 0)
    return [LocationRow(place, place.depth, here.get(place.id, 0), within[place.id]) for place in places]


def subtree(session: Session, location: Location) -> list[LocationRow]:
    """A place with its counts, followed by the places within it; depth counts from those directly within."""
    inside = [row for row in tree(session) if row.location.path.startswith(location.path)]
    return [replace(row, depth=row.depth - location.depth - 1) for row in inside]


def location_options(session: Session, *, without: Location | None = None) -> list[tuple[int, str]]:
    """The open places that may be chosen in a form: id and label, indented; `without` leaves out one and its inside."""
    return [
        (place.id, "\u2003" * place.depth + place.label)
        for place in list_locations(session, active_only=True)
        if without is None or not place.path.startswith(without.path)
    ]


def path_labels(session: Session, location_ids: Collection[int]) -> dict[int, str]:
    """For each place its name with the places around it: 'Kho cơ sở › Tủ 3 › Ngăn 2'."""
    wanted = list(session.scalars(sa.select(Location).where(Location.id.in_(location_ids))))
    around = {id_ for place in wanted for id_ in ids_of(place.path)}
    rows = session.scalars(sa.select(Location).where(Location.id.in_(around)))
    labels = {place.id: place.label for place in rows}
    return {place.id: SEPARATOR.join(labels[id_] for id_ in ids_of(place.path)) for place in wanted}


def path_label(session: Session, location: Location | None) -> str:
    """A place's name with the places around it; empty for no place."""
    return path_labels(session, [location.id])[location.id] if location is not None else ""


def around(session: Session, location: Location) -> list[Location]:
    """The places around a place, the outermost first, without itself."""
    return [session.get_one(Location, id_) for id_ in ids_of(location.path)[:-1]]


def descendant_ids(session: Session, location: Location) -> list[int]:
    """A place and all places within it."""
    return list(session.scalars(sa.select(Location.id).where(Location.path.startswith(location.path, autoescape=True))))


def find_location(session: Session, text: str) -> Location | None:
    """The place a text means: its path of names or codes, or a code or name that only one place has."""
    key = _plain(text)
    places = list_locations(session)
    labels = path_labels(session, [place.id for place in places])
    by_id = {place.id: place for place in places}
    for place in places:
        codes = " ".join(by_id[id_].code for id_ in ids_of(place.path))
        names = " ".join(by_id[id_].name for id_ in ids_of(place.path))
        if key in {_plain(labels[place.id]), _plain(codes), _plain(names)}:
            return place
    same = [place for place in places if key in {_plain(place.code), _plain(place.name), _plain(place.label)}]
    return same[0] if key and len(same) == 1 else None


def _plain(text: str) -> str:
    return " ".join(part for part in tone_key(text).replace("/", " ").replace(">", " ").split() if part not in "›·-")


def list_inside(session: Session, location: Location) -> list[Location]:
    """The places directly inside a place."""
    return list(session.scalars(sa.select(Location).where(Location.parent_id == location.id)))


def is_used(session: Session, location: Location) -> bool:
    """Whether anything names a place: objects, movements, places inside it."""
    target = Location.__table__
    keys = [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is target
    ]
    return any(session.scalar(sa.select(sa.literal(1)).where(column == location.id).limit(1)) for column in keys)
