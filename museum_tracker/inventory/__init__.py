"""The inventory: register, marking, dossiers, and the state they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.catalogue.protection import add_protection
from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.figures.checking import add_check
from museum_tracker.figures.signals import standings_changed
from museum_tracker.history.entities import register_entity
from museum_tracker.history.protection import add_protection as protect_changes
from museum_tracker.inventory import checks, handlers, work

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Tell history about the steps, follow the figures, protect register lines, tell the overview what waits."""
    register_entity("inventory", handlers.InventoryEntity())
    standings_changed.connect(handlers.follow)
    artifacts_changed.connect(handlers.recheck)
    add_protection(handlers.protect)
    protect_changes(handlers.keep_lines)
    add_check("inventory", checks.check_states)
    work.register()


def init_app(app: Flask) -> None:
    """Add the pages, the panel on the object page and the place in the navigation."""
    from museum_tracker.inventory import panels, views

    app.register_blueprint(views.bp)
    panels.register(app)
