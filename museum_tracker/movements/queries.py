"""Reading movements: an object's way through the house, and how many objects stand in each place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.queries import find_by_number
from museum_tracker.catalogue.rules import Custody
from museum_tracker.history.models import ChangeSet
from museum_tracker.locations.queries import path_labels
from museum_tracker.movements.models import Movement

CHUNK = 500
GONE = (Custody.RETURNED, Custody.DEACCESSIONED)


@dataclass(frozen=True)
class MovementRow:
    """One movement as shown: places by name, day, reason, and who noted it."""

    moved_on: dt.date
    origin: str
    target: str
    reason: str
    by: User
    noted_at: dt.datetime


@dataclass
class NumbersRead:
    """What a typed list of numbers came to: the objects meant, numbers nobody bears, numbers that several bear."""

    found: list[Artifact] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)


def counts_by_place(session: Session) -> dict[int, int]:
    """How many objects stand directly in each place."""
    kept = Artifact.voided_at.is_(None), Artifact.location_id.is_not(None), Artifact.custody.not_in(GONE)
    counted = sa.select(Artifact.location_id, sa.func.count()).where(*kept).group_by(Artifact.location_id)
    return {place: count for place, count in session.execute(counted) if place is not None}


def list_movements(session: Session, artifact_id: int, *, limit: int = 500) -> list[MovementRow]:
    """An object's movements, the latest first."""
    wanted = (
        sa.select(Movement)
        .where(Movement.artifact_id == artifact_id)
        .options(selectinload(Movement.change_set).selectinload(ChangeSet.by))
        .order_by(Movement.moved_on.desc(), Movement.id.desc())
        .limit(limit)
    )
    movements = list(session.scalars(wanted))
    places = path_labels(session, {id_ for one in movements for id_ in (one.from_id, one.to_id) if id_ is not None})
    return [
        MovementRow(
            moved_on=one.moved_on,
            origin=places.get(one.from_id or 0, ""),
            target=places.get(one.to_id or 0, ""),
            reason=one.reason,
            by=one.change_set.by,
            noted_at=one.change_set.at,
        )
        for one in movements
    ]


def last_days(session: Session, artifact_ids: Sequence[int]) -> dict[int, dt.date]:
    """The day of each object's last movement."""
    days: dict[int, dt.date] = {}
    for start in range(0, len(artifact_ids), CHUNK):
        of_these = Movement.artifact_id.in_(artifact_ids[start : start + CHUNK])
        last = sa.select(Movement.artifact_id, sa.func.max(Movement.moved_on)).where(of_these)
        days |= dict(session.execute(last.group_by(Movement.artifact_id)).all())
    return days


def read_numbers(session: Session, numbers: Iterable[str]) -> NumbersRead:
    """The objects meant by typed numbers of any kind; nothing is guessed."""
    read = NumbersRead()
    seen: set[int] = set()
    for number in numbers:
        bearers = find_by_number(session, number)
        if not bearers:
            read.unknown.append(number)
        elif len(bearers) > 1:
            read.several.append(number)
        elif bearers[0].id not in seen:
            seen.add(bearers[0].id)
            read.found.append(bearers[0])
    return read
