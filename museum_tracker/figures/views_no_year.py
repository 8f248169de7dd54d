"""The page of what lies in no reporting year: figure by figure, each opening to its objects."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.populations import list_populations
from museum_tracker.figures.queries import flows_in_no_year
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import ALL_FLOWS, MEASURE_LABELS
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.views import bp
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import current_locale


@dataclass(frozen=True)
class Row:
    """A figure of periods with what it counts in none of them, and the page that lists these objects."""

    label: Message
    figure: Figure
    path: str


@bp.get("/so-lieu/khong-ro-nam")
@guard(Permission.VIEW)
def no_year() -> str:
    """What was collected, registered, digitized … on no day known to a year: it counts in stock, in no year's flow."""
    session = current_session()
    years = get_profile(session).reporting_years
    populations = list_populations(session)
    asked = request.args.get("pham-vi", DEFAULT)
    chosen = asked if asked in {population.code for population in populations} else DEFAULT
    counted = flows_in_no_year(session, years)
    rows = [
        Row(
            Message(MEASURE_LABELS[measure]),
            counted[chosen, measure],
            figure_path(Ask(measure, chosen, no_year=years)),
        )
        for measure in ALL_FLOWS
        if counted[chosen, measure].objects
    ]
    return render_template(
        "figures/no_year.html",
        rows=rows,
        populations=[(population.code, population.label(current_locale())) for population in populations],
        population=chosen,
    )
