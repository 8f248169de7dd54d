"""The series of a museum as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.series import REGISTER, find_series, next_number

_ORDER = tuple(NumberKind)


@dataclass(frozen=True)
class SeriesRow:
    """A series with the count of its numbers and the number that comes next; none comes where it is closed."""

    series: NumberSeries
    numbers: int
    next: str


def list_series(session: Session) -> list[SeriesRow]:
    """All series: registers first, closed ones after those in use."""
    counted = sa.select(ArtifactNumber.series_id, sa.func.count()).group_by(ArtifactNumber.series_id)
    counts = dict(session.execute(counted).all())
    found = session.scalars(sa.select(NumberSeries).order_by(NumberSeries.id)).all()
    ordered = sorted(found, key=lambda one: (_ORDER.index(one.kind), one.closed, one.id))
    return [
        SeriesRow(series, counts.get(series.id, 0), "" if series.closed else next_number(session, series))
        for series in ordered
    ]


def register_is_open(session: Session) -> bool:
    """Whether the museum's own register has been opened; its first number opens it."""
    return find_series(session, REGISTER.code) is not None


def may_follow(session: Session, series: NumberSeries | None, kind: NumberKind) -> list[NumberSeries]:
    """The series of a kind that may follow another."""
    others = sa.select(NumberSeries).where(NumberSeries.kind == kind, NumberSeries.id != (series.id if series else 0))
    return list(session.scalars(others.order_by(NumberSeries.id)))
