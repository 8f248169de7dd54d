"""Custody in history, and objects whose old books say that they are in or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.models import CouncilBatch, CouncilItem, Removal
from museum_tracker.acquisitions.removals import take_back_proposal
from museum_tracker.acquisitions.rules import BatchState, RemovalState
from museum_tracker.acquisitions.services import take_back_review
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ENUM_LABELS, Custody
from museum_tracker.core.db import among
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem, ChangeSet

REGISTERED, REMOVED, RETURNED = (BIT[name] for name in (Measure.REGISTERED, Measure.REMOVED, Measure.RETURNED))
WAITING = (Custody.RECEIVED, Custody.UNDER_REVIEW)


class CustodyEntity(Entity):
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
        artifact = session.get_one(Artifact, entity_id)
        if artifact.custody is Custody.UNDER_REVIEW and values.get("custody") == Custody.RECEIVED:
            take_back_review(session, artifact, deed=deed)
        elif artifact.custody is Custody.DEACCESSION_PROPOSED and values.get("custody") == Custody.ACCESSIONED:
            take_back_proposal(session, artifact, deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """What minutes or a numbered decision say stands; only proposals are taken back."""
        after = (item.after or {}).get("custody")
        if after == Custody.DEACCESSION_PROPOSED:
            return None
        cited = protect(session, [item.entity_id]).get(item.entity_id)
        return cited if after == Custody.UNDER_REVIEW else cited or Message(N_("Record a new decision instead."))

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


def protect(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    """Records that signed minutes or a decided removal cite can no longer be unmade."""
    proposed = sa.select(Removal).where(among(session, Removal.artifact_id, ids)).order_by(Removal.id)
    last = {removal.artifact_id: removal for removal in session.scalars(proposed)}
    decided = N_("The decision %(number)s cites it: a new decision is needed.")
    found = {
        key: Message(decided, {"number": removal.decision_number})
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
    return found | {key: Message(cited, {"number": number}) for key, number in session.execute(minutes)}


def follow(session: Session, *, stands: Mapping[int, tuple[int, int]], deed: ChangeSet) -> None:
    """Show objects as accessioned, removed or returned when their old books say so."""
    del deed
    gone = {id_ for id_, (_, flows) in stands.items() if flows & (REMOVED | RETURNED)}
    registered = [id_ for id_, (stocks, _) in stands.items() if stocks & REGISTERED and id_ not in gone]
    _swap(session, registered, WAITING, Custody.ACCESSIONED)
    _swap(session, [i for i in gone if stands[i][1] & REMOVED], (*WAITING, Custody.ACCESSIONED), Custody.DEACCESSIONED)
    _swap(session, [i for i in gone if stands[i][1] & RETURNED], WAITING, Custody.RETURNED)


def _swap(session: Session, ids: Sequence[int], was: Sequence[Custody], now: Custody) -> None:
    if ids:
        session.execute(
            sa.update(Artifact)
            .where(Artifact.id.in_(ids), Artifact.custody.in_(was))
            .values(custody=now)
            .execution_options(synchronize_session="fetch")
        )
