"""Pages of closing a year: what is unsettled, the recount, the close; then adjustments and restatements."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.checking import kept_differences, last_check
from museum_tracker.figures.checking import recount_now as recount
from museum_tracker.figures.rules.measures import MEASURE_LABELS
from museum_tracker.figures.tasks import RECOUNT
from museum_tracker.history.web import web_deed
from museum_tracker.jobs.queries import find_latest
from museum_tracker.jobs.queue import enqueue
from museum_tracker.targets.rules.bands import VERDICT_LABELS
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word
from museum_tracker.years.adjustments import (
    CHANGE_LABELS,
    NAMED,
    Drift,
    default_population,
    drift_of,
    name_adjustments,
    shifts,
)
from museum_tracker.years.forms import ReasonForm, RestateForm
from museum_tracker.years.pages import moved_objects, path_now
from museum_tracker.years.queries import Year, get_year, list_closes
from museum_tracker.years.rules.states import ENUM_LABELS, TONES, YearState, may_begin_closing, may_close
from museum_tracker.years.services.closing import close_year, recounted_at_once
from museum_tracker.years.services.restating import restate_year
from museum_tracker.years.target_changes import list_target_changes
from museum_tracker.years.unsettled import list_points
from museum_tracker.years.verify import name_of
from museum_tracker.years.views import bp, today


@bp.get("/nam/<int:year>/chot")
@guard(Permission.VIEW)
def closing_list(year: int) -> str:
    """What is unsettled in a year, each point with the page where it is settled."""
    return _closing_page(get_year(current_session(), year, today()), ReasonForm())


@bp.post("/nam/<int:year>/chot")
@guard(Permission.CLOSE_YEAR)
def close(year: int) -> Any:
    """Freeze the figures of the year for good."""
    session, form = current_session(), ReasonForm()
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Closed the year %(year)s"), reason=form.reason.data or "", year=str(year))
            close_year(session, year, deed=deed)
            session.commit()
            flash(_("The year %(year)s is closed; its figures are frozen.", year=str(year)), "success")
            return redirect(url_for("years.year", year=year), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _closing_page(get_year(session, year, today()), form), 422


@bp.post("/nam/<int:year>/doi-chieu")
@guard(Permission.CLOSE_YEAR)
def recount_now(year: int) -> Any:
    """Recount every figure from its facts: at once in a small museum, by the worker in a large one."""
    session = current_session()
    if recounted_at_once(session):
        recount(session)
        flash(_("The figures were recounted."), "success")
    else:
        enqueue(session, RECOUNT, dedupe_key=RECOUNT)
        flash(_("The figures are being recounted; the result appears here."), "success")
    session.commit()
    return redirect(url_for("years.closing_list", year=year), 303)


@bp.get("/nam/<int:year>/dieu-chinh")
@guard(Permission.VIEW)
def adjustments(year: int) -> str:
    """What a closed year would say otherwise today: which object, why, who, when."""
    return _adjustments_page(year, RestateForm())


@bp.post("/nam/<int:year>/dieu-chinh")
@guard(Permission.CLOSE_YEAR)
def restate(year: int) -> Any:
    """Issue a restatement beside the close."""
    session, form = current_session(), RestateForm()
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Restated the year %(year)s"), reason=form.reason.data or "", year=str(year))
            snapshot = restate_year(session, year, document=form.document.data or "", deed=deed)
            session.commit()
            flash(_("%(restatement)s is issued.", restatement=word(name_of(snapshot))), "success")
            return redirect(url_for("years.year", year=year), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _adjustments_page(year, form), 422


def _closing_page(found: Year, form: ReasonForm) -> str:
    session = current_session()
    check = last_check(session)
    points = [] if found.closed else list_points(session, found, today())
    return render_template(
        "years/closing.html",
        year=found,
        points=points,
        open_points=[point for point in points if not point.settled],
        blocked=any(point.blocking and not point.settled for point in points),
        check=check,
        differences=kept_differences(check)[:NAMED] if check else [],
        job=find_latest(session, RECOUNT),
        closing=found.state is YearState.CLOSING,
        due=may_close(found.end, today()),
        may_begin=found.state is YearState.RUNNING and may_begin_closing(found.end, today()),
        labels=ENUM_LABELS,
        tones=TONES,
        form=form,
    )


def _adjustments_page(year: int, form: RestateForm) -> str:
    session = current_session()
    drift = drift_of(session, year)
    if drift is None:
        raise NotFound(what=Message(N_("the close of the year %(year)s"), {"year": str(year)}))
    population, found = _population(drift), get_year(session, year)
    shown = [shift for shift in shifts(session, drift) if shift.population == population]
    named = name_adjustments(session, drift, population=population, limit=NAMED)
    labels = {one.code: one.label(current_locale()) for one in drift.frozen.populations}
    return render_template(
        "years/adjustments.html",
        year=found,
        drift=drift,
        shifts=[(shift, path_now(found, population, shift.measure)) for shift in shown],
        objects=moved_objects(named),
        targets=list_target_changes(session, drift.frozen),
        verdicts=VERDICT_LABELS,
        populations=[(code, labels[code]) for code in dict.fromkeys(place[0] for place in drift.places())],
        population=population,
        measures=MEASURE_LABELS,
        changes=CHANGE_LABELS,
        name=name_of(list_closes(session, year)[-1]),
        most=NAMED,
        form=form,
    )


def _population(drift: Drift) -> str:
    asked = request.args.get("pham-vi", "")
    return asked if asked in {place[0] for place in drift.places()} else default_population(drift)
