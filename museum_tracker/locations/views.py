"""Pages of the stores, cabinets and shelves."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.locations import queries, services
from museum_tracker.locations.contents import list_url, move_path
from museum_tracker.locations.forms import LocationForm
from museum_tracker.locations.models import RANK_LABELS, Location
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

bp = Blueprint("locations", __name__, template_folder="templates", url_prefix="/kho")
Answer = Response | str | tuple[str, int]


@bp.get("")
@guard(Permission.VIEW_LOCATIONS)
def stores() -> str:
    """The tree of all places with what stands in them."""
    rows = queries.tree(current_session())
    return render_template(
        "locations/stores.html", rows=rows, ranks=RANK_LABELS, list_url=list_url, move_path=move_path()
    )


@bp.get("/<int:location_id>")
@guard(Permission.VIEW_LOCATIONS)
def store(location_id: int) -> str:
    """One place: what it is, what stands in it, the places within."""
    db = current_session()
    location = queries.get_location(db, location_id)
    place, *within = queries.subtree(db, location)
    return render_template(
        "locations/store.html",
        location=location,
        around=queries.around(db, location),
        rows=within,
        objects=place.within,
        ranks=RANK_LABELS,
        list_url=list_url,
    )


@bp.route("/moi", methods=["GET", "POST"])
@guard(Permission.EDIT_LOCATIONS)
def add_location() -> Answer:
    """Add a place."""
    db = current_session()
    form = _form(LocationForm(parent_id=request.args.get("trong", type=int)))
    if form.validate_on_submit():
        try:
            values = form.values()
            deed = web_deed(N_("Added the place %(place)s"), place=values["name"])
            location = services.add_location(db, deed=deed, **values)
            db.commit()
            flash(_("“%(place)s” is added.", place=location.label), "success")
            return redirect(url_for("locations.store", location_id=location.id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("locations/edit.html", location=None, form=form, objects=0)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:location_id>/sua", methods=["GET", "POST"])
@guard(Permission.EDIT_LOCATIONS)
def edit_location(location_id: int) -> Answer:
    """Rename or move a place."""
    db = current_session()
    location = queries.get_location(db, location_id)
    form = _form(LocationForm(obj=location), without=location)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Changed the place %(place)s"), place=location.name)
            version = whole(form.version.data)
            confirmed = bool(form.confirmed.data)
            services.edit_location(db, location, form.values(), deed=deed, version=version, confirmed=confirmed)
            db.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("locations.store", location_id=location.id), 303)
        except Refusal as refusal:
            db.refresh(location)
            form.refuse(refusal)
    objects = services.count_within(db, location)
    page = render_template("locations/edit.html", location=location, form=form, objects=objects)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<int:location_id>/dong")
@guard(Permission.EDIT_LOCATIONS)
def close_location(location_id: int) -> Response:
    """Offer a place no longer; its history stays."""
    return _set_active(location_id, active=False)


@bp.post("/<int:location_id>/mo-lai")
@guard(Permission.EDIT_LOCATIONS)
def open_location(location_id: int) -> Response:
    """Offer a closed place again."""
    return _set_active(location_id, active=True)


def _set_active(location_id: int, *, active: bool) -> Response:
    db = current_session()
    location = queries.get_location(db, location_id)
    action = N_("Opened the place %(place)s again") if active else N_("Closed the place %(place)s")
    services.edit_location(db, location, {"active": active}, deed=web_deed(action, place=location.name))
    db.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("locations.store", location_id=location.id), 303)


def _form(form: LocationForm, *, without: Location | None = None) -> LocationForm:
    """Fill in the places in which it may stand."""
    options = queries.location_options(current_session(), without=without)
    form.parent_id.choices = [
        SelectChoice(value, label) for value, label in (("", _("– not inside another place –")), *options)
    ]
    return form
