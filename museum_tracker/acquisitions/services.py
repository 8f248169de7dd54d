"""Receiving objects, putting them before the council, and recording what it decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.acquisitions.arrivals import at_the_door, require_decision
from museum_tracker.acquisitions.errors import (
    AlreadyEntered,
    BatchDecided,
    DecisionMissing,
    MinutesMissing,
    NothingToDecide,
    ReasonMissing,
    WrongCustody,
)
from museum_tracker.acquisitions.models import CouncilBatch, CouncilItem, ObjectEntry
from museum_tracker.acquisitions.queries import find_item, get_batch, has_come
from museum_tracker.acquisitions.rules import (
    CUSTODY_AFTER,
    HOLDING_AFTER,
    NEEDS_REASON,
    BatchState,
    Decision,
    may_step,
)
from museum_tracker.acquisitions.titles import give_title
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ENUM_LABELS, Custody, Holding, NumberKind
from museum_tracker.catalogue.series import entry_book, open_book, reserve_next_number
from museum_tracker.catalogue.services import create_artifact, edit_artifact, get_artifact, set_number
from museum_tracker.core.formats import date
from museum_tracker.core.i18n import Message
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_fact, touch
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record

ENTITY = "custody"
ENTRY = "object_entry"
ENTRY_DAYS = ("received_on", "handover_on")
Answers = Mapping[int, tuple[Decision | None, str]]


def receive(
    session: Session,
    values: Mapping[str, Any],
    *,
    received_on: dt.date,
    deed: ChangeSet,
    handover_record: str = "",
    handover_on: dt.date | None = None,
    note: str = "",
) -> Artifact:
    """Enter an object in the temporary book: it gets the next entry number of the year and waits.

    `values` are record values by column. It counts as collected from the day of the handover record once the council
    accepts it, unless the way of acquisition says that nothing is collected (deposits, copies, old stock); what came by
    a merger of museums is counted apart from the day of its handover.

    Raises:
        NothingToName: neither a name nor a number.
        MergerUnproved: it came by a merger, and decision or handover record are not named.
        DatedAhead: a date has not come yet.
    """
    holding, arrival = at_the_door(session, values, handover_on or received_on)
    require_decision(arrival, values.get("acquisition_decision", ""), handover_record)
    number = reserve_next_number(session, open_book(session, entry_book(received_on.year)))
    paper: dict[str, Any] = {"handover_record": handover_record}
    if handover_on is not None and arrival is FactKind.COLLECTED:
        paper |= {"collected_text": date(handover_on, "vi")}
        paper |= {"collected_earliest": handover_on, "collected_latest": handover_on}
    numbers = [{"kind": NumberKind.ENTRY, "text": number}]
    artifact = create_artifact(session, {**values, **paper, "holding": holding, "numbers": numbers}, deed=deed)
    line = ObjectEntry(artifact_id=artifact.id, number=number, received_on=received_on, received_by_id=deed.by.id)
    line.handover_record, line.handover_on, line.note = handover_record, handover_on, note
    _enter(session, line, arrival, deed)
    return artifact


def receive_known(
    session: Session,
    artifact: Artifact,
    *,
    received_on: dt.date,
    deed: ChangeSet,
    handover_record: str = "",
    handover_on: dt.date | None = None,
    note: str = "",
) -> Artifact:
    """Enter in the temporary book an object whose record was begun before anybody noted when it came.

    Raises:
        AlreadyEntered: it is known already since when it is here.
        MergerUnproved: it came by a merger, and decision or handover record are not named.
        DatedAhead: a date has not come yet.
    """
    artifact = get_artifact(session, artifact.id, lock=True)
    if artifact.custody is not Custody.RECEIVED or has_come(session, artifact.id):
        raise AlreadyEntered(label=artifact.label)
    said = {name: getattr(artifact, name) for name in ("acquisition_method_id", "decision_counts")}
    holding, arrival = at_the_door(session, said, handover_on or received_on)
    require_decision(arrival, artifact.acquisition_decision, handover_record or artifact.handover_record)
    paper: dict[str, Any] = {"handover_record": handover_record or artifact.handover_record}
    if artifact.holding is Holding.UNDECIDED:
        paper["holding"] = holding
    if handover_on is not None and arrival is FactKind.COLLECTED:
        paper |= {"collected_text": date(handover_on, "vi")}
        paper |= {"collected_earliest": handover_on, "collected_latest": handover_on}
    number = reserve_next_number(session, open_book(session, entry_book(received_on.year)))
    artifact = edit_artifact(session, artifact, paper, version=artifact.version, deed=deed)
    artifact = set_number(session, artifact, number, deed=deed, kind=NumberKind.ENTRY)
    line = ObjectEntry(artifact_id=artifact.id, number=number, received_on=received_on, received_by_id=deed.by.id)
    line.handover_record, line.handover_on = str(paper["handover_record"]), handover_on
    line.note = note
    _enter(session, line, arrival, deed)
    return artifact


def _enter(session: Session, line: ObjectEntry, arrival: FactKind, deed: ChangeSet) -> None:
    """Write a line of the entry book and what it makes true; `arrival` is as what the object came."""
    line.collected = arrival is FactKind.COLLECTED
    session.add(line)
    session.flush()
    record(session, deed, entity=ENTRY, entity_id=line.id, before=None, after=entry_values(line))
    add_fact(session, line.artifact_id, FactKind.RECEIVED, deed=deed, effective_on=line.received_on)
    if arrival is not FactKind.RECEIVED:
        said = {"handover_record": line.handover_record}
        day = line.handover_on if line.collected else line.handover_on or line.received_on
        add_fact(session, line.artifact_id, arrival, deed=deed, effective_on=day, values=said)
    touch(session, [line.artifact_id], deed=deed)


def entry_values(line: ObjectEntry) -> dict[str, Any]:
    """What history keeps of a line of the entry book."""
    return {
        "artifact_id": line.artifact_id,
        "number": line.number,
        "received_on": line.received_on.isoformat(),
        "received_by_id": line.received_by_id,
        "handover_record": line.handover_record,
        "handover_on": line.handover_on.isoformat() if line.handover_on else None,
        "collected": line.collected,
        "note": line.note,
    }


def take_back_entry(session: Session, line: ObjectEntry, *, deed: ChangeSet) -> None:
    """Take a line out of the entry book again; history keeps all that it said."""
    record(session, deed, entity=ENTRY, entity_id=line.id, before=entry_values(line), after=None)
    session.delete(line)
    session.flush()


def put_back_entry(session: Session, entry_id: int, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Write a line of the entry book again as history kept it."""
    days = {name: day and dt.date.fromisoformat(day) for name, day in values.items() if name in ENTRY_DAYS}
    line = ObjectEntry(id=entry_id, **{**values, **days})
    session.add(line)
    session.flush()
    record(session, deed, entity=ENTRY, entity_id=line.id, before=None, after=entry_values(line))


