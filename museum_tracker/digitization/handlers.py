"""How digitization hears of records and files that change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, translate
from museum_tracker.digitization.models import (
    DECISION_LABELS,
    DEFINITION_STATE_LABELS,
    SCOPE_LABELS,
    Decision,
    DefinitionState,
    DigitizationDefinition,
    DigitizationTask,
    Scope,
)
from museum_tracker.digitization.queries.definitions import rules_in_force
from museum_tracker.digitization.rules.tasks import TASK_LABELS, TaskState
from museum_tracker.digitization.services.definitions import MEASURE_AGAIN
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.digitization.services.tasks import follow_files
from museum_tracker.figures.rules.facts import Cause
from museum_tracker.history.entities import Entity, register_entity
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.signals import asset_changed
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.signals import term_changed


def connect() -> None:
    """Listen to the catalogue and to media, and tell history how approvals and tasks are called."""
    artifacts_changed.connect(_records_changed)
    asset_changed.connect(_files_changed)
    term_changed.connect(_type_moved)
    register_entity("review", ReviewEntity())
    register_entity("digitization_task", TaskEntity())
    register_entity("page_count", PageCountEntity())
    register_entity("digitization_definition", DefinitionEntity())


def _records_changed(session: Session, *, ids: Sequence[int], deed: ChangeSet) -> None:
    recompute(session, list(ids), deed=deed, cause=Cause.RECORD)


def _files_changed(session: Session, *, artifact_id: int, deed: ChangeSet) -> None:
    recompute(session, [artifact_id], deed=deed, cause=Cause.LOST)
    follow_files(session, artifact_id, deed=deed)


def _type_moved(session: Session, *, term: Term, before: Mapping[str, Any], deed: ChangeSet) -> None:
    """Types below one with demands of its own follow it: a type put elsewhere may be asked for other evidence."""
    if before["parent_id"] != term.parent_id and rules_in_force(session, clock.local(deed.at).date())[1].types:
        enqueue(session, MEASURE_AGAIN, dedupe_key=MEASURE_AGAIN)


class ReviewEntity(Entity):
    """Approvals in history: withdrawn on the review page with a reason, never undone silently."""

    kind = N_("Review")
    fields = {"decision": N_("Decision"), "scope": N_("Approved for"), "reason": N_("Reason")}  # noqa: RUF012

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
    """Digitization tasks in history."""

    kind = N_("Digitization task")
    fields = {  # noqa: RUF012
        "state": N_("State"),
        "reason": N_("Reason"),
        "operator_id": N_("Operator"),
        "planned_on": N_("Planned for"),
        "returned_on": N_("Back on the shelf"),
    }

    def label(self, session: Session, entity_id: int) -> str:
        """The object the task is about."""
        task = session.get(DigitizationTask, entity_id)
        return task.artifact.label if task else str(entity_id)

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """The state in words."""
        if value and field == "state":
            return translate(TASK_LABELS[TaskState(value)], locale)
        return super().show_value(session, field, value, locale)


class PageCountEntity(Entity):
    """Stated numbers of pages in history."""

    kind = N_("Number of pages")
    fields = {"pages": N_("Pages to scan")}  # noqa: RUF012


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
