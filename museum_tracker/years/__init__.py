"""Reporting years: planned, running, closed with frozen figures, and restated beside what was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.figures.uses import add_use
from museum_tracker.history.consequences import add_evidence_reader, add_reader
from museum_tracker.history.entities import register_entity
from museum_tracker.history.protection import add_protection
from museum_tracker.targets.shown_year import set_waiting_years
from museum_tracker.years import waiting
from museum_tracker.years.cited import cited_by_close
from museum_tracker.years.foreseen import add_citing, closed_figures, evidence_in, moved_by
from museum_tracker.years.handlers import SampleHistory, SampleItemHistory, YearHistory
from museum_tracker.years.signals import protect
from museum_tracker.years.uses import closes_of_population

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["init_app", "wire"]


def wire() -> None:
    """Keep frozen rows from being changed, deeds that a close cites from being undone, and history informed."""
    protect()
    add_protection(cited_by_close)
    add_reader(moved_by)
    add_evidence_reader(evidence_in)
    add_citing(closed_figures)
    set_waiting_years(waiting.waiting_years)
    waiting.register()
    add_use("years", closes_of_population)
    register_entity("reporting_year", YearHistory())
    register_entity("year_sample", SampleHistory())
    register_entity("year_sample_item", SampleItemHistory())


def init_app(app: Flask) -> None:
    """Add the pages of years and their place in the navigation."""
    from museum_tracker.core.i18n import N_
    from museum_tracker.web.navigation import Place, add_place
    from museum_tracker.years import views, views_closing, views_sample

    app.register_blueprint(views.bp)
    add_place(app, Place(label=N_("Years"), endpoint="years.years", icon="calendar", order=85, prefix="/nam"))
    del views_closing, views_sample
