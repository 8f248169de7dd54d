"""How history reads pictures and models back, and takes their changes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.history.entities import Entity, Owner, show_plain
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.media.models import Asset
from museum_tracker.media.rules import KIND_LABELS, STATE_LABELS, UP_LABELS, VIEW_LABELS, AssetKind, VersionState, View
from museum_tracker.media.services import describe_asset, place_asset, restore_asset, retire_asset, values_of
from museum_tracker.media.standing import set_unit, stand_model

UNDONE = "hoàn tác"


class AssetEntity(Entity):
    """Pictures and models, as history knows them."""

    kind = N_("Picture or model")
    needs = Permission.UPLOAD_MEDIA
    fields = {  # noqa: RUF012 - read, never written
        "artifact_id": N_("Object"),
        "file": N_("File"),
        "kind": N_("Kind of file"),
        "view": N_("View"),
        "page": N_("Page"),
        "title": N_("Title"),
        "state": N_("State"),
        "retired": N_("Retired"),
        "position": N_("Place in the order"),
        "sound": N_("Intact"),
        "up": N_("Which side is up"),
        "unit": N_("Unit of length"),
    }

    def current(self, session: Session, entity_id: int) -> dict[str, Any] | None:
        """The values of a picture."""
        asset = session.get(Asset, entity_id)
        return (
            {
                **values_of(asset),
                "position": asset.position,
                "file": asset.current.original_name,
                "up": asset.current.up,
                "unit": asset.current.unit,
            }
            if asset
            else None
        )

    def apply(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Give a picture these values again."""
        asset = session.get_one(Asset, entity_id)
        if values.get("retired") is True and not asset.retired:
            retire_asset(session, asset, reason=UNDONE, deed=deed)
        if values.get("retired") is False and asset.retired:
            restore_asset(session, asset, deed=deed)
        if {"view", "page", "title"} & set(values):
            now: dict[str, Any] = values_of(asset) | dict(values)
            describe_asset(session, asset, deed=deed, view=now["view"], page=now["page"], title=now["title"])
        if "up" in values:
            stand_model(session, asset.current, str(values["up"]), deed=deed)
        if "unit" in values:
            set_unit(session, asset.current, str(values["unit"]), deed=deed)
        if "position" in values:
            place_asset(session, asset, int(values["position"]), deed=deed)

    def void(self, session: Session, entity_id: int, deed: ChangeSet) -> None:
        """Take back that a picture was added."""
        asset = session.get_one(Asset, entity_id)
        if not asset.retired:
            retire_asset(session, asset, reason=UNDONE, deed=deed)

    def revive(self, session: Session, entity_id: int, values: Mapping[str, Any], deed: ChangeSet) -> None:
        """Bring a withdrawn picture back."""
        del values
        restore_asset(session, session.get_one(Asset, entity_id), deed=deed)

    def refuse_undo(self, session: Session, item: ChangeItem) -> Message | None:
        """What the machine found out about a file is not undone by people."""
        del session
        machine = {"state", "sound"} & set(item.after or {})
        return Message(N_("The state of a file is measured, not decided.")) if machine else None

    def follows(self, session: Session, item: ChangeItem) -> bool:
        """Whether a picture that was added is withdrawn already."""
        asset = session.get(Asset, item.entity_id) if item.before is None else None
        return asset is not None and asset.retired

    def owner(self, session: Session, item: ChangeItem) -> Owner:
        """The object that is shown."""
        asset = session.get(Asset, item.entity_id)
        return ("artifact", asset.artifact_id) if asset else super().owner(session, item)

    def label(self, session: Session, entity_id: int) -> str:
        """The file's name and its object."""
        asset = session.get(Asset, entity_id)
        return f"{asset.current.original_name} · {asset.artifact.label}" if asset else f"#{entity_id}"

    def show_value(self, session: Session, field: str, value: Any, locale: str) -> str:
        """A stored value as people read it."""
        del session
        if field == "view" and value:
            return translate(VIEW_LABELS[View(value)], locale)
        if field == "up":
            return translate(UP_LABELS.get(str(value or ""), ""), locale)
        if field == "kind" and value:
            return translate(KIND_LABELS[AssetKind(value)], locale)
        if field == "state" and value:
            return translate(STATE_LABELS[VersionState(value)], locale)
        return show_plain(value, locale)
