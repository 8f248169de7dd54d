"""How history reads, restores and takes back places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity, show_plain
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.locations import services
from museum_tracker.locations.models import RANK_LABELS, Location, Rank
from museum_tracker.locations.queries import is_used, path_label


class LocationHistory(Entity):
    """Places in history."""

    kind = N_("Place in the museum")
    needs = Permission.EDIT_LOCATIONS
    read_by = Permission.VIEW_LOCATIONS
    fields = services.FIELDS

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """A place's values as they stand."""
        location = session.get(Location, entity_id)
        return services.values_of(location) if location is not None else None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a place back its former values, with all that stands inside."""
        services.edit_location(session, session.get_one(Location, entity_id), values, deed=deed, confirmed=True)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back a place that was added."""
        services.remove_unused(session, session.get_one(Location, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """A place that is named cannot be taken back."""
        place = session.get(Location, item.entity_id) if item.before is None else None
        if place is not None and is_used(session, place):
            return Message(services.PlaceInUse.msgid, {"name": place.label})
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The place with the places around it."""
        return path_label(session, session.get(Location, entity_id)) or f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The place's page."""
        return f"/kho/{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """The place around is shown by its name, the kind in words."""
        if field == "parent_id" and value:
            return path_label(session, session.get(Location, value)) or str(value)
        if field == "rank" and value:
            return translate(RANK_LABELS[Rank(value)], locale)
        return show_plain(value, locale)
