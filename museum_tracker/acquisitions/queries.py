"""Reading acquisitions: what has come in, what waits for the council, what is to leave."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from museum_tracker.acquisitions.models import CouncilBatch, CouncilItem, ObjectEntry, Removal
from museum_tracker.acquisitions.rules import NOT_OWNED, BatchState, RemovalState
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.counting import CUSTODY
from museum_tracker.history.remembered import until_next_deed


class Tab(StrEnum):
    """The lists of the collecting page; the words stand in the address."""

    RECEIVED = "tam-nhap"
    REVIEW = "cho-hoi-dong"
    ACCEPTED = "da-nhap"
    RETURNED = "tra-lai"


TAB_LABELS: dict[Tab, str] = {
    Tab.RECEIVED: N_("Received"),
    Tab.REVIEW: N_("Waiting for the council"),
    Tab.ACCEPTED: N_("Accepted"),
    Tab.RETURNED: N_("Returned"),
}
DIRECTOR_DECIDES = N_("Waiting for the director's decision")
CUSTODIES: dict[Tab, tuple[Custody, ...]] = {
    Tab.RECEIVED: (Custody.RECEIVED,),
    Tab.REVIEW: (Custody.RECEIVED, Custody.UNDER_REVIEW),
    Tab.ACCEPTED: (Custody.ACCESSIONED, Custody.DEACCESSION_PROPOSED, Custody.DEACCESSIONED),
    Tab.RETURNED: (Custody.RETURNED,),
}


def tab_label(session: Session, tab: Tab) -> str:
    """What a tab is called: without a council the director decides about what came."""
    return DIRECTOR_DECIDES if tab is Tab.REVIEW and get_profile(session).without_council else TAB_LABELS[tab]


def awaits_council() -> sa.ColumnElement[bool]:
    """What waits for the council: all that came and nobody has decided about, but what stays another's or is a copy."""
    return sa.and_(
        Artifact.voided_at.is_(None),
        Artifact.custody.in_([Custody.RECEIVED, Custody.UNDER_REVIEW]),
        Artifact.holding.not_in(NOT_OWNED),
    )


def listed(tab: Tab) -> sa.Select[Artifact, ObjectEntry]:
    """The objects of a tab with their lines in the entry book; what waits for the council may have none."""
    query = sa.select(Artifact, ObjectEntry).join(
        ObjectEntry, ObjectEntry.artifact_id == Artifact.id, isouter=tab is Tab.REVIEW
    )
    if tab is Tab.REVIEW:
        return query.where(awaits_council())
    return query.where(Artifact.voided_at.is_(None), Artifact.custody.in_(CUSTODIES[tab]))


def list_objects(session: Session, tab: Tab, *, before: int = 0, limit: int = 50) -> Sequence[Any]:
    """A page of a tab: objects and their lines in the entry book, the newest first."""
    query = listed(tab)
    if before:
        query = query.where(Artifact.id < before)
    return session.execute(query.order_by(Artifact.id.desc()).limit(limit)).all()


def count_objects(session: Session, tab: Tab) -> int:
    """How many objects a tab holds."""
    return session.scalar(listed(tab).with_only_columns(sa.func.count(Artifact.id)).order_by(None)) or 0


def find_entry(session: Session, artifact_id: int) -> ObjectEntry | None:
    """The entry book's line of an object."""
    return session.scalar(sa.select(ObjectEntry).where(ObjectEntry.artifact_id == artifact_id))


def has_come(session: Session, artifact_id: int) -> bool:
    """Whether it is known how an object came: received, found, collected or registered, with or without a day."""
    voiding = aliased(Fact)
    query = sa.select(Fact.id).where(
        Fact.artifact_id == artifact_id,
        Fact.kind.in_(CUSTODY),
        ~sa.exists().where(voiding.voids_id == Fact.id),
    )
    return session.scalar(query.limit(1)) is not None


def list_batches(session: Session, *, before: int = 0, limit: int = 50) -> Sequence[CouncilBatch]:
    """Meetings of the council, open ones and then the newest first."""
    query = sa.select(CouncilBatch).options(selectinload(CouncilBatch.items))
    if before:
        query = query.where(CouncilBatch.id < before)
    return session.scalars(query.order_by(CouncilBatch.id.desc()).limit(limit)).all()


def get_batch(session: Session, batch_id: int, *, lock: bool = False) -> CouncilBatch:
    """A meeting by its id; with `lock` nobody else decides it until the deed ends.

    Raises:
        NotFound: there is none.
    """
    found = session.get(CouncilBatch, batch_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound(what=Message(N_("meeting %(id)s"), {"id": str(batch_id)}))
    return found


def find_item(session: Session, artifact_id: int, *, state: BatchState | None = None) -> CouncilItem | None:
    """The last time an object was before the council."""
    query = sa.select(CouncilItem).join(CouncilBatch).where(CouncilItem.artifact_id == artifact_id)
    if state is not None:
        query = query.where(CouncilBatch.state == state)
    return session.scalar(query.order_by(CouncilItem.id.desc()).limit(1))


def candidates(session: Session, *, limit: int = 200) -> Sequence[Artifact]:
    """The objects that wait and that no meeting has been given yet, the longest in the museum first."""
    query = listed(Tab.REVIEW).with_only_columns(Artifact).where(Artifact.custody == Custody.RECEIVED)
    came = (ObjectEntry.received_on.is_(None), ObjectEntry.received_on, Artifact.id)
    return session.scalars(query.order_by(*came).limit(limit)).all()


def count_waiting(session: Session) -> int:
    """How many objects wait for the council's decision, put on a list or not: as many as the tab opens."""
    return until_next_deed(session, "acquisitions.council", lambda: count_objects(session, Tab.REVIEW))


def get_removal(session: Session, removal_id: int, *, lock: bool = False) -> Removal:
    """A removal by its id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Removal, removal_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound(what=Message(N_("removal %(id)s"), {"id": str(removal_id)}))
    return found


def find_removal(session: Session, artifact_id: int) -> Removal | None:
    """The last removal proposed for an object."""
    query = sa.select(Removal).where(Removal.artifact_id == artifact_id)
    return session.scalar(query.order_by(Removal.id.desc()).limit(1))


def list_removals(session: Session, *, limit: int = 200) -> Sequence[Removal]:
    """Removals that wait for a decision, the longest waiting first."""
    query = sa.select(Removal).where(Removal.state == RemovalState.PROPOSED).options(joinedload(Removal.artifact))
    return session.scalars(query.order_by(Removal.id).limit(limit)).all()


def count_removals(session: Session) -> int:
    """How many removals wait for a decision."""
    query = sa.select(sa.func.count(Removal.id)).where(Removal.state == RemovalState.PROPOSED)
    return session.scalar(query) or 0
