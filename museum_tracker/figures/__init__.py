"""Figures: facts, populations and the counts that every page, target and report reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.catalogue.signals import artifacts_changed
from museum_tracker.core.defaults import add_defaults
from museum_tracker.figures import filters, handlers, line_lists, tasks
from museum_tracker.figures.agreement import check_records
from museum_tracker.figures.checking import add_check
from museum_tracker.figures.counting.form import count_by_today
from museum_tracker.figures.meanings import figures_now
from museum_tracker.figures.revising import ENTITY
from museum_tracker.figures.services import install_populations
from museum_tracker.figures.undoing import void_undone
from museum_tracker.history.entities import register_entity
from museum_tracker.history.undo import add_undone_along
from museum_tracker.vocabularies.effects import add_figure_reader
from museum_tracker.vocabularies.signals import term_changed

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Ship the populations, recount what the catalogue changes, fold the sums, check them."""
    add_defaults(install_populations)
    add_defaults(count_by_today)
    artifacts_changed.connect(handlers.recount)
    term_changed.connect(handlers.ask_again)
    register_entity(ENTITY, handlers.PopulationHistory())
    add_undone_along(void_undone)
    add_check("records", check_records)
    add_figure_reader("figures", figures_now)
    filters.register()
    line_lists.register()
    tasks.schedule()


def init_app(app: Flask) -> None:
    """Add the pages of populations and of the checker, and what lists of objects offer for figures."""
    from museum_tracker.figures import lists, views, views_checks, views_no_year

    app.register_blueprint(views.bp)
    lists.register()
    del views_checks, views_no_year
