"""The inventory in history, the state shown on objects, and what a register line protects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import InventoryState, NumberKind, NumberState
from museum_tracker.core.db import among
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.entities import CorrectInstead, PartOfObject
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.inventory.queries import dossier_of, has, last_fact
from museum_tracker.inventory.rules import STEP_LABELS, Step, state_of
from museum_tracker.inventory.services import REGISTER_LINE, put_back

GONE = BIT[Measure.REMOVED] | BIT[Measure.RETURNED]
DOSSIER = BIT[Measure.DOSSIER]
STAYS = N_("It stands in the register: strike the line through instead.")
STRIKE = N_("Strike through")
# What a register line consists of, beside its registration number.
LINE = frozenset(
    {"holding", "register_book", "register_page", "register_line"}
    | {"registered_text", "registered_earliest", "registered_latest"}
)


class InventoryEntity(PartOfObject):
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
        """A register line is never unmade, only struck through; a struck one comes back only if nobody else is here."""
        del session
        return stays(item.entity_id) if (item.after or {}).get(Step.REGISTERED) else None

    def label(self, session: Session, entity_id: int) -> str:
        """The number and name of the object."""
        artifact = session.get(Artifact, entity_id)
        return artifact.label if artifact else f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The object's page."""
        return f"/hien-vat/{entity_id}#panel-kiem-ke"


def stays(artifact_id: int) -> Message:
    """Why a register line has to stand, and where it is struck through."""
    return CorrectInstead(STAYS, url=f"/hien-vat/{artifact_id}/gach-so", action=STRIKE)


def keep_lines(session: Session, change_set: ChangeSet) -> Callable[[ChangeItem], Message | None] | None:
    """A number, a date or a title that a later register line rests on is not taken from under it."""
    del change_set

    def must_stand(item: ChangeItem) -> Message | None:
        if item.entity != "artifact" or item.before is None or item.after is None:
            return None
        numbers = "numbers" in item.after and _registered_under(item.before) != _registered_under(item.after)
        if not (numbers or LINE & item.after.keys()):
            return None
        fact = last_fact(session, item.entity_id, FactKind.REGISTERED, FactKind.STRUCK)
        if fact is None or fact.kind is FactKind.STRUCK or fact.change_set_id <= item.change_set_id:
            return None  # no line, or one from before: then the record goes back to what the line says
        here = REGISTER_LINE.items() <= fact.values.items()
        return stays(item.entity_id) if here or (numbers and not _registered_under(item.before)) else None

    return must_stand


def _registered_under(values: Mapping[str, Any]) -> set[str]:
    """The registration numbers that a record bears by values that history kept."""
    borne = {NumberState.CURRENT, NumberState.DUPLICATE}
    return {
        number["text"]
        for number in values.get("numbers") or ()
        if number["kind"] == NumberKind.REGISTRATION and number.get("state", NumberState.CURRENT) in borne
    }


def protect(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    """Records that were entered in the register here can no longer be unmade."""
    registered = sa.select(Fact).where(Fact.kind == FactKind.REGISTERED, among(session, Fact.artifact_id, ids))
    here = {fact.artifact_id for fact in session.scalars(registered) if REGISTER_LINE.items() <= fact.values.items()}
    last = {artifact_id: last_fact(session, artifact_id, FactKind.REGISTERED) for artifact_id in here}
    return {key: stays(key) for key, fact in last.items() if fact and REGISTER_LINE.items() <= fact.values.items()}


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
