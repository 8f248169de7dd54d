"""Frozen lists as pages of objects: what was frozen of each is shown, numbers and names are those of today."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

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
    level: int
    day: str


def list_frozen(kept: FrozenObjects, start: int, locale: str, limit: int = PAGE) -> list[Listed]:
    """So many objects of a list from a place on (1 is the first), in the order of their ids.

    Raises:
        Damaged: the list is not what was frozen.
    """
    wanted = kept.ids[start - 1 : start - 1 + limit]
    columns = (Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en, Artifact.cover, Artifact.voided_at)
    found = {row.id: row for row in kept.session.execute(sa.select(*columns).where(Artifact.id.in_(wanted)))}
    levels, days = kept.levels, kept.days or {}
    return [
        Listed(
            place,
            row.id,
            row.number,
            row.name_vi or row.name_en,
            row.cover,
            row.voided_at is not None,
            kept.pieces.get(artifact_id, 1),
            levels.get(artifact_id, 0),
            _day(days.get(artifact_id), locale),
        )
        for place, artifact_id in enumerate(wanted, start)
        if (row := found.get(artifact_id)) is not None
    ]


def _day(span: Span | None, locale: str) -> str:
    ends = dict.fromkeys(day for number in span or () if (day := date_of(number)) is not None)
    return " – ".join(show_date(day, locale) for day in ends)
