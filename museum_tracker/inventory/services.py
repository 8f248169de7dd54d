"""Registering, marking, completing dossiers, and the corrections of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.basis import Basis, refuse_early, settle_basis
from museum_tracker.acquisitions.rules import before_collected
from museum_tracker.acquisitions.titles import give_title
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody, Holding, NumberKind, NumberState
from museum_tracker.catalogue.series import refuse_new_in_closed, registration_series, reserve_next_number
from museum_tracker.catalogue.services import edit_artifact, get_artifact, set_number
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, add_facts, touch
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.inventory.queries import dossier_of, has
from museum_tracker.inventory.rules import LOSSES, Step

ENTITY = "inventory"
REGISTER_LINE = {"deed": "register"}


class AlreadyRegistered(Conflict):
    """The object stands in the register."""

    msgid = N_("“%(label)s” stands in the register already.")


class NotInHand(Refusal):
    """The object waits for the council, went back or was removed."""

    msgid = N_("“%(label)s” cannot be registered: it waits for the council, was returned or was removed.")


class NotRegistered(Refusal):
    """The step needs a register line."""

    msgid = N_("“%(label)s” has no register line yet: register it first.")


class DossierIncomplete(Refusal):
    """The record still lacks something."""

    msgid = N_("The dossier still lacks: %(missing)s.")


class ReasonMissing(Refusal):
    """A correction needs its reason."""

    msgid = N_("A correction needs its reason.")


class NothingToCorrect(Conflict):
    """The evidence to be taken back does not stand."""

    msgid = N_("There is nothing to correct on “%(label)s”.")


@dataclass(frozen=True)
class Marked:
    """What a bulk marking did: how many objects, and which were left with the reason."""

    done: int
    left: list[tuple[Artifact, Message]]


def register(
    session: Session,
    artifact: Artifact,
    *,
    on: dt.date,
    deed: ChangeSet,
    number: str = "",
    book: str = "",
    page: str = "",
    line: str = "",
    holding: Holding = Holding.BASE,
    basis: Basis | None = None,
    early_reason: str = "",
) -> Artifact:
    """Enter an object in the register; without a number the next of the series is taken, for nobody else to get.

    What nobody has given a title before is kept under `holding` from that day: the register is the base store's. The
    line names its `basis`, which is the council's minutes where these accept the object.

    Raises:
        AlreadyRegistered, NotInHand, NumberTaken: it has a line, is not to be registered, or the number is another's.
        BasisMissing, NotAccepted, CouncilDecides, EarlyRegistration: the line has no basis, or is from before it came.
    """
    artifact = _to_be_registered(session, artifact)
    settled = settle_basis(session, artifact, basis)
    refuse_early(artifact, on, reason=early_reason)
    own = _number_written(session, artifact, number)
    series = registration_series(session, holding if artifact.holding is Holding.UNDECIDED else artifact.holding)
    text = own or reserve_next_number(session, series)
    where = {"book": book, "page": page, "line": line}
    day = {"registered_text": date(on, "vi"), "registered_earliest": on, "registered_latest": on}
    record_line = {f"register_{name}": value for name, value in where.items()} | settled.columns | day
    artifact = edit_artifact(session, artifact, record_line, version=artifact.version, deed=deed)
    artifact = set_number(session, artifact, text, deed=deed, series=None if own else series)
    said = {"number": text, **where}
    if artifact.holding is Holding.UNDECIDED:
        artifact = give_title(session, artifact, holding, deed=deed, on=on, values=said)
    early = {"early_reason": early_reason.strip()} if before_collected(on, artifact.collected_earliest) else {}
    _note_line(session, artifact, on, deed, {**said, **settled.values, **early})
    return artifact


def _note_line(session: Session, artifact: Artifact, on: dt.date, deed: ChangeSet, said: Mapping[str, object]) -> None:
    values = {**REGISTER_LINE, **said}
    add_fact(session, artifact.id, FactKind.REGISTERED, deed=deed, effective_on=on, values=values)
    _record(session, artifact.id, Step.REGISTERED, deed, reached=True)
    touch(session, [artifact.id], deed=deed)


def _number_written(session: Session, artifact: Artifact, number: str) -> str:
    """The number that somebody writes, else the one that the object bears; a closed register takes no new one."""
    if number.strip():
        refuse_new_in_closed(session, number, artifact.holding)
    return number.strip() or own_number(artifact)


def _to_be_registered(session: Session, artifact: Artifact) -> Artifact:
    artifact = get_artifact(session, artifact.id, lock=True)
    if has(session, artifact.id, Step.REGISTERED):
        raise AlreadyRegistered(label=artifact.label)
    if artifact.custody in {Custody.UNDER_REVIEW, Custody.RETURNED, Custody.DEACCESSIONED}:
        raise NotInHand(label=artifact.label)
    return artifact


def write_basis(session: Session, artifacts: Sequence[Artifact], basis: Basis, *, deed: ChangeSet) -> int:
    """Write the basis of register lines from before it was asked for; answers how many. No figure moves.

    Raises:
        NotRegistered: an object has no register line.
        BasisMissing, NotAccepted, CouncilDecides: the basis is not one.
    """
    for artifact in artifacts:
        if not has(session, artifact.id, Step.REGISTERED):
            raise NotRegistered(label=artifact.label)
        settled = settle_basis(session, artifact, basis)
        edit_artifact(session, artifact, settled.columns, version=artifact.version, deed=deed)
    return len(artifacts)


def mark(session: Session, artifacts: Sequence[Artifact], *, on: dt.date, deed: ChangeSet, seen_by: str = "") -> Marked:
    """Note that the number was seen on the objects, by whom and when; those without a register line are left."""
    done: list[int] = []
    left: list[tuple[Artifact, Message]] = []
    _lock(session, [artifact.id for artifact in artifacts])
    for artifact in artifacts:
        if not has(session, artifact.id, Step.REGISTERED):
            left.append((artifact, NotRegistered(label=artifact.label).message))
        elif has(session, artifact.id, Step.MARKED):
            left.append((artifact, Message(N_("“%(label)s” is marked already."), {"label": artifact.label})))
        else:
            done.append(artifact.id)
    rows = [
        {"artifact_id": id_, "kind": FactKind.MARKED, "effective_on": on, "values": {"seen_by": seen_by}}
        for id_ in done
    ]
    add_facts(session, rows, deed=deed)
    for artifact_id in done:
        _record(session, artifact_id, Step.MARKED, deed, reached=True)
    touch(session, done, deed=deed)
    return Marked(len(done), left)


def complete_dossier(session: Session, artifact: Artifact, *, on: dt.date, deed: ChangeSet) -> Artifact:
    """Declare an object's dossier complete; the record has to hold everything a dossier asks for.

    Raises:
        NotRegistered: it has no register line.
        DossierIncomplete: something is missing; the message names it.
    """
    _lock(session, [artifact.id])
    if not has(session, artifact.id, Step.REGISTERED):
        raise NotRegistered(label=artifact.label)
    missing = [Message(check.text) for check in dossier_of(artifact) if not check.met]
    if missing:
        raise DossierIncomplete(missing=_listed(missing))
    if not has(session, artifact.id, Step.DOSSIER):
        add_fact(session, artifact.id, FactKind.DOSSIER, deed=deed, effective_on=on)
        _record(session, artifact.id, Step.DOSSIER, deed, reached=True)
        touch(session, [artifact.id], deed=deed)
    return artifact


def take_back(session: Session, artifact: Artifact, step: Step, reason: str, *, deed: ChangeSet) -> Artifact:
    """Correct a step: strike the register line through, withdraw a marking, reopen a dossier, with the reason.

    A number that was struck through is never given again.

    Raises:
        ReasonMissing: no reason was given.
        NothingToCorrect: the step is not reached.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _lock(session, [artifact.id])
    if not has(session, artifact.id, step):
        raise NothingToCorrect(label=artifact.label)
    if step is Step.REGISTERED:
        artifact = set_number(session, artifact, "", deed=deed, kind=NumberKind.REGISTRATION)
    add_fact(session, artifact.id, LOSSES[step], deed=deed, values={"reason": reason.strip()})
    _record(session, artifact.id, step, deed, reached=False)
    touch(session, [artifact.id], deed=deed)
    return artifact


