"""The numbers an object bears: the register's, the classification's, old ones; given, added and struck out."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.errors import NumberEmpty
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import NumberKind, NumberState, label
from museum_tracker.catalogue.series import (
    REGISTERS,
    refuse_new_in_closed,
    registration_series,
    reserve_next_number,
    shown_number,
)
from museum_tracker.catalogue.services import add_number, get_artifact, remove_number, set_number
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.numbers import number_key
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

# A classification number comes from the classification itself.
OFFERED = (NumberKind.REGISTRATION, NumberKind.ENTRY, NumberKind.OLD, NumberKind.FIELD, NumberKind.OTHER)
ONE_ONLY = (NumberKind.REGISTRATION, NumberKind.ENTRY)
Answer = Response | str | tuple[str, int]


@bp.route("/hien-vat/<int:artifact_id>/so-hieu", methods=["GET", "POST"])
@guard(Permission.EDIT_OBJECTS)
def numbers(artifact_id: int) -> Answer:
    """All numbers of an object, and the form that gives it another."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    if request.method == "GET":
        return _page(artifact)
    try:
        _give(artifact)
    except Refusal as refusal:
        session.rollback()
        return _page(artifact, word(refusal.message)), 422
    return redirect(url_for("catalogue.numbers", artifact_id=artifact_id), 303)


def _page(artifact: Artifact, error: str = "") -> str:
    session, locale = current_session(), current_locale()
    rows = [(number, label(number.kind, locale), label(number.state, locale)) for number in artifact.numbers]
    return render_template(
        "catalogue/numbers.html",
        artifact=artifact,
        rows=rows,
        kinds=[(kind.value, label(kind, locale)) for kind in OFFERED],
        next_number=shown_number(session, REGISTERS[artifact.holding]),
        former=NumberState.FORMER,
        error=error,
        typed=request.form,
    )


def _give(artifact: Artifact) -> None:
    session = current_session()
    chosen = request.form.get("kind", "")
    if chosen not in OFFERED:
        abort(400)
    kind = NumberKind(chosen)
    text = request.form.get("number", "").strip()
    if not text and kind is NumberKind.REGISTRATION and request.form.get("take_next"):
        text = reserve_next_number(session, registration_series(session, artifact.holding))
    if not number_key(text):
        raise NumberEmpty(field="number")
    if kind is NumberKind.REGISTRATION:
        refuse_new_in_closed(session, text, artifact.holding)
    deed = web_deed(N_("Number given: %(number)s"), number=text)
    if kind in ONE_ONLY:
        set_number(session, artifact, text, kind=kind, deed=deed)
    else:
        add_number(session, artifact, text, kind=kind, deed=deed)
    session.commit()
    flash(_("Number given: %(number)s", number=text), "success")


@bp.post("/hien-vat/<int:artifact_id>/so-hieu/<int:number_id>/bo")
@guard(Permission.EDIT_OBJECTS)
def strike_number(artifact_id: int, number_id: int) -> Response:
    """Strike a number out; it stays among the former numbers."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    number = next((each for each in artifact.numbers if each.id == number_id), None)
    if number is None or number.kind is NumberKind.CLASSIFICATION:
        abort(404)
    kind = label(number.kind, current_locale())
    deed = web_deed(N_("Number struck out: %(number)s"), number=number.text)
    remove_number(session, artifact, number, deed=deed)
    session.commit()
    flash(
        _("%(kind)s %(number)s was struck out; it stays among the former numbers.", kind=kind, number=number.text),
        "success",
    )
    return redirect(url_for("catalogue.numbers", artifact_id=artifact_id), 303)
