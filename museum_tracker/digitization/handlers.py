"""How digitization hears of records and files that change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.digitization.models import (
    DECISION_LABELS,
    DEFINITION_STATE_LABELS,
    SCOPE_LABELS,
    Decision,
    DefinitionState,
    DigitizationDefinition,
    DigitizationTask,
    PageCount,
    Review,
    Scope,
)
from museum_tracker.digitization.queries.definitions import rules_in_force
from museum_tracker.digitization.rules.tasks import TASK_LABELS, TaskState
from museum_tracker.digitization.services.definitions import MEASURE_AGAIN
from museum_tracker.digitization.services.levels import levels_from_facts, recompute
from museum_tracker.digitization.services.tasks import (
    follow_files,
    restore_task,
    state_pages,
    task_values,
    unstate_pages,
)
from museum_tracker.figures.rules.facts import Cause
from museum_tracker.figures.undoing import object_ids
from museum_tracker.history.entities import CorrectInstead, Entity, Owner, PartOfObject, register_entity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.protection import add_protection
from museum_tracker.history.undo import add_undone_along
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.signals import asset_changed
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.signals import term_changed

WITHDRAWN = N_("A decision about a file is withdrawn on its own page, with the reason.")
WITHDRAW = N_("Withdraw the decision")
CANCELLED = N_("A cancelled task is planned anew.")
PLAN_AGAIN = N_("Plan it anew")
APPROVED_SINCE = N_("The file “%(name)s” was judged since: withdraw the decision first.")
UNDONE = "hoàn tác"


def connect() -> None:
    """Listen to the catalogue and to media, and tell history how approvals and tasks are called."""
    artifacts_changed.connect(_records_changed)
    asset_changed.connect(_files_changed)
    term_changed.connect(_type_moved)
    register_entity("review", ReviewEntity())
    register_entity("digitization_task", TaskEntity())
    register_entity("page_count", PageCountEntity())
    register_entity("digitization_definition", DefinitionEntity())
    add_protection(keep_judged)
    add_undone_along(read_levels)


def _records_changed(session: Session, *, ids: Sequence[int], deed: ChangeSet) -> None:
    recompute(session, list(ids), deed=deed, cause=Cause.RECORD)


def _files_changed(session: Session, *, artifact_id: int, deed: ChangeSet) -> None:
    recompute(session, [artifact_id], deed=deed, cause=Cause.LOST)
    follow_files(session, artifact_id, deed=deed)


def _type_moved(session: Session, *, term: Term, before: Mapping[str, Any], deed: ChangeSet) -> None:
    """Types below one with demands of its own follow it: a type put elsewhere may be asked for other evidence."""
    if before["parent_id"] != term.parent_id and rules_in_force(session, clock.local(deed.at).date())[1].types:
        enqueue(session, MEASURE_AGAIN, dedupe_key=MEASURE_AGAIN)


def keep_judged(session: Session, change_set: ChangeSet) -> Callable[[ChangeItem], Message | None]:
    """A file that somebody has judged is not taken away by undoing that it was added."""
    del change_set

    def must_stand(item: ChangeItem) -> Message | None:
        if item.entity != "asset" or item.before is not None:
            return None
        review = session.scalar(
            sa.select(Review)
            .join(AssetVersion, AssetVersion.id == Review.version_id)
            .where(AssetVersion.asset_id == item.entity_id, Review.standing, Review.decision == Decision.APPROVED)
            .limit(1)
        )
        if review is None:
            return None
        version = session.get_one(AssetVersion, review.version_id)
        said = {"name": version.original_name}
        return CorrectInstead(APPROVED_SINCE, said, url=f"/so-hoa/nghiem-thu/{version.id}", action=WITHDRAW)

    return must_stand


@contextmanager
def read_levels(session: Session, change_set: ChangeSet, owners: Sequence[Owner], deed: ChangeSet) -> Iterator[None]:
    """Have the levels shown on objects follow facts that were voided, before their evidence is measured again."""
    del change_set
    ids = object_ids(owners)
    levels_from_facts(session, ids)
    yield
    recompute(session, ids, deed=deed)


class ReviewEntity(Entity):
    """Approvals in history: withdrawn on the review page with a reason, never undone silently."""

    kind = N_("Review")
    fields = {"decision": N_("Decision"), "scope": N_("Approved for"), "reason": N_("Reason")}  # noqa: RUF012

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The object that the file shows."""
        version = session.get(AssetVersion, item.entity_id)
        return ("artifact", version.asset.artifact_id) if version else super().owner(session, item)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A decision about a file is withdrawn, with the reason, where it was made."""
        del session
        return CorrectInstead(WITHDRAWN, url=self.url(item.entity_id), action=WITHDRAW)

    def label(self, session: Session, entity_id: int) -> str:
        """The name of the file that was judged."""
        version = session.get(AssetVersion, entity_id)
        return version.original_name if version else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The review page of the file."""
        return f"/so-hoa/nghiem-thu/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """Decision and scope in words."""
        if value and field == "decision":
            return translate(DECISION_LABELS[Decision(value)], locale)
        if value and field == "scope":
            return translate(SCOPE_LABELS[Scope(value)], locale)
        return super().show_value(session, field, value, locale)


class TaskEntity(Entity):
    """Digitization tasks in history; steps that only follow the files of an object are not put back by themselves."""

    kind = N_("Digitization task")
    needs = Permission.UPLOAD_MEDIA
    fields = {  # noqa: RUF012
        "state": N_("State"),
        "reason": N_("Reason"),
        "operator_id": N_("Operator"),
        "planned_on": N_("Planned for"),
        "returned_on": N_("Back on the shelf"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """Where the task stands; None when it was taken back."""
        task = session.get(DigitizationTask, entity_id)
        return None if task is None or task.state is TaskState.CANCELLED else task_values(task)

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the task an earlier state again."""
        restore_task(session, session.get_one(DigitizationTask, entity_id), values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back that the task was planned."""
        cancelled = {"state": TaskState.CANCELLED.value, "reason": UNDONE}
        restore_task(session, session.get_one(DigitizationTask, entity_id), cancelled, deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A cancelled task is planned anew."""
        del session
        if (item.after or {}).get("state") == TaskState.CANCELLED:
            return CorrectInstead(CANCELLED, url="/so-hoa", action=PLAN_AGAIN)
        return None

    def follows(self, session: Session, item: ChangeItem) -> bool:
        """Whether the step came with a file that was added, prepared or judged."""
        beside = sa.select(ChangeItem.id).where(
            ChangeItem.change_set_id == item.change_set_id, ChangeItem.entity.in_(["asset", "review"])
        )
        return item.before is not None and session.scalar(beside.limit(1)) is not None

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The object that is digitized."""
        task = session.get(DigitizationTask, item.entity_id)
        return ("artifact", task.artifact_id) if task else super().owner(session, item)

    def label(self, session: Session, entity_id: int) -> str:
        """The object the task is about."""
        task = session.get(DigitizationTask, entity_id)
        return task.artifact.label if task else str(entity_id)

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """The state in words."""
        if value and field == "state":
            return translate(TASK_LABELS[TaskState(value)], locale)
        return super().show_value(session, field, value, locale)


class PageCountEntity(PartOfObject):
    """Stated numbers of pages in history."""

    needs = Permission.UPLOAD_MEDIA
    kind = N_("Number of pages")
    fields = {"pages": N_("Pages to scan")}  # noqa: RUF012

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """How many pages were stated."""
        count = session.get(PageCount, entity_id)
        return {"pages": count.pages if count else None}

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """State the earlier number again, or none."""
        if values["pages"] is None:
            unstate_pages(session, entity_id, deed=deed)
        else:
            state_pages(session, session.get_one(Artifact, entity_id), int(values["pages"]), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Nothing stands in the way."""
        del session, item
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The object."""
        artifact = session.get(Artifact, entity_id)
        return artifact.label if artifact else f"#{entity_id}"


class DefinitionEntity(Entity):
    """Definitions of digitization in history: a decided one is followed by a new version, never undone."""

    kind = N_("Definition of digitization")
    fields = {  # noqa: RUF012
        "version": N_("Version"),
        "state": N_("State"),
        "valid_from": N_("In force from"),
        "document": N_("Deciding document"),
        "rules": N_("Demands"),
    }

    def label(self, session: Session, entity_id: int) -> str:
        """The version's number, once it has one."""
        found = session.get(DigitizationDefinition, entity_id)
        return str(found.version or "–") if found else str(entity_id)

    def url(self, entity_id: int) -> str:
        """The page of all versions: a draft may be gone."""
        del entity_id
        return "/cach-tinh"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """The state in words; of the demands only that they changed, the page shows them."""
        if value and field == "state":
            return translate(DEFINITION_STATE_LABELS[DefinitionState(value)], locale)
        if value and field == "rules":
            return translate(N_("see the page of the version"), locale)
        return super().show_value(session, field, value, locale)
