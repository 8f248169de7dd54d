"""Digitization: the ladder, tasks, gates and approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Listen to records and files; tell the overview what waits."""
    from museum_tracker.digitization import handlers, work

    handlers.connect()
    work.register()


def init_app(app: Flask) -> None:
    """Add the pages, the panel on the object page and the place in the navigation."""
    from museum_tracker.digitization import panels, views, views_review

    app.register_blueprint(views_review.bp)
    panels.register(app)
    del views
