"""Taking objects off the register: proposed with a reason, decided by number and date, never erased."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from museum_tracker.acquisitions.errors import DecisionNumberMissing, ReasonMissing, WrongCustody
from museum_tracker.acquisitions.models import Removal
from museum_tracker.acquisitions.queries import find_removal, get_removal
from museum_tracker.acquisitions.rules import RemovalState
from museum_tracker.acquisitions.services import note_custody, set_custody
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ENUM_LABELS, Custody
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import Duty, require_second_person


def propose_removal(session: Session, artifact: Artifact, reason: str, *, deed: ChangeSet) -> Removal:
    """Propose to take an object off the register, with the reason.

    Raises:
        ReasonMissing: no reason was given.
        WrongCustody: the object is not in the museum's keeping.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason", label=artifact.label)
    artifact = get_artifact(session, artifact.id, lock=True)
    set_custody(session, artifact, Custody.DEACCESSION_PROPOSED, deed=deed)
    removal = Removal(
        artifact_id=artifact.id,
        reason=reason.strip(),
        proposed_on=clock.local(deed.at).date(),
        proposed_by_id=deed.by.id,
        decided_on=None,
        decided_by_id=None,
        answer="",
    )
    session.add(removal)
    session.flush()
    return removal


def decide_removal(
    session: Session,
    removal: Removal,
    *,
    decision_number: str,
    decided_on: dt.date | None,
    deed: ChangeSet,
    reason: str = "",
    witness: str = "",
) -> Removal:
    """Take the object off the register on the day of the decision; record and number stay, the number is never reused.

    Raises:
        DecisionNumberMissing: the decision has no number or date.
        WrongCustody: it was decided in the meantime.
        OwnWork: it is the person's own proposal.
    """
    if not decision_number.strip() or decided_on is None:
        raise DecisionNumberMissing(field="decision_number" if not decision_number.strip() else "decided_on")
    removal, artifact = _waiting(session, removal)
    said = {"thing": artifact.label, "reason": reason, "witness": witness}
    require_second_person(session, [removal.proposed_by_id], duty=Duty.REMOVAL, deed=deed, **said)
    set_custody(session, artifact, Custody.DEACCESSIONED, deed=deed)
    _answer(removal, RemovalState.DECIDED, deed)
    removal.decision_number, removal.decided_on = decision_number.strip(), decided_on
    values = {"decision": removal.decision_number, "reason": removal.reason}
    add_fact(session, artifact.id, FactKind.LEFT, deed=deed, effective_on=decided_on, values=values)
    touch(session, [artifact.id], deed=deed)
    return removal


def drop_removal(session: Session, removal: Removal, answer: str, *, deed: ChangeSet) -> Removal:
    """Decide that the object stays.

    Raises:
        ReasonMissing: no reason was given.
        WrongCustody: it was decided in the meantime.
    """
    removal, artifact = _waiting(session, removal)
    if not answer.strip():
        raise ReasonMissing(field="answer", label=artifact.label)
    set_custody(session, artifact, Custody.ACCESSIONED, deed=deed)
    _answer(removal, RemovalState.DROPPED, deed)
    removal.answer = answer.strip()
    session.flush()
    return removal


def put_back_on_register(
    session: Session, artifact: Artifact, *, decision_number: str, on: dt.date | None, deed: ChangeSet
) -> Artifact:
    """Put a removed object back by a new decision: it counts again from that day, under its old number.

    Raises:
        DecisionNumberMissing: the decision has no number or date.
        WrongCustody: the object was not removed.
    """
    if not decision_number.strip() or on is None:
        raise DecisionNumberMissing(field="decision_number" if not decision_number.strip() else "decided_on")
    artifact = get_artifact(session, artifact.id, lock=True)
    if artifact.custody is not Custody.DEACCESSIONED:
        raise WrongCustody(label=artifact.label, state=Message(ENUM_LABELS[artifact.custody]))
    note_custody(session, artifact, Custody.ACCESSIONED, deed=deed)
    values = {"decision": decision_number.strip()}
    add_fact(session, artifact.id, FactKind.REINSTATED, deed=deed, effective_on=on, values=values)
    touch(session, [artifact.id], deed=deed)
    return artifact


def take_back_proposal(session: Session, artifact: Artifact, *, deed: ChangeSet) -> None:
    """Undo a proposal nobody has decided."""
    removal = find_removal(session, artifact.id)
    if removal is not None and removal.state is RemovalState.PROPOSED:
        _answer(removal, RemovalState.DROPPED, deed)
        note_custody(session, artifact, Custody.ACCESSIONED, deed=deed)


def _waiting(session: Session, removal: Removal) -> tuple[Removal, Artifact]:
    removal = get_removal(session, removal.id, lock=True)
    artifact = get_artifact(session, removal.artifact_id, lock=True)
    if removal.state is not RemovalState.PROPOSED:
        raise WrongCustody(label=artifact.label, state=Message(ENUM_LABELS[artifact.custody]))
    return removal, artifact


def _answer(removal: Removal, state: RemovalState, deed: ChangeSet) -> None:
    removal.state, removal.decided_by_id = state, deed.by.id
