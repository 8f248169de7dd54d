"""Digitization: the ladder, tasks, gates and approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Listen to records and files; tell the overview what waits."""
    from museum_tracker.core.defaults import add_defaults
    from museum_tracker.digitization import checks, handlers, tasks, work
    from museum_tracker.digitization.queries.definitions import basis_on
    from museum_tracker.digitization.queries.waiting import is_approved
    from museum_tracker.digitization.services.definitions import install_definition
    from museum_tracker.figures.basis import add_definition
    from museum_tracker.figures.checking import add_check
    from museum_tracker.figures.rules.measures import DIGITIZED_STOCKS, FIRST_LEVELS
    from museum_tracker.media.release import add_approval

    add_approval(is_approved())
    add_defaults(install_definition)
    add_check("digitization", checks.check_levels)
    add_definition((*DIGITIZED_STOCKS, *FIRST_LEVELS), basis_on)
    handlers.connect()
    tasks.schedule()
    work.register()


def init_app(app: Flask) -> None:
    """Add the pages, the panel on the object page and the place in the navigation."""
    from museum_tracker.digitization import panels, views, views_definitions, views_review

    app.register_blueprint(views_review.bp)
    panels.register(app)
    del views, views_definitions
