"""Pages of donors and sellers, for those who may see them; contact details open only on request, and that is noted."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.sources import queries, services
from museum_tracker.sources.forms import SourceForm, typed
from museum_tracker.sources.models import SOURCE_KIND_LABELS, Source
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

bp = Blueprint("sources", __name__, template_folder="templates", url_prefix="/nguon")
Answer = Response | str | tuple[str, int]


@bp.get("")
@guard(Permission.VIEW_SOURCES)
def listing() -> str:
    """All sources by name."""
    q = request.args.get("q", "")
    shown = queries.page(current_session(), q=q, after=request.args.get("sau", 0, type=int))
    return render_template("sources/list.html", page=shown, q=q, kinds=SOURCE_KIND_LABELS)


@bp.get("/<int:source_id>")
@guard(Permission.VIEW_SOURCES)
def show(source_id: int) -> str:
    """One source without its contact details."""
    return _page(queries.get_source(current_session(), source_id), contact=False)


@bp.post("/<int:source_id>")
@guard(Permission.VIEW_SOURCES)
def show_contact(source_id: int) -> str:
    """One source with its contact details; the reading is noted."""
    db = current_session()
    source = queries.get_source(db, source_id)
    services.note_reading(db, source, by=signed_in())
    db.commit()
    return _page(source, contact=True)


@bp.route("/moi", methods=["GET", "POST"])
@guard(Permission.ENTER_ACQUISITIONS)
def add_source() -> Answer:
    """Add a source."""
    db = current_session()
    form = SourceForm()
    if form.validate_on_submit():
        try:
            source = services.add_source(db, deed=web_deed(N_("Added a source")), **form.values())
            db.commit()
            flash(_("“%(name)s” is added.", name=source.name), "success")
            return redirect(url_for("sources.show", source_id=source.id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("sources/edit.html", source=None, form=form), 422 if form.is_submitted() else 200


@bp.route("/<int:source_id>/sua", methods=["GET", "POST"])
@guard(Permission.ENTER_ACQUISITIONS)
def edit_source(source_id: int) -> Answer:
    """Change a source; the form shows contact details whenever it is shown, so that is noted as a reading."""
    db = current_session()
    source = queries.get_source(db, source_id)
    form = SourceForm(data=typed(source))
    if form.validate_on_submit():
        try:
            version = whole(form.version.data)
            deed = web_deed(N_("Changed a source"))
            services.edit_source(db, source, form.values(), deed=deed, version=version)
            db.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("sources.show", source_id=source.id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    begin_write(db)  # nothing stays of what was refused
    services.note_reading(db, queries.get_source(db, source_id), by=signed_in())
    db.commit()
    return render_template("sources/edit.html", source=source, form=form), 422 if form.is_submitted() else 200


@bp.post("/<int:source_id>/xoa-lien-he")
@guard(Permission.ENTER_ACQUISITIONS)
def erase_contact(source_id: int) -> Response:
    """Erase a source's contact details for good."""
    db = current_session()
    source = queries.get_source(db, source_id)
    services.erase_contact(db, source, deed=web_deed(N_("Erased the contact details of a source")))
    db.commit()
    flash(_("The contact details are erased; the name stays in the register."), "success")
    return redirect(url_for("sources.show", source_id=source.id), 303)


def _page(source: Source, *, contact: bool) -> str:
    db = current_session()
    return render_template(
        "sources/show.html",
        source=source,
        contact=contact,
        kinds=SOURCE_KIND_LABELS,
        objects=queries.count_objects(db, source),
        readings=queries.list_readings(db, source, limit=20),
    )
