"""Plans, targets and the honest forecast: the overview, the board, the values entered by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.core.defaults import add_defaults
from museum_tracker.figures.uses import add_use
from museum_tracker.history.entities import register_entity
from museum_tracker.media.file_references import add_file_kind
from museum_tracker.targets.counters import VISITORS, add_counter
from museum_tracker.targets.evidence import EVIDENCE_FILES
from museum_tracker.targets.handlers import PlanHistory, ScenarioHistory, TargetHistory, ValueHistory, VisitorHistory
from museum_tracker.targets.handlers_calendar import DayHistory, WeekHistory
from museum_tracker.targets.planning import install_shipped_plan
from museum_tracker.targets.uses import targets_of_population

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Ship Plan 74, count visits, and tell history how values and targets are read back."""
    add_counter(VISITORS)
    add_defaults(install_shipped_plan)
    add_file_kind(EVIDENCE_FILES)
    add_use("targets", targets_of_population)
    register_entity("indicator_value", ValueHistory())
    register_entity("target", TargetHistory())
    register_entity("plan", PlanHistory())
    register_entity("visitor_count", VisitorHistory())
    register_entity("scenario", ScenarioHistory())
    register_entity("calendar_day", DayHistory())
    register_entity("working_week", WeekHistory())


def init_app(app: Flask) -> None:
    """Add the overview, the board and their places in the navigation."""
    from museum_tracker.core.i18n import N_
    from museum_tracker.targets import (
        views,
        views_board,
        views_calendar,
        views_plans,
        views_values,
        views_visitors,
        views_whatif,
    )
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(views.bp)
    add_place(
        app,
        Place(
            label=N_("Overview"),
            endpoint="targets.overview",
            icon="overview",
            order=10,
            prefix="/tong-quan",
            phone=True,
        ),
    )
    add_place(app, Place(label=N_("Targets"), endpoint="targets.targets", icon="targets", order=80, prefix="/chi-tieu"))
    del views_board, views_calendar, views_plans, views_values, views_visitors, views_whatif
