"""Locations: sites, stores, cabinets and shelves in which objects stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.history.entities import register_entity
from museum_tracker.locations.handlers import LocationHistory
from museum_tracker.locations.services import ENTITY

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Tell history about places."""
    register_entity(ENTITY, LocationHistory())


def init_app(app: Flask) -> None:
    """Add the pages."""
    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.core.i18n import N_
    from museum_tracker.locations.views import bp
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    add_place(
        app,
        Place(
            label=N_("Stores"),
            endpoint="locations.stores",
            icon="store",
            order=60,
            prefix="/kho",
            permission=Permission.VIEW_LOCATIONS,
        ),
    )
