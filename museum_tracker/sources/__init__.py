"""Sources: donors, sellers and finders, seen by few, their contact details opened on request only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.history.entities import register_entity
from museum_tracker.sources.handlers import SourceHistory
from museum_tracker.sources.services import ENTITY

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Tell history about sources."""
    register_entity(ENTITY, SourceHistory())


def init_app(app: Flask) -> None:
    """Add the pages."""
    from museum_tracker.core.i18n import N_
    from museum_tracker.history.shown import add_watcher
    from museum_tracker.sources.views import bp
    from museum_tracker.sources.views_noting import note_history
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    add_watcher(note_history)
    add_place(
        app,
        Place(
            label=N_("Donors and sellers"),
            endpoint="sources.listing",
            icon="users",
            order=84,
            prefix="/nguon",
            permission="view_sources",
            secondary=True,
        ),
    )
