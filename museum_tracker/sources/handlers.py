"""How history reads, restores and takes back sources; contact details are not in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity, show_plain
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.sources import services
from museum_tracker.sources.models import SOURCE_KIND_LABELS, Source, SourceKind
from museum_tracker.sources.queries import count_objects


class SourceHistory(Entity):
    """Donors and sellers in history."""

    kind = N_("Donor or seller")
    needs = Permission.ENTER_ACQUISITIONS
    read_by = Permission.VIEW_SOURCES
    fields = services.FIELDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """A source's values as they stand."""
        source = session.get(Source, entity_id)
        return services.values_of(source) if source is not None else None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a source back its former values."""
        given = {name: value for name, value in values.items() if name != "contact_changed_at"}
        if given.get("consent_on"):
            given["consent_on"] = dt.date.fromisoformat(given["consent_on"])
        if "kind" in given:
            given["kind"] = SourceKind(given["kind"])
        services.edit_source(session, session.get_one(Source, entity_id), given, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back a source that was added."""
        services.remove_unused(session, session.get_one(Source, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """Contact details cannot be brought back, a named source cannot be taken back."""
        source = session.get(Source, item.entity_id)
        if item.before is None and source is not None and count_objects(session, source):
            return Message(services.SourceInUse.msgid, {"name": source.name})
        if item.before and "contact_changed_at" in item.before:
            return Message(N_("Contact details are not kept in the history: correct them on the source's page."))
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The number of the source: its name is for those who may see sources."""
        del session
        return f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The source's page."""
        return f"/nguon/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """The kind is shown in words."""
        del session
        if field == "kind" and value:
            return translate(SOURCE_KIND_LABELS[SourceKind(value)], locale)
        return show_plain(value, locale)
