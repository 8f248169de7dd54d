"""When a property of an object is not given: one statement for the facet, its filter and the work list of gaps."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from museum_tracker.catalogue.models import Artifact, ArtifactMaterial
from museum_tracker.core.db import Base

NOTHING = "-"  # stands in the address for "not given"
OTHER_WORDS = "khac"  # written in words that the vocabulary does not have

T = Base.metadata.tables[Artifact.__tablename__]
_MATERIALS = Base.metadata.tables[ArtifactMaterial.__tablename__]
_termed = T.c.id.in_(sa.select(_MATERIALS.c.artifact_id))

# How a property is given where its own column is empty, by the name of the column.
GIVEN_OTHERWISE: dict[str, sa.ColumnElement[bool]] = {
    "period_id": T.c.period_text != "",
    "condition_id": T.c.condition_text != "",
    "place_id": (T.c.production_place != "") | (T.c.find_place != ""),
    "collected_year": T.c.collected_earliest.is_not(None),
}


def not_given(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Nothing is said: neither a term nor words beside it."""
    otherwise = GIVEN_OTHERWISE.get(_name(column))
    return column.is_(None) if otherwise is None else column.is_(None) & ~otherwise


def in_other_words(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Something is said, but no term of the vocabulary and no single year."""
    otherwise = GIVEN_OTHERWISE.get(_name(column))
    return sa.false() if otherwise is None else column.is_(None) & otherwise


def either(column: sa.ColumnElement[Any], values: tuple[str, ...], among: sa.ColumnElement[bool]) -> Any:
    """The condition of a filter on a property: its chosen terms or years, and what was chosen besides."""
    return chosen_among(values, among, not_given(column), in_other_words(column))


def chosen_among(
    values: tuple[str, ...], among: sa.ColumnElement[bool], nothing: Any, other_words: Any
) -> sa.ColumnElement[bool]:
    """What stands among the chosen values, with "not given" and "in other words" where these were chosen."""
    beside = {NOTHING: nothing, OTHER_WORDS: other_words}
    return sa.or_(among, *(condition for word, condition in beside.items() if word in values))


def may_be_in_other_words(column: sa.ColumnElement[Any]) -> bool:
    """Whether a property can be given in words beside its own column."""
    return _name(column) in GIVEN_OTHERWISE


def _name(column: sa.ColumnElement[Any]) -> str:
    return str(getattr(column, "name", ""))


NO_MATERIAL = (T.c.material_text == "") & ~_termed
MATERIAL_IN_OTHER_WORDS = (T.c.material_text != "") & ~_termed
