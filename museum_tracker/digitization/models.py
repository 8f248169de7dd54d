"""Digitization: the definition in force, the tasks, and the approvals of pictures and models."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import Base, Json, enum_of, flag, long_text, moment, pk
from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.rules.tasks import TaskState
from museum_tracker.figures.rules.versions import basis_of
from museum_tracker.history.models import ChangeSet
from museum_tracker.media.models import AssetVersion


class DefinitionState(StrEnum):
    """How far a version of the definition has come."""

    DRAFT = "draft"
    DECIDED = "decided"
    APPLYING = "applying"
    IN_FORCE = "in_force"


DEFINITION_STATE_LABELS = {
    DefinitionState.DRAFT: N_("draft"),
    DefinitionState.DECIDED: N_("decided, waits for its day"),
    DefinitionState.APPLYING: N_("levels are being worked out"),
    DefinitionState.IN_FORCE: N_("in force"),
}


class Decision(StrEnum):
    """What a reviewer said of a picture or a model."""

    APPROVED = "approved"
    REWORK = "rework"
    WITHDRAWN = "withdrawn"


class Scope(StrEnum):
    """What an approval is good for: knowing the object (level 1), or the standard of levels 2 and 3."""

    IDENTIFICATION = "identification"
    STANDARD = "standard"


DECISION_LABELS = {
    Decision.APPROVED: N_("Approved"),
    Decision.REWORK: N_("To be redone"),
    Decision.WITHDRAWN: N_("Approval withdrawn"),
}
SCOPE_LABELS = {
    Scope.IDENTIFICATION: N_("for identification (level 1)"),
    Scope.STANDARD: N_("to standard (levels 2–3)"),
}


class DigitizationDefinition(Base):
    """What each level asks for, from a day on; a new version never alters what older ones counted.

    A draft has no number yet. While a version is being put in force `applied_to` is the last object whose level has
    been worked out by it. `preview` holds how many objects would rise or fall, as last counted.
    """

    __tablename__ = "digitization_definitions"

    id: Mapped[pk]
    version: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[DefinitionState] = mapped_column(enum_of(DefinitionState), default=DefinitionState.DRAFT)
    valid_from: Mapped[dt.date | None]
    document: Mapped[str] = mapped_column(sa.String(300), default="")
    note: Mapped[long_text]
    rules: Mapped[dict[str, Any]] = mapped_column(Json)
    applied_to: Mapped[int] = mapped_column(default=0)
    change_set_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_sets.id"))
    preview: Mapped[dict[str, Any] | None] = mapped_column(Json)

    @property
    def basis(self) -> Message:
        """By which document it counts, or that it is the museum's own way of counting."""
        return basis_of(self.document)


class DefinitionEffect(Base):
    """What a draft would do to one object: its level before and after, as last counted."""

    __tablename__ = "definition_effects"

    definition_id: Mapped[int] = mapped_column(sa.ForeignKey("digitization_definitions.id"), primary_key=True)
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), primary_key=True)
    before: Mapped[int]
    after: Mapped[int]
    was_full: Mapped[bool]
    is_full: Mapped[bool]


class Review(Base):
    """One decision about one file, by a second person; the latest one stands, none is ever erased."""

    __tablename__ = "reviews"
    __table_args__ = (
        sa.Index(
            "uq_reviews_standing",
            "version_id",
            unique=True,
            sqlite_where=sa.text("standing"),
            postgresql_where=sa.text("standing"),
        ),
    )

    id: Mapped[pk]
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("asset_versions.id"), index=True)
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    decision: Mapped[Decision] = mapped_column(enum_of(Decision))
    scope: Mapped[Scope] = mapped_column(enum_of(Scope))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    exception: Mapped[flag]
    opening: Mapped[flag]
    standing: Mapped[bool] = mapped_column(default=True)
    at: Mapped[moment]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    change_set_id: Mapped[int] = mapped_column(sa.ForeignKey("change_sets.id"))

    by: Mapped[User] = relationship()
    version: Mapped[AssetVersion] = relationship()
    change_set: Mapped[ChangeSet] = relationship()


class DigitizationTask(Base):
    """The work of digitizing one object, from the plan to the object's return to its shelf."""

    __tablename__ = "digitization_tasks"
    __table_args__ = (
        sa.Index(
            "uq_digitization_tasks_open",
            "artifact_id",
            unique=True,
            sqlite_where=sa.text("state NOT IN ('approved', 'cancelled')"),
            postgresql_where=sa.text("state NOT IN ('approved', 'cancelled')"),
        ),
    )

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    state: Mapped[TaskState] = mapped_column(enum_of(TaskState), default=TaskState.PLANNED, index=True)
    operator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    planned_on: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    returned_on: Mapped[dt.date | None]
    updated_at: Mapped[moment]

    artifact: Mapped[Artifact] = relationship()
    operator: Mapped[User | None] = relationship()


class PageCount(Base):
    """How many pages or sides of a flat object there are to scan, as somebody counted them."""

    __tablename__ = "page_counts"

    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), primary_key=True, autoincrement=False)
    pages: Mapped[int]
