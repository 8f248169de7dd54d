"""Approving pictures and models: always by a second person, always with a trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.models import Decision, DigitizationTask, Review, Scope
from museum_tracker.digitization.queries.definitions import rules_in_force
from museum_tracker.digitization.queries.evidence import evidence_of
from museum_tracker.digitization.rules.gates import SizeCheck, check_size, model_lacks, picture_lacks
from museum_tracker.digitization.rules.tasks import OPEN, ReasonMissing
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.digitization.services.tasks import return_to_operator, settle
from museum_tracker.figures.rules.facts import Cause
from museum_tracker.history import second_person
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import Duty, require_second_person
from museum_tracker.history.services import record
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.rules import VersionState
from museum_tracker.media.services import refresh_cover


class NotReady(Refusal):
    """A file that is not ready cannot be judged."""

    msgid = N_("“%(name)s” is not ready to be judged: it is still being prepared, was held back, or was retired.")


class OwnWork(Refusal):
    """Nobody approves their own pictures."""

    msgid = N_("“%(name)s” was made by the person who would approve it: a second person has to look at it.")


class AlreadyJudged(Conflict):
    """Somebody else has judged the file since the page was opened."""

    msgid = N_("“%(name)s” was judged by %(who)s in the meantime; nothing was changed.")


class NothingToWithdraw(Refusal):
    """Only a standing approval can be withdrawn."""

    msgid = N_("“%(name)s” has no approval that could be withdrawn.")


class GateReasonMissing(Refusal):
    """A file that fails a criterion, or whose approval was withdrawn, is approved only with a reason."""

    msgid = N_(
        "“%(name)s” does not pass the criteria: %(lacks)s. Send it back, approve it for identification only, or state "
        "why it is approved to standard all the same."
    )


class WithdrawnBefore(Refusal):
    """An approval that was withdrawn is given again only with a reason."""

    msgid = N_(
        "The approval of “%(name)s” was withdrawn and the file went back to its operator. State the reason if it is "
        "approved again all the same."
    )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is said of a file: decision, what it is good for, why, and whether it rests on an exception or old books."""

    decision: Decision
    scope: Scope = Scope.STANDARD
    reason: str = ""
    exception: bool = False
    opening: bool = False


def approve(
    session: Session,
    version: AssetVersion,
    *,
    scope: Scope,
    deed: ChangeSet,
    exception: str = "",
    witness: str = "",
    opening_on: dt.date | None = None,
) -> Review:
    """Approve one file for identification or to standard; the object's level follows.

    `exception` is the reason for approving all the same: above a failed criterion, after a withdrawal, or one's own
    work where the museum allows it, for which a `witness` from outside will do as well.
    `opening_on` marks the approval as opening evidence with that cut-off date.

    Raises:
        NotReady, AlreadyJudged, OwnWork, GateReasonMissing, WithdrawnBefore
    """
    if scope is Scope.STANDARD and not exception.strip() and (lacks := lacks_of(session, version)):
        raise GateReasonMissing(name=version.original_name, lacks=lacks[0], field="exception")
    verdict = Verdict(decision=Decision.APPROVED, scope=scope, reason=exception.strip(), opening=opening_on is not None)
    review = _judge(session, version, verdict, deed, witness=witness.strip())
    recompute(session, [review.artifact_id], deed=deed, opening_on=opening_on)
    settle(session, review.artifact_id, deed=deed)
    return review


def approve_many(
    session: Session, versions: Sequence[AssetVersion], *, deed: ChangeSet, opening_on: dt.date | None = None
) -> list[int]:
    """Approve the pictures of a contact sheet for identification, each object keeping approver and time."""
    verdict = Verdict(decision=Decision.APPROVED, scope=Scope.IDENTIFICATION, opening=opening_on is not None)
    in_order = sorted(versions, key=lambda version: version.id)  # two sheets with the same files lock them alike
    ids = sorted({_judge(session, version, verdict, deed).artifact_id for version in in_order})
    recompute(session, ids, deed=deed, opening_on=opening_on)
    return ids


def send_back(session: Session, version: AssetVersion, *, reason: str, deed: ChangeSet) -> Review:
    """Send one file back to be made anew; the reason tells the operator what to do."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    review = _judge(session, version, Verdict(decision=Decision.REWORK, reason=reason.strip()), deed)
    recompute(session, [review.artifact_id], deed=deed)
    return_to_operator(session, version.asset, reason=reason.strip(), deed=deed)
    return review


def withdraw(session: Session, version: AssetVersion, *, reason: str, deed: ChangeSet) -> Review:
    """Withdraw an approval: the live figure drops, a closed year shows an adjustment, the operator has it to redo."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    version = _locked(session, version)
    standing = standing_review(session, version.id)
    if standing is None or standing.decision is not Decision.APPROVED:
        raise NothingToWithdraw(name=version.original_name)
    verdict = Verdict(decision=Decision.WITHDRAWN, scope=standing.scope, reason=reason.strip())
    review = _replace(session, version, standing, verdict, deed)
    recompute(session, [review.artifact_id], deed=deed, cause=Cause.WITHDRAWN)
    return_to_operator(session, version.asset, reason=reason.strip(), deed=deed)
    return review


