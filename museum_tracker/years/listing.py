"""Frozen lists as pages of objects: what was frozen of each is shown, numbers and names are those of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.formats import date as show_date
from museum_tracker.figures.rules.days import Span, date_of
from museum_tracker.years.frozen import FrozenObjects

PAGE = 100


@dataclass(frozen=True)
class Listed:
    """An object of a frozen list; `day` and `level` as frozen."""

    place: int
    artifact_id: int
    number: str
    name: str
    cover: str
    gone: bool
    pieces: int
    level: int = 0
    day: str = ""


def list_frozen(kept: FrozenObjects, start: int, locale: str, limit: int = PAGE) -> list[Listed]:
    """So many objects of a list from a place on (1 is the first), in the order of their ids.

    Raises:
        Damaged: the list is not what was frozen.
    """
    levels, days = kept.levels, kept.days or {}
    return [
        replace(
            one,
            pieces=kept.pieces.get(one.artifact_id, 1),
            level=levels.get(one.artifact_id, 0),
            day=_day(days.get(one.artifact_id), locale),
        )
        for one in list_objects(kept.session, kept.ids, start, limit)
    ]


def list_objects(session: Session, ids: Sequence[int], start: int, limit: int = PAGE) -> list[Listed]:
    """So many objects from a place on (1 is the first), as their records are today."""
    wanted = ids[start - 1 : start - 1 + limit]
    columns = (Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en, Artifact.cover, Artifact.voided_at)
    query = sa.select(*columns, Artifact.quantity).where(Artifact.id.in_(wanted))
    found = {row.id: row for row in session.execute(query)}
    return [
        Listed(
            place=place,
            artifact_id=row.id,
            number=row.number,
            name=row.name_vi or row.name_en,
            cover=row.cover,
            gone=row.voided_at is not None,
            pieces=max(row.quantity, 1),
        )
        for place, artifact_id in enumerate(wanted, start)
        if (row := found.get(artifact_id)) is not None
    ]


def _day(span: Span | None, locale: str) -> str:
    ends = dict.fromkeys(day for number in span or () if (day := date_of(number)) is not None)
    return " – ".join(show_date(day, locale) for day in ends)
