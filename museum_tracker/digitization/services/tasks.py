"""Tasks: planned, worked, reviewed, settled; each step has its author and, where it must, its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.digitization.models import DigitizationTask, PageCount, Review
from museum_tracker.digitization.rules.tasks import OPEN, STEPS, TaskState, check_step
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import VersionState

_S = TaskState
TASK_DAYS = ("planned_on", "returned_on")


class AlreadyPlanned(Refusal):
    """An object has one open task at a time."""

    msgid = N_("%(object)s already has an open digitization task.")


class BadPageCount(Refusal):
    """The number of pages makes no sense."""

    msgid = N_("The number of pages must be from 1 to 5,000, not “%(value)s”.")


def find_open_task(session: Session, artifact_id: int) -> DigitizationTask | None:
    """The open task of an object, if it has one."""
    query = sa.select(DigitizationTask).where(
        DigitizationTask.artifact_id == artifact_id, DigitizationTask.state.in_(OPEN)
    )
    return session.scalars(query).first()


def plan(
    session: Session,
    artifacts: Sequence[Artifact],
    *,
    deed: ChangeSet,
    operator: User | None = None,
    planned_on: dt.date | None = None,
) -> list[DigitizationTask]:
    """Plan the digitization of some objects, with the person who will do it and the day."""
    made = []
    for artifact in artifacts:
        if find_open_task(session, artifact.id):
            raise AlreadyPlanned(object=artifact.label)
        task = DigitizationTask(
            artifact_id=artifact.id,
            operator_id=operator.id if operator else None,
            planned_on=planned_on,
            updated_at=deed.at,
        )
        session.add(task)
        session.flush()
        _note(session, task, None, deed)
        follow_files(session, artifact.id, deed=deed)
        made.append(task)
    return made


def step(session: Session, task: DigitizationTask, wanted: TaskState, *, deed: ChangeSet, reason: str = "") -> None:
    """Move a task to another state; refused where the order of work does not allow it."""
    check_step(task.state, wanted, reason=reason)
    before = task_values(task)
    task.state, task.reason, task.updated_at = wanted, reason.strip(), deed.at
    if wanted is _S.PLANNED:
        task.returned_on = None
    session.flush()
    _note(session, task, before, deed)


def return_to_shelf(session: Session, task: DigitizationTask, *, on: dt.date, deed: ChangeSet) -> None:
    """Note that the object is back on its shelf: the closing step of a task."""
    before = task_values(task)
    task.returned_on, task.updated_at = on, deed.at
    session.flush()
    _note(session, task, before, deed)


def state_pages(session: Session, artifact: Artifact, pages: int, *, deed: ChangeSet) -> None:
    """State how many pages or sides of a flat object there are to scan; its level follows."""
    if not 1 <= pages <= 5000:
        raise BadPageCount(field="pages", value=str(pages))
    count = session.get(PageCount, artifact.id)
    before = {"pages": count.pages if count else None}
    if count is None:
        session.add(PageCount(artifact_id=artifact.id, pages=pages))
    else:
        count.pages = pages
    session.flush()
    record(session, deed, entity="page_count", entity_id=artifact.id, before=before, after={"pages": pages})
    recompute(session, [artifact.id], deed=deed)


def unstate_pages(session: Session, artifact_id: int, *, deed: ChangeSet) -> None:
    """Say again that nobody has counted the pages of an object."""
    count = session.get(PageCount, artifact_id)
    if count is not None:
        record(
            session,
            deed,
            entity="page_count",
            entity_id=artifact_id,
            before={"pages": count.pages},
            after={"pages": None},
        )
        session.delete(count)
        session.flush()
        recompute(session, [artifact_id], deed=deed)


def restore_task(session: Session, task: DigitizationTask, values: Mapping[str, Any], *, deed: ChangeSet) -> None:
    """Give a task an earlier state again, as undo asks."""
    before = task_values(task)
    for name, value in values.items():
        if name in TASK_DAYS:
            setattr(task, name, dt.date.fromisoformat(value) if value else None)
        else:
            setattr(task, name, TaskState(value) if name == "state" else value)
    task.updated_at = deed.at
    session.flush()
    _note(session, task, before, deed)


def return_to_operator(session: Session, asset: Asset, *, reason: str, deed: ChangeSet) -> DigitizationTask:
    """Give a file's work back to whoever did it: the object's task is to be redone, or becomes one of the uploader."""
    task = find_open_task(session, asset.artifact_id) or _last_approved(session, asset.artifact_id)
    if task is None:
        task = DigitizationTask(
            artifact_id=asset.artifact_id,
            operator_id=_person(asset.uploaded_by),
            state=_S.IN_REVIEW,
            updated_at=deed.at,
        )
        session.add(task)
        session.flush()
        _note(session, task, None, deed)
    if task.operator_id is None:
        task.operator_id = _person(asset.uploaded_by)
    _walk(session, task, _S.IN_REVIEW, deed)
    step(session, task, _S.REWORK, deed=deed, reason=reason)
    return task


def _last_approved(session: Session, artifact_id: int) -> DigitizationTask | None:
    query = sa.select(DigitizationTask).where(
        DigitizationTask.artifact_id == artifact_id, DigitizationTask.state == _S.APPROVED
    )
    return session.scalars(query.order_by(DigitizationTask.id.desc()).limit(1)).first()


def _person(user: User) -> int | None:
    return user.id if user.active and not user.is_system else None


def follow_files(session: Session, artifact_id: int, *, deed: ChangeSet) -> None:
    """Let the open task follow its files: processing while they are prepared, in review once they wait for it.

    What was sent back is done again by files that came since; those that were there already do not bring it on.
    """
    task = find_open_task(session, artifact_id)
    if task is None:
        return
    since = task.updated_at if task.state is _S.REWORK else None
    waiting, preparing = _files(session, artifact_id, since=since)
    if waiting:
        _walk(session, task, _S.IN_REVIEW, deed)
    elif preparing:
        _walk(session, task, _S.PROCESSING, deed)


def settle(session: Session, artifact_id: int, *, deed: ChangeSet) -> None:
    """Close the open task as approved when the object has reached its full level."""
    task = find_open_task(session, artifact_id)
    full = session.scalar(sa.select(Artifact.full_level_reached).where(Artifact.id == artifact_id))
    if task is not None and full and task.state is not _S.ON_HOLD:
        _walk(session, task, _S.IN_REVIEW, deed)
        step(session, task, _S.APPROVED, deed=deed)


def _walk(session: Session, task: DigitizationTask, wanted: TaskState, deed: ChangeSet) -> None:
    way = {_S.PLANNED: _S.CAPTURING, _S.CAPTURING: _S.PROCESSING, _S.PROCESSING: _S.IN_REVIEW, _S.REWORK: _S.PROCESSING}
    while task.state is not wanted and task.state in way:
        step(session, task, wanted if wanted in STEPS[task.state] else way[task.state], deed=deed)


def _files(session: Session, artifact_id: int, *, since: dt.datetime | None) -> tuple[bool, bool]:
    judged = sa.exists().where(Review.version_id == AssetVersion.id, Review.standing)
    query = (
        sa.select(AssetVersion.state)
        .join(Asset, Asset.id == AssetVersion.asset_id)
        .where(Asset.artifact_id == artifact_id, sa.not_(judged))
    )
    if since is not None:
        query = query.where(AssetVersion.stored_at > since)
    states = set(session.scalars(query))
    preparing = states & {VersionState.STORED, VersionState.VERIFIED, VersionState.DERIVING}
    return VersionState.READY in states, bool(preparing)


def task_values(task: DigitizationTask) -> dict[str, object]:
    """What history keeps of a task."""
    return {
        "state": task.state.value,
        "reason": task.reason,
        "operator_id": task.operator_id,
        "planned_on": task.planned_on.isoformat() if task.planned_on else None,
        "returned_on": task.returned_on.isoformat() if task.returned_on else None,
    }


def _note(session: Session, task: DigitizationTask, before: dict[str, object] | None, deed: ChangeSet) -> None:
    record(session, deed, entity="digitization_task", entity_id=task.id, before=before, after=task_values(task))