def put_back(session: Session, artifact_id: int, step: Step, *, reached: bool, deed: ChangeSet) -> None:
    """Note that a step or its correction was undone: its fact is voided already, as if it had never been."""
    if has(session, artifact_id, step) is reached:
        _record(session, artifact_id, step, deed, reached=reached)


def _lock(session: Session, ids: Sequence[int]) -> None:
    # Of two who note the same step at the same instant the second waits here, and then sees what the first noted.
    session.execute(sa.select(Artifact.id).where(Artifact.id.in_(ids)).order_by(Artifact.id).with_for_update())


def _record(session: Session, artifact_id: int, step: Step, deed: ChangeSet, *, reached: bool) -> None:
    before, after = {step.value: not reached}, {step.value: reached}
    record(session, deed, entity=ENTITY, entity_id=artifact_id, before=before, after=after)


def own_number(artifact: Artifact) -> str:
    """The registration number that the record bears already, as it does when it was typed from the book."""
    own = (n.text for n in artifact.numbers if n.kind is NumberKind.REGISTRATION and n.state is NumberState.CURRENT)
    return next(own, "")


def _listed(parts: Sequence[Message]) -> Message:
    """Several short texts as one, separated by commas."""
    places = ", ".join(f"%(part_{place})s" for place in range(len(parts)))
    return Message(places, {f"part_{place}": part for place, part in enumerate(parts)})
