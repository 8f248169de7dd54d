"""Pages of populations: the list, each with its versions, and the ways to make, revise and end one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures import revising
from museum_tracker.figures.forms import EndForm, PopulationForm
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.models import Population
from museum_tracker.figures.populations import (
    counted_versions,
    find_population,
    get_population,
    list_versions,
    list_waiting,
)
from museum_tracker.figures.previews import Preview, list_args, preview_population, said
from museum_tracker.figures.queries import Ask, Figure, Measure, stocks
from museum_tracker.figures.rules.naming import NoCondition, WordsAreNoCondition
from museum_tracker.figures.rules.populations import STATE_LABELS, PopulationState
from museum_tracker.figures.uses import Use, in_lines, uses_of
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

bp = Blueprint("figures", __name__, template_folder="templates")


@dataclass(frozen=True)
class Row:
    """A population in the list: its version of today, its figures with their lists, and what counts by it."""

    population: Population
    present: Figure | None
    registered: Figure | None
    present_url: str
    registered_url: str
    uses: list[list[Use]]


@bp.get("/pham-vi-tinh")
@guard(Permission.VIEW)
def populations() -> str:
    """Every population with its document, its days, its objects now and the targets that count by it."""
    session, today = current_session(), clock.today()
    counted = counted_versions(session, today)
    now = stocks(session)
    known = {population.code for population in counted}
    waiting = [found for found in list_waiting(session) if found.code not in known]
    rows = [_row(session, population, now) for population in [*counted, *waiting]]
    return render_template(
        "figures/populations.html",
        rows=[row for row in rows if row.population.valid_to is None or row.population.valid_to >= today],
        ended=[row for row in rows if row.population.valid_to is not None and row.population.valid_to < today],
        today=today,
    )


@bp.get("/pham-vi-tinh/<code>")
@guard(Permission.VIEW)
def population(code: str) -> str:
    """One population with all its versions."""
    session, locale = current_session(), current_locale()
    versions = list_versions(session, code)
    found = find_population(session, code) or (versions[-1] if versions else get_population(session, code))
    ready = found.ready
    return render_template(
        "figures/population.html",
        population=found,
        row=_row(session, found, stocks(session)),
        versions=list(reversed(versions)),
        said={version.id: said(session, version.filter, locale) for version in versions},
        states=STATE_LABELS,
        list_args=list_args(found.filter),
        newest=_newest(versions),
        shipped=found.code in revising.SHIPPED_CODES,
        ready=ready,
        form=EndForm(last_day=clock.today()),
        today=clock.today(),
    )


@bp.route("/pham-vi-tinh/moi", methods=["GET", "POST"])
@guard(Permission.EDIT_POPULATIONS)
def save_filter() -> Any:
    """Save the filters of a list of objects as a new population, or as a new version of one."""
    params = asked_list()
    form = PopulationForm()
    form.code.choices = [SelectChoice("", _("a new population")), *_choices(current_session())]
    try:
        if params.searching:
            raise WordsAreNoCondition
        if not params.filters:
            raise NoCondition
        chosen = revising.conditions_of(params.filters)
    except Refusal as refusal:
        return render_template("figures/refused.html", refusal=refusal.message, params=params), 422
    return _edit(form, chosen, params.filters)


@bp.route("/pham-vi-tinh/<code>/sua", methods=["GET", "POST"])
@guard(Permission.EDIT_POPULATIONS)
def revise(code: str) -> Any:
    """Give a population another document or name from a day on; its conditions stay."""
    session = current_session()
    found = _newest(list_versions(session, get_population(session, code).code))
    form = PopulationForm()
    form.code.choices = [SelectChoice(found.code, found.label(current_locale()))]
    if not form.is_submitted():
        form.name.data, form.name_en.data = found.label("vi"), found.label("en")
        form.code.data = found.code
    return _edit(form, found.filter, None)


@bp.post("/pham-vi-tinh/<code>/ket-thuc")
@guard(Permission.EDIT_POPULATIONS)
def end(code: str) -> Any:
    """End a population on a day."""
    session, form = current_session(), EndForm()
    if not form.validate():
        flash(_("State the last day."), "error")
        return redirect(url_for("figures.population", code=code), 303)
    found = get_population(session, code)
    deed = web_deed(N_("Ended the population “%(name)s”"), name=found.title.msgid)
    revising.end_population(session, code, last_day=form.last_day.data, deed=deed)
    session.commit()
    flash(_("Ended. Figures of days until then stay as they are."), "success")
    return redirect(url_for("figures.population", code=code), 303)


@bp.post("/pham-vi-tinh/phien-ban/<int:population_id>/bo")
@guard(Permission.EDIT_POPULATIONS)
def drop(population_id: int) -> Any:
    """Stop counting a version that nothing cites."""
    session = current_session()
    found = session.get(Population, population_id)
    if found is None:
        raise NotFound(what=_("population %(code)s", code=str(population_id)))
    deed = web_deed(
        N_("Dropped version %(version)s of the population “%(name)s”"),
        version=str(found.version),
        name=found.title.msgid,
    )
    revising.drop_version(session, found, deed=deed)
    session.commit()
    flash(_("Dropped: its place becomes free in a moment."), "success")
    return redirect(url_for("figures.populations"), 303)


def _edit(form: PopulationForm, chosen: dict[str, Any], conditions: Any) -> Any:
    """The form with its preview; saved once what is saved has been looked at."""
    session = current_session()
    shown: Preview | None = None
    versions = list_versions(session, form.code.data or "")
    base = _newest(versions) if versions else None
    if not form.is_submitted():
        form.valid_from.data = clock.today()
    if form.validate_on_submit():
        shown = preview_population(session, chosen, base)
        try:
            if form.seen.data == shown.mark:
                made = _save(session, form, conditions)
                session.commit()
                flash(_("Saved. Every object is being asked now; the figures follow in a moment."), "success")
                return redirect(url_for("figures.population", code=made.code), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
        form.seen.data = shown.mark
    page = render_template(
        "figures/edit.html",
        form=form,
        said=said(session, chosen, current_locale()),
        preview=shown,
        base=base,
        list_args=list_args(chosen),
        fixed=conditions is None,
        action=request.full_path.rstrip("?"),
    )
    return page, 422 if form.errors or form.form_errors else 200


def _save(session: Session, form: PopulationForm, conditions: Any) -> Population:
    words = {
        "name": form.name.data or "",
        "name_en": form.name_en.data or "",
        "document": form.document.data or "",
        "note": form.note.data or "",
        "valid_from": form.valid_from.data,
    }
    if not form.code.data:
        if not words["name"].strip():
            raise NameMissing(field="name")
        deed = web_deed(N_("Made the population “%(name)s”"), name=words["name"])
        return revising.make_population(session, conditions=conditions, deed=deed, **words)
    found = get_population(session, form.code.data)
    deed = web_deed(N_("Revised the population “%(name)s”"), name=found.title.msgid)
    return revising.revise_population(session, found.code, conditions=conditions, deed=deed, **words)


class NameMissing(Refusal):
    """A population needs a name."""

    msgid = N_("A new population needs a Vietnamese name.")


def _row(session: Session, found: Population, now: Any) -> Row:
    present = now.get((found.code, Measure.PRESENT)) if found.ready else None
    registered = now.get((found.code, Measure.REGISTERED)) if found.ready else None
    return Row(
        population=found,
        present=present,
        registered=registered,
        present_url=figure_path(Ask(Measure.PRESENT, found.code)),
        registered_url=figure_path(Ask(Measure.REGISTERED, found.code)),
        uses=in_lines(uses_of(session, found.code)),
    )


def _newest(versions: list[Population]) -> Population:
    kept = [version for version in versions if version.state is not PopulationState.DROPPED]
    return (kept or versions)[-1]


def _choices(session: Session) -> list[SelectChoice]:
    locale = current_locale()
    return [
        SelectChoice(found.code, _("a new version of “%(name)s”", name=found.label(locale)))
        for found in counted_versions(session, clock.today())
    ]
