"""Moving objects: one or many, with a day and a reason; the place on the object is only a copy of the last movement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.db import Columns, Same, among, insert_columns, table_of
from museum_tracker.core.text import clean
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import record
from museum_tracker.locations.models import Location
from museum_tracker.movements.models import Movement
from museum_tracker.movements.queries import CHUNK, GONE, last_days
from museum_tracker.movements.rules import (
    REASON_LENGTH,
    AlreadyThere,
    GoneObject,
    NothingToMove,
    PlaceClosed,
    check_day,
    check_order,
)

ENTITY = "artifact_location"


@dataclass(frozen=True)
class Moved:
    """What moving many objects came to: how many went, how many stood there already."""

    moved: int
    already: int


def move(
    session: Session,
    artifact: Artifact,
    *,
    to: Location | None,
    deed: ChangeSet,
    moved_on: dt.date | None = None,
    reason: str = "",
) -> Movement:
    """Put an object in another place and note who did it; `to` None notes that its place is not known.

    Raises:
        Refusal: it stands there already, is gone, the place is closed, or the day does not fit.
    """
    if artifact.location_id == (to.id if to is not None else None):
        raise AlreadyThere(field="to", object=artifact.label)
    _move(session, [artifact], to=to, deed=deed, moved_on=moved_on, reason=reason)
    return session.scalars(
        sa.select(Movement).where(Movement.artifact_id == artifact.id).order_by(Movement.id.desc()).limit(1)
    ).one()


def move_many(
    session: Session,
    artifact_ids: Sequence[int],
    *,
    to: Location | None,
    deed: ChangeSet,
    moved_on: dt.date | None = None,
    reason: str = "",
) -> Moved:
    """Put many objects in one place; those that stand there already are left alone.

    Raises:
        NothingToMove: all stand there already.
        Refusal: see `move`; nothing is moved then.
    """
    target = to.id if to is not None else None
    moved = 0
    for start in range(0, len(artifact_ids), CHUNK):
        wanted = sa.select(Artifact).where(Artifact.id.in_(artifact_ids[start : start + CHUNK]))
        going = [artifact for artifact in session.scalars(wanted) if artifact.location_id != target]
        _move(session, going, to=to, deed=deed, moved_on=moved_on, reason=reason)
        moved += len(going)
    if not moved:
        raise NothingToMove(field="to")
    return Moved(moved, len(artifact_ids) - moved)


def place_new(session: Session, artifact_ids: Sequence[int], *, to: Location, deed: ChangeSet) -> None:
    """Note the first place of objects that the same deed has just begun, all at once.

    Raises:
        PlaceClosed: nothing is put there any more.
    """
    if not to.active:
        raise PlaceClosed(field="to", place=to.label)
    number, kept = len(artifact_ids), {"location_id": to.id}
    placed = {"to_id": Same(to.id), "moved_on": Same(clock.today()), "reason": Same(""), "change_set_id": Same(deed.id)}
    insert_columns(session, Movement, number, {"artifact_id": artifact_ids, **placed})
    session.execute(sa.update(table_of(Artifact)).where(among(session, Artifact.id, artifact_ids)).values(**kept))
    told: Columns = {"change_set_id": Same(deed.id), "entity": Same(ENTITY), "entity_id": artifact_ids}
    shown: Columns = {**told, "before": Same({"location_id": None}), "after": Same(kept)}
    insert_columns(session, ChangeItem, number, shown)


def _move(
    session: Session,
    artifacts: Sequence[Artifact],
    *,
    to: Location | None,
    deed: ChangeSet,
    moved_on: dt.date | None,
    reason: str,
) -> None:
    day = moved_on or clock.today()
    check_day(day, clock.today())
    if to is not None and not to.active:
        raise PlaceClosed(field="to", place=to.label)
    last = last_days(session, [artifact.id for artifact in artifacts])
    for artifact in artifacts:
        if artifact.voided_at is not None or artifact.custody in GONE:
            raise GoneObject(object=artifact.label)
        check_order(artifact.label, day, last.get(artifact.id))
    target = to.id if to is not None else None
    for artifact in artifacts:
        session.add(
            Movement(
                artifact_id=artifact.id,
                from_id=artifact.location_id,
                to_id=target,
                moved_on=day,
                reason=clean(reason)[:REASON_LENGTH],
                change_set_id=deed.id,
            )
        )
        before = {"location_id": artifact.location_id}
        artifact.location_id = target
        record(session, deed, entity=ENTITY, entity_id=artifact.id, before=before, after={"location_id": target})
    session.flush()
