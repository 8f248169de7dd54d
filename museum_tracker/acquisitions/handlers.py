"""Custody in history, and objects whose old books say that they are in or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.models import CouncilBatch, CouncilItem, ObjectEntry, Removal
from museum_tracker.acquisitions.queries import find_item
from museum_tracker.acquisitions.removals import take_back_proposal
from museum_tracker.acquisitions.rules import BatchState, RemovalState
from museum_tracker.acquisitions.services import (
    ENTITY,
    entry_values,
    note_custody,
    put_back_entry,
    take_back_entry,
    take_back_review,
)
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ENUM_LABELS, Custody
from museum_tracker.core.db import among
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.history.entities import CorrectInstead, Entity, Owner, PartOfObject
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.services import record

REGISTERED, REMOVED, RETURNED = (BIT[name] for name in (Measure.REGISTERED, Measure.REMOVED, Measure.RETURNED))
WAITING = (Custody.RECEIVED, Custody.UNDER_REVIEW)
PROVED = (Custody.ACCESSIONED, Custody.DEACCESSIONED, Custody.RETURNED)  # what old books say of an object
HEARD = N_("The council has it on the list of the meeting “%(title)s”: take it off there first.")
AGAIN = N_("Record a new decision instead.")
DECIDE = N_("Record a new decision")
REMOVE = N_("Propose its removal")
BACK = N_("Put it back on the register")


class EntryEntity(Entity):
    """Lines of the temporary entry book, as history knows them."""

    kind = N_("Line of the entry book")
    needs = Permission.ENTER_ACQUISITIONS
    fields = {  # noqa: RUF012 - read, never written
        "artifact_id": N_("Object"),
        "number": N_("Number"),
        "received_on": N_("Received on"),
        "received_by_id": N_("Received by"),
        "handover_record": N_("Handover record no."),
        "handover_on": N_("Date of the handover record"),
        "collected": N_("Counts as collected"),
        "note": N_("Remark"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """What the line says; None when it was taken back."""
        line = session.get(ObjectEntry, entity_id)
        return entry_values(line) if line else None

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take the line back."""
        take_back_entry(session, session.get_one(ObjectEntry, entity_id), deed=deed)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Write the line again."""
        put_back_entry(session, entity_id, values, deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """What a council has heard came by this line."""
        artifact_id = _artifact_of(item)
        heard = find_item(session, artifact_id) if item.before is None else None
        if heard is None:
            return None
        said = {"title": heard.batch.title or f"#{heard.batch_id}"}
        return CorrectInstead(HEARD, said, url=f"/suu-tam/hoi-dong/{heard.batch_id}", action=N_("Open the meeting"))

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The object that came."""
        del session
        return "artifact", _artifact_of(item)

    def label(self, session: Session, entity_id: int) -> str:
        """The number in the entry book."""
        line = session.get(ObjectEntry, entity_id)
        return line.number if line else f"#{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """Objects and people by their names."""
        if field == "artifact_id":
            artifact = session.get(Artifact, value)
            return artifact.label if artifact else f"#{value}"
        if field == "received_by_id":
            user = session.get(User, value)
            return user.name if user else ""
        return super().show_value(session, field, value, locale)


def _artifact_of(item: ChangeItem) -> int:
    return int((item.after or item.before or {})["artifact_id"])


class CustodyEntity(PartOfObject):
    """Where an object stands between the door and the register, as history knows it."""

    kind = N_("Custody")
    needs = Permission.ENTER_ACQUISITIONS
    fields = {"custody": N_("Custody")}  # noqa: RUF012 - read, never written

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The object's custody now."""
        artifact = session.get(Artifact, entity_id)
        return None if artifact is None or artifact.voided_at is not None else {"custody": artifact.custody.value}

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Take a proposal back: off the council's list, or no longer to be removed."""
        artifact, wanted = session.get_one(Artifact, entity_id), Custody(values["custody"])
        if artifact.custody is Custody.UNDER_REVIEW:
            take_back_review(session, artifact, deed=deed)
        elif artifact.custody is Custody.DEACCESSION_PROPOSED:
            take_back_proposal(session, artifact, deed=deed)
        else:
            note_custody(session, artifact, wanted, deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """What minutes or a numbered decision say stands; proposals and what old books say are taken back."""
        before, after = (Custody((side or {})["custody"]) for side in (item.before, item.after))
        if after is Custody.DEACCESSION_PROPOSED:
            return None
        cited = protect(session, [item.entity_id]).get(item.entity_id)
        if cited is not None or after is Custody.UNDER_REVIEW:
            return cited
        proved = (before in WAITING and after in PROVED) or (before in PROVED and after in WAITING)
        return None if proved else CorrectInstead(AGAIN, url=_next_step(item.entity_id, after), action=DECIDE)

    def label(self, session: Session, entity_id: int) -> str:
        """The number and name of the object."""
        artifact = session.get(Artifact, entity_id)
        return artifact.label if artifact else f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The object's page."""
        return f"/hien-vat/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A state by its name."""
        if field == "custody" and value in set(Custody):
            return translate(ENUM_LABELS[Custody(value)], locale)
        return super().show_value(session, field, value, locale)


def _next_step(artifact_id: int, custody: Custody) -> str:
    """Where the next decision about an object is recorded."""
    if custody is Custody.DEACCESSIONED:
        return f"/hien-vat/{artifact_id}/dua-lai-so"
    return f"/hien-vat/{artifact_id}/xuat-khoi-so" if custody is Custody.ACCESSIONED else "/suu-tam/hoi-dong"


def protect(session: Session, ids: Sequence[int]) -> Mapping[int, Message]:
    """Records that signed minutes or a decided removal cite can no longer be unmade."""
    proposed = sa.select(Removal).where(among(session, Removal.artifact_id, ids)).order_by(Removal.id)
    last = {removal.artifact_id: removal for removal in session.scalars(proposed)}
    decided = N_("The decision %(number)s cites it: a new decision is needed.")
    found = {
        key: CorrectInstead(
            decided, {"number": removal.decision_number}, url=f"/hien-vat/{key}/dua-lai-so", action=BACK
        )
        for key, removal in last.items()
        if removal.state is RemovalState.DECIDED
    }
    minutes = (
        sa.select(CouncilItem.artifact_id, CouncilBatch.minutes_number)
        .join(CouncilBatch)
        .where(among(session, CouncilItem.artifact_id, ids), CouncilBatch.state == BatchState.DECIDED)
        .order_by(CouncilItem.id)
    )
    cited = N_("The minutes %(number)s cite it: a new decision is needed.")
    heard = {
        key: CorrectInstead(cited, {"number": number}, url=f"/hien-vat/{key}/xuat-khoi-so", action=REMOVE)
        for key, number in session.execute(minutes)
    }
    return heard | found


def follow(session: Session, *, stands: Mapping[int, tuple[int, int]], deed: ChangeSet) -> None:
    """Show objects as accessioned, removed or returned when their old books say so."""
    gone = {id_ for id_, (_, flows) in stands.items() if flows & (REMOVED | RETURNED)}
    registered = [id_ for id_, (stocks, _) in stands.items() if stocks & REGISTERED and id_ not in gone]
    removed = [id_ for id_ in gone if stands[id_][1] & REMOVED]
    returned = [id_ for id_ in gone if stands[id_][1] & RETURNED]
    _swap(session, registered, WAITING, Custody.ACCESSIONED, deed)
    _swap(session, removed, (*WAITING, Custody.ACCESSIONED), Custody.DEACCESSIONED, deed)
    _swap(session, returned, WAITING, Custody.RETURNED, deed)


def _swap(session: Session, ids: Sequence[int], was: Sequence[Custody], now: Custody, deed: ChangeSet) -> None:
    if not ids:
        return
    query = sa.select(Artifact.id, Artifact.custody).where(Artifact.id.in_(ids), Artifact.custody.in_(was))
    before = dict(session.execute(query).all())
    for artifact_id, custody in before.items():
        said = {"before": {"custody": custody.value}, "after": {"custody": now.value}}
        record(session, deed, entity=ENTITY, entity_id=artifact_id, **said)
    if before:
        session.execute(
            sa.update(Artifact)
            .where(Artifact.id.in_(before))
            .values(custody=now)
            .execution_options(synchronize_session="fetch")
        )
