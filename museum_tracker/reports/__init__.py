"""Reports: a year, a quarter or a month in the form of an official paper, written, checked, issued and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Know how to make long reports in the worker; tell history and the catalogue what an issued report cites."""
    from museum_tracker.catalogue.protection import add_protection
    from museum_tracker.history import protection
    from museum_tracker.history.entities import register_entity
    from museum_tracker.media.file_references import add_file_kind
    from museum_tracker.reports import handlers, tasks
    from museum_tracker.reports.issuing import queries as issued
    from museum_tracker.reports.unsettled import unexplained_targets
    from museum_tracker.reports.word_templates import queries as templates
    from museum_tracker.years.foreseen import add_citing
    from museum_tracker.years.unsettled import add_point

    tasks.schedule()
    register_entity("report", handlers.ReportHistory())
    register_entity("report_text", handlers.TextHistory())
    register_entity("report_comment", handlers.CommentHistory())
    register_entity("word_template", handlers.TemplateHistory())
    add_protection(issued.citing)
    protection.add_protection(issued.cited_by_report)
    add_citing(issued.issued_figures)
    add_file_kind(issued.REPORT_FILES)
    add_file_kind(templates.TEMPLATE_FILES)
    add_point("report", unexplained_targets)


def init_app(app: Flask) -> None:
    """Add the pages, their place in the navigation, and the button that prints a list as an appendix."""
    from museum_tracker.core.i18n import N_
    from museum_tracker.reports import lists
    from museum_tracker.reports import views_appendix as _appendix  # noqa: F401
    from museum_tracker.reports.issuing import views as _issuing  # noqa: F401 - adds its pages to the blueprint
    from museum_tracker.reports.views import bp
    from museum_tracker.reports.word_templates import views as _templates  # noqa: F401
    from museum_tracker.reports.writing import views as _writing  # noqa: F401
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    lists.register()
    add_place(app, Place(label=N_("Reports"), endpoint="reports.years", icon="reports", order=90, prefix="/bao-cao"))
