"""Pages of movements."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.queries import ids_in_order
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.web import web_deed
from museum_tracker.locations.queries import get_location, path_label
from museum_tracker.movements import queries, services
from museum_tracker.movements.forms import BulkMoveForm, MoveForm
from museum_tracker.movements.queries import NumbersRead
from museum_tracker.movements.rules import typed_numbers
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, ngettext

bp = Blueprint("movements", __name__, template_folder="templates")
Answer = Response | str | tuple[str, int]


@bp.get("/hien-vat/<int:artifact_id>/vi-tri")
@guard(Permission.VIEW_LOCATIONS)
def ways(artifact_id: int) -> str:
    """All movements of one object."""
    db = current_session()
    artifact = get_artifact(db, artifact_id)
    rows = queries.list_movements(db, artifact_id)
    return render_template("movements/ways.html", artifact=artifact, rows=rows, place=path_label(db, artifact.location))


@bp.route("/hien-vat/<int:artifact_id>/di-chuyen", methods=["GET", "POST"])
@guard(Permission.MOVE_OBJECTS)
def move(artifact_id: int) -> Answer:
    """Move one object."""
    db = current_session()
    artifact = get_artifact(db, artifact_id)
    form = MoveForm()
    form.prepare()
    if form.validate_on_submit():
        try:
            place = get_location(db, form.to.data)
            deed = _deed(path_label(db, place), form.reason.data or "")
            services.move(db, artifact, to=place, deed=deed, moved_on=form.moved_on.data, reason=form.reason.data or "")
            db.commit()
            flash(_("%(object)s now stands in %(place)s.", object=artifact.label, place=place.label), "success")
            return redirect(url_for("catalogue.show", artifact_id=artifact_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    place_now = path_label(db, artifact.location)
    page = render_template("movements/move.html", artifact=artifact, form=form, place=place_now)
    return page, 422 if form.is_submitted() else 200


@bp.route("/di-chuyen", methods=["GET", "POST"])
@guard(Permission.MOVE_OBJECTS)
def move_many() -> Answer:
    """Move many objects: typed or scanned numbers, or a list; the exact count is confirmed first."""
    form = BulkMoveForm()
    form.prepare()
    params = asked_list()
    listed = ids_in_order(current_session(), params) if params.filters or params.searching else []
    read = queries.read_numbers(current_session(), typed_numbers(form.numbers.data or ""))
    ids = listed or [artifact.id for artifact in read.found]
    checked = form.validate_on_submit()
    if checked and _agreed(form, read, len(ids)):
        try:
            return _move_all(form, ids)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "movements/move_many.html", form=form, read=read, count=len(ids), listed=len(listed), args=params.url_args()
    )
    return page, 422 if form.is_submitted() and not checked else 200


def _agreed(form: BulkMoveForm, read: NumbersRead, count: int) -> bool:
    """Whether the person confirmed exactly these objects; else the page shows the count and asks."""
    form.expected.data, shown = str(count), form.expected.data
    if not count:
        form.form_errors.append(_("Type or scan at least one object number."))
    elif read.unknown or read.several:
        form.form_errors.append(_("Some numbers are not clear: mend or remove them below."))
    else:
        return bool(form.confirmed.data) and shown == str(count)
    return False


def _move_all(form: BulkMoveForm, ids: list[int]) -> Response:
    db = current_session()
    place = get_location(db, form.to.data)
    deed = _deed(path_label(db, place), form.reason.data or "")
    done = services.move_many(db, ids, to=place, deed=deed, moved_on=form.moved_on.data, reason=form.reason.data or "")
    db.commit()
    moved = ngettext(
        "%(num)s object moved to %(place)s.", "%(num)s objects moved to %(place)s.", done.moved, place=place.label
    )
    already = ngettext("%(num)s stood there already.", "%(num)s stood there already.", done.already)
    flash(f"{moved} {already}" if done.already else moved, "success")
    return redirect(url_for("locations.store", location_id=place.id), 303)


def _deed(place: str, reason: str) -> ChangeSet:
    return web_deed(N_("Moved to %(place)s"), place=place, reason=reason)
