"""Reports: the yearly summary as page, PDF, Word, Excel and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Know how to make long reports in the worker, and clear away those that nobody needs any more."""
    from museum_tracker.reports import tasks

    tasks.schedule()


def init_app(app: Flask) -> None:
    """Add the pages and their place in the navigation."""
    from museum_tracker.core.i18n import N_
    from museum_tracker.reports.views import bp
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    add_place(app, Place(label=N_("Reports"), endpoint="reports.years", icon="reports", order=90, prefix="/bao-cao"))
