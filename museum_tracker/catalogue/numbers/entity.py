"""How history reads, restores and takes back series of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import NumberSeries
from museum_tracker.catalogue.numbers import editing
from museum_tracker.catalogue.rules import NumberKind, label
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.entities import Entity, show_plain
from museum_tracker.history.models import ChangeItem, ChangeSet


class SeriesHistory(Entity):
    """Series of numbers in history."""

    kind = N_("Number series")
    needs = Permission.EDIT_NUMBER_SERIES
    fields = editing.FIELDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """A series' values as they stand."""
        series = session.get(NumberSeries, entity_id)
        return editing.values_of(series) if series is not None else None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a series back its former values; it never goes back before a number that was given."""
        series = editing.find_series_by_id(session, entity_id)
        kept = {name: value for name, value in values.items() if name not in {"kind", "last"}}
        if "last" in values:
            kept["last"] = max(values["last"], editing.highest_given(session, series))
        editing.edit_series(session, series, kept, deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back a series that was opened."""
        editing.remove_unused(session, editing.find_series_by_id(session, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A series that gave numbers stays."""
        series = session.get(NumberSeries, item.entity_id) if item.before is None else None
        if series is not None and editing.is_used(session, series):
            return Message(editing.SeriesUsed.msgid, {"name": series.label})
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The series by its name."""
        series = session.get(NumberSeries, entity_id)
        return series.label if series is not None else f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The series' page."""
        return f"/day-so/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """What follows is shown by its name, the kind in words."""
        if field == "successor_id" and value:
            return self.label(session, value)
        if field == "kind" and value:
            return label(NumberKind(value), locale)
        return show_plain(value, locale)
