"""How history reads and undoes movements: undoing one moves the object back, which is a movement of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.entities import PartOfObject, show_plain
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.locations.models import Location
from museum_tracker.locations.queries import path_label
from museum_tracker.movements import services
from museum_tracker.movements.queries import GONE


class PlaceOfObject(PartOfObject):
    """The place of an object in history."""

    kind = N_("Place of an object")
    needs = Permission.MOVE_OBJECTS
    fields: Mapping[str, str] = {"location_id": N_("Place")}
    field_needs: Mapping[str, Permission] = {"location_id": Permission.VIEW_LOCATIONS}
    actions: Mapping[str, Permission] = {"Moved to %(place)s": Permission.VIEW_LOCATIONS}

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """Where the object stands."""
        artifact = session.get(Artifact, entity_id)
        return {"location_id": artifact.location_id} if artifact is not None else None

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Move the object back."""
        place = session.get(Location, values["location_id"]) if values["location_id"] is not None else None
        services.move(session, get_artifact(session, entity_id), to=place, deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """An object that is gone is not moved back, nor into a closed place."""
        artifact = session.get(Artifact, item.entity_id)
        if artifact is None or artifact.voided_at is not None or artifact.custody in GONE:
            label = artifact.label if artifact is not None else f"#{item.entity_id}"
            return Message(services.GoneObject.msgid, {"object": label})
        place = session.get(Location, (item.before or {}).get("location_id") or 0)
        if place is not None and not place.active:
            return Message(services.PlaceClosed.msgid, {"place": place.label})
        return None

    def label(self, session: Session, entity_id: int) -> str:
        """The object's number and name."""
        artifact = session.get(Artifact, entity_id)
        return artifact.label if artifact is not None else f"#{entity_id}"

    def url(self, entity_id: int) -> str:
        """The object's movements."""
        return f"/hien-vat/{entity_id}/vi-tri"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A place is shown with the places around it."""
        del field
        return path_label(session, session.get(Location, value)) if value else show_plain(value, locale)
