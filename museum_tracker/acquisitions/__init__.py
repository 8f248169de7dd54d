"""Acquisitions: objects come in, go before the council, are accepted or returned, and leave by decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.acquisitions import checks, entered, handlers, work
from museum_tracker.acquisitions.meanings import follow_ways
from museum_tracker.catalogue.protection import add_protection
from museum_tracker.catalogue.signals import artifact_entered
from museum_tracker.figures.checking import add_check
from museum_tracker.figures.signals import standings_changed
from museum_tracker.history.entities import register_entity
from museum_tracker.vocabularies.effects import add_effect

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Tell history about custody, follow the figures, protect what minutes cite, tell the overview what waits."""
    register_entity("custody", handlers.CustodyEntity())
    register_entity("object_entry", handlers.EntryEntity())
    standings_changed.connect(handlers.follow)
    artifact_entered.connect(entered.note_entered)
    add_protection(handlers.protect)
    add_check("acquisitions", checks.check_custody)
    add_check("entries", checks.check_entries)
    add_check("collected", checks.check_collected)
    add_effect("acquisitions", follow_ways)
    work.register()


def init_app(app: Flask) -> None:
    """Add the pages, the panel on the object page and the place in the navigation."""
    from museum_tracker.acquisitions import panels, views, views_council, views_removal

    app.register_blueprint(views.bp)
    panels.register(app)
    del views_council, views_removal
