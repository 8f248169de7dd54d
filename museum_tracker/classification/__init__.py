"""Classification: proposals, decisions and the numbers of the classification books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.classification import checks, handlers, models, work
from museum_tracker.figures.checking import add_check
from museum_tracker.figures.signals import standings_changed
from museum_tracker.history.entities import register_entity

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["init_app", "models", "wire"]


def wire() -> None:
    """Tell history about classifications, follow the figures, tell the overview what waits."""
    register_entity("classification", handlers.ClassificationEntity())
    standings_changed.connect(handlers.follow)
    add_check("classification", checks.check_states)
    work.register()


def init_app(app: Flask) -> None:
    """Add the pages, the panel on the object page and the place in the navigation."""
    from museum_tracker.classification import panels, views

    app.register_blueprint(views.bp)
    panels.register(app)
