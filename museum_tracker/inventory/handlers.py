"""The inventory in history, the state shown on objects, and what a register line protects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import InventoryState
from museum_tracker.core.db import among
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.inventory.queries import dossier_of, has, last_fact
from museum_tracker.inventory.rules import STEP_LABELS, Step, state_of
from museum_tracker.inventory.services import REGISTER_LINE, put_back

GONE = BIT[Measure.REMOVED] | BIT[Measure.RETURNED]
DOSSIER = BIT[Measure.DOSSIER]
STAYS = Message(N_("It stands in the register: strike the line through instead."))


class InventoryEntity(Entity):
    """The steps of an object's inventory, as history knows them."""

    kind = N_("Inventory")
    needs = Permission.RECORD_INVENTORY
    fields = {step.value: label for step, label in STEP_LABELS.items()}  # noqa: RUF012 - read, never written

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """Which steps the object has reached."""
        return {step.value: has(session, entity_id, step) for step in Step}

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a step back or take it away."""
        for name, reached in values.items():
            put_back(session, entity_id, Step(name), reached=bool(reached), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A register line is never unmade, only struck through."""
        del session
        return STAYS if Step.REGISTERED in (item.after or {}) else None

    def label(self, session: Session, entity_id: int) -> str:
        """The number and name of the object."""
        artifact = session.get(Artifact, entity_id)
        return artifact.label if artifact else f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The object's page."""
        return f"/hien-vat/{entity_id}#panel-kiem-ke"


def protect(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    """Records that were entered in the register here can no longer be unmade."""
    registered = sa.select(Fact).where(Fact.kind == FactKind.REGISTERED, among(session, Fact.artifact_id, ids))
    here = {fact.artifact_id for fact in session.scalars(registered) if REGISTER_LINE.items() <= fact.values.items()}
    last = {artifact_id: last_fact(session, artifact_id, FactKind.REGISTERED) for artifact_id in here}
    return {key: STAYS for key, fact in last.items() if fact and REGISTER_LINE.items() <= fact.values.items()}


def follow(session: Session, *, stands: Mapping[int, tuple[int, int]], deed: ChangeSet) -> None:
    """Renew the state shown on objects; what has left the museum keeps the state it left with."""
    del deed
    groups: dict[InventoryState, list[int]] = defaultdict(list)
    for artifact_id, (stocks, flows) in stands.items():
        if not flows & GONE:
            groups[state_of(stocks)].append(artifact_id)
    for state, ids in groups.items():
        session.execute(
            sa.update(Artifact)
            .where(Artifact.id.in_(ids), Artifact.inventory_state != state)
            .values(inventory_state=state)
            .execution_options(synchronize_session="fetch")
        )


def recheck(session: Session, *, ids: Sequence[int], deed: ChangeSet) -> None:
    """Reopen dossiers declared complete here whose record has lost something since."""
    stands = sa.select(Standing.artifact_id).where(
        Standing.artifact_id.in_(ids),
        Standing.stocks.bitwise_and(DOSSIER) != 0,
        Standing.opening.bitwise_and(DOSSIER) == 0,
    )
    for artifact_id in session.scalars(stands).all():
        artifact = session.get(Artifact, artifact_id)
        if artifact is None or all(check.met for check in dossier_of(artifact)):
            continue
        add_fact(session, artifact_id, FactKind.DOSSIER_REOPENED, deed=deed, values={"reason": "record"})
        touch(session, [artifact_id], deed=deed)
