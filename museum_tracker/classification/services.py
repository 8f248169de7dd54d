"""Proposing, confirming, sending back and contesting classifications."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ClassificationState, NumberKind, NumberState
from museum_tracker.catalogue.series import classification_book, open_book, reserve_next_number
from museum_tracker.catalogue.services import get_artifact, set_number
from museum_tracker.classification.models import Classification
from museum_tracker.classification.queries import find_current, get_classification
from museum_tracker.classification.rules import NEEDS_REASON, STATE_OF, Stage, may_step
from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import Duty, require_second_person, small_museum
from museum_tracker.history.services import record
from museum_tracker.vocabularies.models import Term

ENTITY = "classification"


class AlreadyClassified(Conflict):
    """The object has a confirmed classification or one that waits for a decision."""

    msgid = N_("“%(label)s” is classified already or waits for a decision: %(number)s.")


class NoGroupCode(Refusal):
    """A material group without a code has no classification book."""

    msgid = N_("“%(material)s” has no code, so it has no classification book: choose a material group.")


class CuratorConfirms(Refusal):
    """The director confirms classifications in a museum with few people only."""

    msgid = N_("A curator confirms classifications; the director does so only in a museum with few people.")
    status = 403


class NoSuchStep(Conflict):
    """Somebody else decided this classification in the meantime."""

    msgid = N_("This classification (%(number)s) was decided in the meantime by %(who)s.")


class ReasonMissing(Refusal):
    """A classification comes back only with a reason."""

    msgid = N_("Say why, so that the person who proposed it knows what to change.")


def propose(session: Session, artifact: Artifact, material: Term, *, deed: ChangeSet, note: str = "") -> Classification:
    """Propose a material group; the next number of its series is reserved and shown as proposed.

    Proposing again after a return keeps the number while the group stays the same.

    Raises:
        AlreadyClassified: a proposal waits or a classification stands.
        NoGroupCode: the material has no code.
    """
    artifact = get_artifact(session, artifact.id, lock=True)  # of two who propose at once the second sees the first's
    last = _refuse_proposal(session, artifact, material)
    series = open_book(session, classification_book(material.code))
    kept = last is not None and last.material_id == material.id
    number = last.number if last is not None and kept else reserve_next_number(session, series)
    shown: dict[str, Any] = {"kind": NumberKind.CLASSIFICATION, "series": series, "state": NumberState.PROPOSED}
    artifact = set_number(session, artifact, number, deed=deed, **shown)
    if last is not None:
        _set_stage(session, last, Stage.WITHDRAWN, deed=deed)
    made = Classification(artifact_id=artifact.id, material_id=material.id, number=number, note=note, decided_at=None)
    made.proposed_by_id, made.proposed_at = deed.by.id, deed.at
    session.add(made)
    session.flush()
    artifact.classification_state = ClassificationState.PROPOSED
    record(session, deed, entity=ENTITY, entity_id=made.id, before=None, after=kept_values(made))
    return made


def _refuse_proposal(session: Session, artifact: Artifact, material: Term) -> Classification | None:
    """See that a proposal is possible; answers the one that came back before, if any."""
    if not material.code:
        raise NoGroupCode(field="material", material=material.name_vi)
    last = find_current(session, artifact.id)
    if last is not None and last.stage in {Stage.PROPOSED, Stage.CONFIRMED}:
        raise AlreadyClassified(label=artifact.label, number=last.number)
    if last is None and artifact.classification_state is ClassificationState.CONFIRMED:
        raise AlreadyClassified(label=artifact.label, number=artifact.classification_number)
    return last


def confirm(
    session: Session,
    classification: Classification,
    *,
    deed: ChangeSet,
    on: dt.date | None = None,
    reason: str = "",
    witness: str = "",
) -> Classification:
    """Confirm a proposal (or a contested classification): its number stands, the object counts as classified.

    Raises:
        NoSuchStep: somebody decided it in the meantime.
        OwnWork, CuratorConfirms: it is the person's own proposal, or the director's only in a museum with few people.
    """
    classification = get_classification(session, classification.id, lock=True)
    if deed.by.role is Role.DIRECTOR and small_museum(session) is None:
        raise CuratorConfirms
    why = {"thing": f"{classification.number} · {classification.artifact.label}", "reason": reason, "witness": witness}
    require_second_person(session, [classification.proposed_by_id], duty=Duty.CLASSIFICATION, deed=deed, **why)
    _move(session, classification, Stage.CONFIRMED, deed=deed)
    classification.decided_on = on or clock.local(deed.at).date()
    artifact = set_number(
        session,
        classification.artifact,
        classification.number,
        deed=deed,
        kind=NumberKind.CLASSIFICATION,
        series=open_book(session, classification_book(classification.material.code)),
        state=NumberState.CURRENT,
    )
    values = {"number": classification.number, "material": classification.material.code}
    add_fact(
        session, artifact.id, FactKind.CLASSIFIED, deed=deed, effective_on=classification.decided_on, values=values
    )
    touch(session, [artifact.id], deed=deed)
    return classification


def send_back(session: Session, classification: Classification, reason: str, *, deed: ChangeSet) -> Classification:
    """Give a proposal back to the person who made it, with the reason.

    Raises:
        ReasonMissing: no reason was given.
        NoSuchStep: somebody decided it in the meantime.
    """
    classification = get_classification(session, classification.id, lock=True)
    return _move(session, classification, Stage.SENT_BACK, deed=deed, reason=reason)


def contest(session: Session, classification: Classification, reason: str, *, deed: ChangeSet) -> Classification:
    """Open a confirmed classification again; until it is confirmed anew the object does not count as classified.

    Raises:
        ReasonMissing: no reason was given.
        NoSuchStep: it is not confirmed.
    """
    classification = get_classification(session, classification.id, lock=True)
    _move(session, classification, Stage.CONTESTED, deed=deed, reason=reason)
    artifact_id = classification.artifact_id
    add_fact(session, artifact_id, FactKind.UNCLASSIFIED, deed=deed, values={"reason": reason})
    touch(session, [artifact_id], deed=deed)
    return classification


def put_back(session: Session, classification: Classification, stage: Stage, *, deed: ChangeSet) -> None:
    """Give a classification the stage it had before an undone decision, whose facts are voided already."""
    _set_stage(session, classification, stage, deed=deed)


def kept_values(classification: Classification) -> dict[str, object]:
    """What history keeps of a classification."""
    return {
        "stage": classification.stage.value,
        "number": classification.number,
        "material_id": classification.material_id,
        "reason": classification.reason,
    }


def _move(
    session: Session, classification: Classification, stage: Stage, *, deed: ChangeSet, reason: str = ""
) -> Classification:
    if not may_step(classification.stage, stage):
        by = classification.decided_by or classification.proposed_by
        raise NoSuchStep(number=classification.number, who=by.name)
    if stage in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(field="reason")
    _set_stage(session, classification, stage, deed=deed, reason=reason.strip())
    return classification


def _set_stage(
    session: Session, classification: Classification, stage: Stage, *, deed: ChangeSet, reason: str = ""
) -> None:
    before = kept_values(classification)
    classification.stage, classification.reason = stage, reason
    decided = stage not in {Stage.PROPOSED, Stage.WITHDRAWN}
    classification.decided_by_id = deed.by.id if decided else None
    classification.decided_at = deed.at if decided else None
    classification.artifact.classification_state = STATE_OF[stage]
    session.flush()
    record(session, deed, entity=ENTITY, entity_id=classification.id, before=before, after=kept_values(classification))


def attested(session: Session, artifact_id: int) -> bool:
    """Whether a confirmed classification rests on the old books only, without a proposal made here."""
    return (
        session.scalar(sa.select(Classification.id).where(Classification.artifact_id == artifact_id).limit(1)) is None
    )