def open_batch(session: Session, *, deed: ChangeSet, title: str = "", members: str = "") -> CouncilBatch:
    """Prepare a meeting of the council."""
    batch = CouncilBatch(title=title, members=members, created_at=deed.at, created_by_id=deed.by.id, met_on=None)
    session.add(batch)
    session.flush()
    return batch


def put_before(session: Session, batch: CouncilBatch, artifacts: Iterable[Artifact], *, deed: ChangeSet) -> int:
    """Put objects on a meeting's list; answers how many.

    Raises:
        BatchDecided: its minutes are signed.
        WrongCustody: an object is not waiting.
    """
    batch = _open(session, batch)
    count = 0
    for artifact in artifacts:
        set_custody(session, get_artifact(session, artifact.id, lock=True), Custody.UNDER_REVIEW, deed=deed)
        batch.items.append(CouncilItem(artifact_id=artifact.id, decision=None, reason=""))
        count += 1
    session.flush()
    return count


def take_off(session: Session, item: CouncilItem, *, deed: ChangeSet) -> None:
    """Take an object off a meeting's list again.

    Raises:
        BatchDecided: its minutes are signed.
    """
    batch = _open(session, item.batch)
    artifact = get_artifact(session, item.artifact_id, lock=True)
    if artifact.custody is Custody.UNDER_REVIEW:
        set_custody(session, artifact, Custody.RECEIVED, deed=deed)
    batch.items.remove(item)
    session.delete(item)
    session.flush()


