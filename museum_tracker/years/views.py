"""Pages of reporting years: the list, a year with its figures, the frozen lists, the proof of the chain."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.populations import counted_versions, get_population
from museum_tracker.figures.rules.balances import BALANCED
from museum_tracker.figures.rules.measures import DIGITIZED, MEASURE_LABELS, Measure
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.history.web import web_deed
from museum_tracker.targets.rules.bands import TONES as VERDICT_TONES
from museum_tracker.targets.rules.bands import VERDICT_LABELS
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word
from museum_tracker.years.bridges import bridge_objects
from museum_tracker.years.forms import ReasonForm
from museum_tracker.years.frozen import FrozenAsk, FrozenObjects
from museum_tracker.years.listing import PAGE, list_frozen, list_objects
from museum_tracker.years.pages import balance_tables, figure_rows, list_years
from museum_tracker.years.papers import list_papers
from museum_tracker.years.queries import ClosedYear, closed_year, get_year, list_closes
from museum_tracker.years.roll import kept_figures
from museum_tracker.years.rules.packing import Damaged
from museum_tracker.years.rules.states import ENUM_LABELS, TONES, may_begin_closing, may_close
from museum_tracker.years.services import closing
from museum_tracker.years.verify import count_proved, name_of, verify
from museum_tracker.years.waiting import choose_closing, waiting_years

bp = Blueprint("years", __name__, template_folder="templates")

STEPS = {
    "lap-ke-hoach": (closing.plan_year, N_("Took up the year %(year)s")),
    "thuc-hien": (closing.run_year, N_("Began the year %(year)s")),
    "khoa-so": (closing.begin_closing, N_("Began closing the year %(year)s")),
    "mo-lai": (closing.stop_closing, N_("Stopped closing the year %(year)s")),
}


@bp.get("/nam")
@guard(Permission.VIEW)
def years() -> str:
    """The reporting years with their states."""
    session = current_session()
    closes = list_closes(session)
    return render_template(
        "years/years.html",
        years=list_years(session, today()),
        on=today(),
        closes={row.year: row for row in closes if row.number == 0},
        last_closed=max((row.year for row in closes), default=0),
        waiting=waiting_years(session, today()),
        closes_years=get_profile(session).closes_years,
        labels=ENUM_LABELS,
        tones=TONES,
        proved=count_proved(session),
    )


@bp.get("/nam/kiem-chung")
@guard(Permission.VIEW)
def proof() -> str:
    """Prove every hash, the chain and every frozen list, now."""
    session = current_session()
    return render_template(
        "years/proof.html",
        faults=verify(session),
        closes=list_closes(session),
        name_of=name_of,
        proved=count_proved(session),
    )


@bp.get("/nam/<int:year>")
@guard(Permission.VIEW)
def year(year: int) -> str:
    """A year: its state and steps, both balances, its figures and targets; frozen once it is closed."""
    session, on = current_session(), today()
    found = get_year(session, year, on)
    frozen = chosen_close(year)
    populations = frozen.populations if frozen else counted_versions(session, found.end)
    population = _population({one.code for one in populations})
    figures = frozen.figures if frozen else kept_figures(session, found.start, found.end)
    return render_template(
        "years/year.html",
        year=found,
        frozen=frozen,
        closes=list_closes(session, year),
        name_of=name_of,
        populations=[(one.code, one.label(current_locale())) for one in populations],
        population=population,
        groups=figure_rows(found, population, figures, frozen),
        balances=balance_tables(session, found, population, frozen),
        verdicts=VERDICT_LABELS,
        verdict_tones=VERDICT_TONES,
        labels=ENUM_LABELS,
        tones=TONES,
        form=ReasonForm(),
        may_list=may_begin_closing(found.end, on),
        may_run=on >= found.start,
        due=may_close(found.end, on),
    )


@bp.post("/nam/<int:year>/buoc/<step>")
@guard(Permission.CLOSE_YEAR)
def take_step(year: int, step: str) -> Any:
    """Plan a year, let it run, begin or stop closing it."""
    if step not in STEPS:
        raise NotFound(what=step)
    session, form = current_session(), ReasonForm()
    if not form.validate_on_submit():
        flash(_("A reason is needed: it is kept with the year."), "error")
        return redirect(url_for("years.year", year=year), 303)
    service, action = STEPS[step]
    try:
        service(session, year, deed=web_deed(action, reason=form.reason.data or "", year=str(year)))
        session.commit()
    except Refusal as refusal:
        session.rollback()
        flash(word(refusal.message), "error")
        return redirect(url_for("years.year", year=year), 303)
    flash(_("Saved."), "success")
    return redirect(url_for("years.closing_list" if step == "khoa-so" else "years.year", year=year), 303)


@bp.post("/nam/chot-hang-nam")
@guard(Permission.CLOSE_YEAR)
def closing_years() -> Any:
    """Say that the museum never closes its years, or that it does."""
    closes = request.form.get("closes") == "1"
    action = N_("Said that the museum closes its years") if closes else N_("Said that the museum never closes years")
    choose_closing(current_session(), closes=closes, deed=web_deed(action))
    current_session().commit()
    flash(_("Saved."), "success")
    return redirect(url_for("years.years"), 303)


@bp.get("/nam/<int:year>/so-lieu/<population>.<measure>")
@guard(Permission.VIEW)
def frozen_list(year: int, population: str, measure: str) -> str:
    """The objects behind a frozen figure, as they were frozen; names are those of today."""
    session, frozen = current_session(), chosen_close(year)
    if frozen is None or measure not in set(Measure) or not frozen.list_hash(population, Measure(measure)):
        raise NotFound(what=f"{population}.{measure}")
    kept = FrozenObjects(session, frozen, population, Measure(measure))
    start = max(request.args.get("tu", 1, type=int), 1)
    try:
        rows = list_frozen(kept, start, current_locale())
    except Damaged:
        raise NotFound(what=frozen.list_hash(population, Measure(measure))) from None
    label = next(one.label(current_locale()) for one in frozen.populations if one.code == population)
    return render_template(
        "years/frozen_list.html",
        frozen=frozen,
        population=population,
        label=label,
        measure=measure,
        title=word(MEASURE_LABELS[Measure(measure)]),
        figure=frozen.figures[population, Measure(measure)],
        sha256=frozen.list_hash(population, Measure(measure)),
        rows=rows,
        digitized=Measure(measure) in DIGITIZED,
        dated=kept.days is not None,
        ask=FrozenAsk(year, frozen.number, population, Measure(measure)),
        papers=list_papers("list", signed_in()),
        start=start,
        page=PAGE,
        total=kept.count,
    )


@bp.get("/nam/<int:year>/noi-ky/<population>.<measure>/<code>")
@guard(Permission.VIEW)
def bridge_list(year: int, population: str, measure: str, code: str) -> str:
    """The objects behind a difference between the closing of a year and the opening of the next."""
    session = current_session()
    frozen = chosen_close(year) if "ban" in request.args else None
    found, part = get_year(session, year), None
    if measure in BALANCED:
        try:
            part = bridge_objects(session, found, (population, Measure(measure)), code, frozen)
        except Damaged:
            part = None
    if part is None:
        raise NotFound(what=f"{population}.{measure}/{code}")
    start = max(request.args.get("tu", 1, type=int), 1)
    return render_template(
        "years/bridge_list.html",
        year=found,
        title=word(part.label),
        measure=word(MEASURE_LABELS[Measure(measure)]),
        population=get_population(session, population, found.start).label(current_locale()),
        figure=part.figure,
        rows=list_objects(session, part.ids, start),
        start=start,
        page=PAGE,
        total=len(part.ids),
        here=url_for("years.bridge_list", **(request.view_args or {}), ban=frozen.number if frozen else None),
    )


def chosen_close(year: int) -> ClosedYear | None:
    """What was frozen of a year: the version asked for in the address, else the latest."""
    number = request.args.get("ban", type=int)
    found = closed_year(current_session(), year, number)
    if found is None and number is not None:
        raise NotFound(what=f"{year}/{number}")
    return found


def today() -> dt.date:
    """Today in the museum's zone."""
    return clock.today(current_app.config["SETTINGS"].timezone)


def _population(known: set[str]) -> str:
    asked = request.args.get("pham-vi", DEFAULT)
    return asked if asked in known else DEFAULT
