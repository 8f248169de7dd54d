"""Pages of the vocabularies."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.vocabularies import queries, services
from museum_tracker.vocabularies.deciding import meanings_of
from museum_tracker.vocabularies.forms import TermForm
from museum_tracker.vocabularies.meanings import read_meanings
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.particulars import objects_with, particulars
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

bp = Blueprint("vocabularies", __name__, template_folder="templates", url_prefix="/tu-vung")
Answer = Response | str | tuple[str, int]


@bp.get("")
@guard(Permission.EDIT_VOCABULARIES)
def schemes() -> str:
    """All vocabularies."""
    return render_template("vocabularies/schemes.html", rows=queries.list_schemes(current_session()))


@bp.get("/<scheme>")
@guard(Permission.EDIT_VOCABULARIES)
def terms(scheme: str) -> str:
    """The tree of one vocabulary."""
    db = current_session()
    shown = queries.get_scheme(db, scheme)
    uses = queries.use_counts(db, shown.id)
    rows = queries.tree(db, scheme)
    said = particulars([row.term for row in rows], current_locale())
    return render_template("vocabularies/terms.html", scheme=shown, rows=rows, uses=uses, said=said)


@bp.route("/<scheme>/moi", methods=["GET", "POST"])
@guard(Permission.EDIT_VOCABULARIES)
def add_term(scheme: str) -> Answer:
    """Add a word."""
    db = current_session()
    shown = queries.get_scheme(db, scheme)
    form = _form(scheme, TermForm(parent_id=request.args.get("duoi", type=int)))
    if form.validate_on_submit():
        try:
            values = {name: value for name, value in form.values().items() if name != "sort"}
            deed = web_deed(N_("Added “%(term)s” to %(scheme)s"), term=values["name_vi"], scheme=shown.name_vi)
            term = services.add_term(db, shown, deed=deed, **values)
            db.commit()
            flash(_("“%(term)s” is added.", term=term.label(current_locale())), "success")
            return redirect(_row(term), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("vocabularies/term.html", scheme=shown, term=None, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<scheme>/<int:term_id>", methods=["GET", "POST"])
@guard(Permission.EDIT_VOCABULARIES)
def edit_term(scheme: str, term_id: int) -> Answer:
    """Rename, recode or move a word."""
    db = current_session()
    term = queries.get_term(db, scheme, term_id)
    form = _form(scheme, TermForm(data=_typed(term)), without=term_id)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Changed “%(term)s” in %(scheme)s"), term=term.name_vi, scheme=term.scheme.name_vi)
            version = whole(form.version.data)
            services.edit_term(db, term, form.values(), deed=deed, version=version)
            db.commit()
            flash(_("Saved."), "success")
            return redirect(_row(term), 303)
        except Refusal as refusal:
            db.refresh(term)
            form.refuse(refusal)
    known = read_meanings(db)
    meanings = [(_(one.label), _(one.choices[known.of(one, term.id)])) for one in meanings_of(term)]
    page = render_template(
        "vocabularies/term.html",
        scheme=term.scheme,
        term=term,
        form=form,
        uses=queries.count_uses(db, term),
        meanings=meanings,
        has_meaning=bool(meanings),
        objects=objects_with(term),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/<scheme>/<int:term_id>/ngung-dung")
@guard(Permission.EDIT_VOCABULARIES)
def retire_term(scheme: str, term_id: int) -> Response:
    """Offer a word no longer; objects that use it keep it."""
    return _set_active(scheme, term_id, active=False)


@bp.post("/<scheme>/<int:term_id>/dung-lai")
@guard(Permission.EDIT_VOCABULARIES)
def revive_term(scheme: str, term_id: int) -> Response:
    """Offer a retired word again."""
    return _set_active(scheme, term_id, active=True)


def _set_active(scheme: str, term_id: int, *, active: bool) -> Response:
    db = current_session()
    term = queries.get_term(db, scheme, term_id)
    action = N_("Took up “%(term)s” again") if active else N_("Retired “%(term)s”")
    services.edit_term(db, term, {"active": active}, deed=web_deed(action, term=term.name_vi))
    db.commit()
    said = N_("“%(term)s” is offered again.") if active else N_("“%(term)s” is offered no longer; objects keep it.")
    flash(_(said, term=term.label(current_locale())), "success")
    return redirect(_row(term), 303)


def _typed(term: Term) -> dict[str, Any]:
    return {**services.values_of(term), "alt": "\n".join(term.alt), "version": term.version}


def _form(scheme: str, form: TermForm, *, without: int = 0) -> TermForm:
    """Fill in the places of the tree where the word may stand."""
    db = current_session()
    below = set(queries.descendant_ids(db, without)) if without else set()
    options = [(id_, label) for id_, label in queries.term_options(db, scheme, current_locale()) if id_ not in below]
    form.parent_id.choices = [SelectChoice(value, label) for value, label in (("", _("– top of the list –")), *options)]
    return form


def _row(term: Term) -> str:
    return url_for("vocabularies.terms", scheme=term.scheme.code, _anchor=f"term-{term.id}")