def decide(
    session: Session,
    batch: CouncilBatch,
    answers: Answers,
    *,
    minutes_number: str,
    met_on: dt.date | None,
    deed: ChangeSet,
) -> CouncilBatch:
    """Record the decisions of a meeting by its minutes; `answers` gives for each item's id a decision and a reason.

    Accepted objects belong to their store from the day of the minutes; what is decided later waits again.

    Raises:
        BatchDecided: the minutes are signed already.
        NothingToDecide: the meeting has no objects.
        MinutesMissing, DecisionMissing, ReasonMissing: something was left out.
    """
    batch = _open(session, batch)
    if not batch.items:
        raise NothingToDecide
    if not minutes_number.strip() or met_on is None:
        raise MinutesMissing(field="minutes_number" if not minutes_number.strip() else "met_on")
    for item in batch.items:
        decision, reason = answers.get(item.id, (None, ""))
        if decision is None:
            raise DecisionMissing(label=item.artifact.label)
        if decision in NEEDS_REASON and not reason.strip():
            raise ReasonMissing(label=item.artifact.label)
        item.decision, item.reason = decision, reason.strip()
    batch.minutes_number, batch.met_on, batch.state = minutes_number.strip(), met_on, BatchState.DECIDED
    session.flush()
    for item in batch.items:
        _carry_out(session, item, met_on, deed)
    touch(session, [item.artifact_id for item in batch.items], deed=deed)
    return batch


def set_custody(session: Session, artifact: Artifact, custody: Custody, *, deed: ChangeSet) -> None:
    """Give an object another state of custody and note it.

    Raises:
        WrongCustody: the step is not possible from where it stands.
    """
    if not may_step(artifact.custody, custody):
        raise WrongCustody(label=artifact.label, state=Message(ENUM_LABELS[artifact.custody]))
    note_custody(session, artifact, custody, deed=deed)


def note_custody(session: Session, artifact: Artifact, custody: Custody, *, deed: ChangeSet) -> None:
    """Write the state of custody with its before and after."""
    before = artifact.custody
    artifact.custody = custody
    record(
        session,
        deed,
        entity=ENTITY,
        entity_id=artifact.id,
        before={"custody": before.value},
        after={"custody": custody.value},
    )
    session.flush()


def take_back_review(session: Session, artifact: Artifact, *, deed: ChangeSet) -> None:
    """Undo putting an object before the council: it leaves the meeting's list."""
    item = find_item(session, artifact.id, state=BatchState.OPEN)
    if item is not None:
        take_off(session, item, deed=deed)


def _open(session: Session, batch: CouncilBatch) -> CouncilBatch:
    batch = get_batch(session, batch.id, lock=True)
    if batch.state is BatchState.DECIDED:
        raise BatchDecided(number=batch.minutes_number)
    return batch


def _carry_out(session: Session, item: CouncilItem, met_on: dt.date, deed: ChangeSet) -> None:
    decision = item.decision
    assert decision is not None  # noqa: S101 - decide() has seen to it
    artifact = get_artifact(session, item.artifact_id, lock=True)
    set_custody(session, artifact, CUSTODY_AFTER[decision], deed=deed)
    values: dict[str, Any] = {"minutes": item.batch.minutes_number}
    if decision in HOLDING_AFTER:
        give_title(session, artifact, HOLDING_AFTER[decision], deed=deed, on=met_on, values=values)
    elif decision is Decision.RETURN:
        values["reason"] = item.reason
        add_fact(session, artifact.id, FactKind.RETURNED, deed=deed, effective_on=met_on, values=values)