def standing_review(session: Session, version_id: int) -> Review | None:
    """The decision that stands for a file, if anybody has judged it."""
    return session.scalars(sa.select(Review).where(Review.version_id == version_id, Review.standing)).first()


def is_own_work(session: Session, version: AssetVersion, user_id: int) -> bool:
    """Whether a person uploaded a file, or is the operator of the object's open task."""
    if version.asset.uploaded_by_id == user_id:
        return True
    operator = sa.select(DigitizationTask.id).where(
        DigitizationTask.artifact_id == version.asset.artifact_id,
        DigitizationTask.operator_id == user_id,
        DigitizationTask.state.in_(OPEN),
    )
    return session.scalar(operator) is not None


def size_of(session: Session, version: AssetVersion) -> SizeCheck | None:
    """How a model's size compares with the catalogue today; None for pictures."""
    number = version.asset.artifact_id
    evidence = evidence_of(session, [number])[number]
    asked = rules_in_force(session, clock.today())[1].of(flat=evidence.flat, types=evidence.types)
    found = (model for model in evidence.models if model.version_id == version.id)
    return next((check_size(one, asked.model, extent_cm=evidence.extent_cm) for one in found), None)


def lacks_of(session: Session, version: AssetVersion) -> list[Message]:
    """What keeps a file from passing the criteria of its object's type today; empty when it passes."""
    number = version.asset.artifact_id
    evidence = evidence_of(session, [number])[number]
    asked = rules_in_force(session, clock.today())[1].of(flat=evidence.flat, types=evidence.types)
    for picture in evidence.pictures:
        if picture.version_id == version.id:
            return picture_lacks(picture, asked.image, extent_cm=evidence.extent_cm)
    for model in evidence.models:
        if model.version_id == version.id:
            return model_lacks(model, asked.model, extent_cm=evidence.extent_cm)
    return []


def _judge(session: Session, version: AssetVersion, verdict: Verdict, deed: ChangeSet, *, witness: str = "") -> Review:
    version = _locked(session, version)
    if version.state is not VersionState.READY:
        raise NotReady(name=version.original_name)
    standing = standing_review(session, version.id)
    if standing and not _may_follow(standing, verdict):
        raise AlreadyJudged(name=version.original_name, who=standing.by.name)
    if standing and standing.decision is Decision.WITHDRAWN and not verdict.reason:
        raise WithdrawnBefore(name=version.original_name, field="exception")
    if verdict.decision is Decision.APPROVED and is_own_work(session, version, deed.user_id):
        try:
            said = {"thing": version.original_name, "reason": verdict.reason, "witness": witness}
            require_second_person(session, [deed.user_id], duty=Duty.MEDIA, deed=deed, **said)
        except second_person.OwnWork:
            raise OwnWork(name=version.original_name) from None
        why = "; ".join(part for part in (verdict.reason, witness) if part)
        verdict = replace(verdict, exception=True, reason=why)
    return _replace(session, version, standing, verdict, deed)


def _locked(session: Session, version: AssetVersion) -> AssetVersion:
    # Of two who judge a file at the same instant the second waits here, and then reads what the first decided.
    return session.get_one(AssetVersion, version.id, with_for_update=True, populate_existing=True)


def _may_follow(standing: Review, verdict: Verdict) -> bool:
    # A withdrawn approval may be given again; a picture approved for identification may be judged for the standard.
    if standing.decision is Decision.WITHDRAWN:
        return True
    known = standing.decision is Decision.APPROVED and standing.scope is Scope.IDENTIFICATION
    return known and verdict.decision is Decision.APPROVED and verdict.scope is Scope.STANDARD


def _replace(
    session: Session, version: AssetVersion, standing: Review | None, verdict: Verdict, deed: ChangeSet
) -> Review:
    if standing is not None:
        standing.standing = False
        session.flush()
    review = Review(
        version_id=version.id,
        artifact_id=version.asset.artifact_id,
        at=deed.at,
        by_id=deed.user_id,
        change_set_id=deed.id,
        **asdict(verdict),
    )
    session.add(review)
    session.flush()
    before = {"decision": standing.decision.value, "scope": standing.scope.value} if standing else {}
    after = {"decision": verdict.decision.value, "scope": verdict.scope.value, "reason": verdict.reason}
    record(session, deed, entity="review", entity_id=version.id, before=before, after=after)
    refresh_cover(session, review.artifact_id)
    return review
