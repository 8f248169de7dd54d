"""Terms and locations in lists: names of many at once, and everything below a chosen one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.db import Base
from museum_tracker.locations.models import Location
from museum_tracker.locations.rules import SEPARATOR
from museum_tracker.locations.rules import ids_of as places_on
from museum_tracker.vocabularies.models import Term

TERMS = Base.metadata.tables[Term.__tablename__]
LOCATIONS = Base.metadata.tables[Location.__tablename__]


def ids_of(values: Iterable[str]) -> list[int]:
    """The ids among the values of an address; what is no id is left out."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 10]


def below(chosen: list[int]) -> sa.CTE:
    """The chosen terms and every term under them, with the column `id`."""
    tree = sa.select(TERMS.c.id).where(TERMS.c.id.in_(chosen)).cte("below", recursive=True)
    return tree.union(sa.select(TERMS.c.id).join(tree, TERMS.c.parent_id == tree.c.id))


def locations_below(chosen: list[int]) -> sa.CTE:
    """The chosen locations and every location inside them, with the column `id`."""
    tree = sa.select(LOCATIONS.c.id).where(LOCATIONS.c.id.in_(chosen)).cte("inside", recursive=True)
    return tree.union(sa.select(LOCATIONS.c.id).join(tree, LOCATIONS.c.parent_id == tree.c.id))


def term_labels(session: Session, ids: Collection[Any], locale: str) -> dict[Any, str]:
    """The names of terms in a language, by id."""
    found = session.execute(sa.select(TERMS.c.id, term_name(locale)).where(TERMS.c.id.in_(_numbers(ids))))
    return {row[0]: row[1] for row in found}


def location_labels(session: Session, ids: Collection[Any], locale: str) -> dict[Any, str]:
    """The names of locations by id, after the codes of the places around them: "K1 › T3 › N2 · Ngăn 2"."""
    del locale
    wanted = session.scalars(sa.select(Location).where(Location.id.in_(_numbers(ids)))).all()
    around = {outer for place in wanted for outer in places_on(place.path)[:-1]}
    rows = session.execute(
        sa.select(LOCATIONS.c.id, LOCATIONS.c.code, LOCATIONS.c.name).where(LOCATIONS.c.id.in_(around))
    )
    short = {row.id: row.code or row.name for row in rows}
    return {
        place.id: SEPARATOR.join([*(short[outer] for outer in places_on(place.path)[:-1]), place.label])
        for place in wanted
    }


def _numbers(ids: Collection[Any]) -> list[int]:
    """Those that are ids: an address may hold anything, and PostgreSQL compares numbers with numbers only."""
    return [key for key in ids if isinstance(key, int)]


def term_name(locale: str) -> sa.ColumnElement[str]:
    """A term's name in a language as SQL, in Vietnamese where there is no translation."""
    if locale == "en":
        return sa.func.coalesce(sa.func.nullif(TERMS.c.name_en, ""), TERMS.c.name_vi)
    return TERMS.c.name_vi
