"""How history reads objects back, restores and voids them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.fields import COLUMN_LABELS
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.protection import find_protection
from museum_tracker.catalogue.records import ENUMS, snapshot
from museum_tracker.catalogue.rules import ENUM_LABELS, NumberKind, NumberState
from museum_tracker.catalogue.services import get_artifact, put_back, restore_artifact, void_artifact
from museum_tracker.catalogue.sight import COLUMN_NEEDS
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.sources.models import Source
from museum_tracker.vocabularies.models import Term

TERM_COLUMNS = frozenset({"type_id", "period_id", "place_id", "acquisition_method_id", "condition_id", "materials"})


class ArtifactEntity(Entity):
    """Objects, as history knows them."""

    kind = N_("Object")
    needs = Permission.EDIT_OBJECTS
    fields = {**COLUMN_LABELS, "version": N_("Later changes")}  # noqa: RUF012 - read, never written
    field_needs = COLUMN_NEEDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The values of the record; None when it is voided."""
        artifact = session.get(Artifact, entity_id)
        if artifact is None or artifact.voided_at is not None:
            return None
        return {**snapshot(artifact), "voided": False, "version": artifact.version}

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give the record these values again."""
        put_back(session, entity_id, values, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back the record's creation."""
        void_artifact(session, get_artifact(session, entity_id), deed=deed)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Bring a voided record back."""
        del values
        restore_artifact(session, get_artifact(session, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A creation stands once a register line, signed minutes or a report cites the object."""
        return find_protection(session, item.entity_id) if item.before is None else None

    def label(self, session: Session, entity_id: int) -> str:
        """The number and name of the object."""
        artifact = session.get(Artifact, entity_id)
        return artifact.label if artifact else f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The object's page."""
        return f"/hien-vat/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A stored value as people read it: terms, classes and numbers by their names."""
        if value in (None, "", [], {}):
            return ""
        if field in TERM_COLUMNS:
            terms = [session.get(Term, term) for term in (value if isinstance(value, list) else [value])]
            return ", ".join(term.label(locale) for term in terms if term)
        if field in ENUMS:
            return translate(ENUM_LABELS[ENUMS[field](value)], locale)
        return self._show_reference(session, field, value, locale)

    def _show_reference(self, session: Session, field: str, value: Any, locale: str) -> str:
        if field == "numbers":
            return "; ".join(_number(number, locale) for number in value)
        if field == "dimensions":
            return "; ".join(str(measure["text"]) for measure in value)
        if field == "parent_id":
            return self.label(session, value)
        if field == "source_id":
            source = session.get(Source, value)
            return source.name if source else ""
        return super().show_value(session, field, value, locale)


def _number(number: Mapping[str, str], locale: str) -> str:
    state = NumberState(number.get("state", "current"))
    kind = translate(ENUM_LABELS[NumberKind(number["kind"])], locale)
    standing = "" if state is NumberState.CURRENT else f" ({translate(ENUM_LABELS[state], locale)})"
    return f"{kind}: {number['text']}{standing}"
