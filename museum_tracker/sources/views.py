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
from museum_tracker.sources.models import SOURCE_KIND_LABELS, Shown, Source
from museum_tracker.sources.views_noting import note_page
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

bp = Blueprint("sources", __name__, template_folder="templates", url_prefix="/nguon")
Answer = Response | str | tuple[str, int]
SHOWN_LABELS = {
    Shown.CONTACT: N_("Contact details of a source"),
    Shown.SOURCE: N_("Page of a source"),
    Shown.LIST: N_("List of sources"),
    Shown.RECORD: N_("Page of an object"),
    Shown.HISTORY: N_("History of a change"),
    Shown.IMPORT: N_("Rows of an imported table"),
    Shown.EXPORT: N_("Export of objects"),
}
SHOWN_PAGES = {
    Shown.CONTACT: "/nguon/",
    Shown.SOURCE: "/nguon/",
    Shown.RECORD: "/hien-vat/",
    Shown.HISTORY: "/lich-su/",
}


@bp.get("")
@guard(Permission.VIEW_SOURCES)
def listing() -> str:
    """All sources by name."""
    q = request.args.get("q", "")
    shown = queries.page(current_session(), q=q, after=request.args.get("sau", 0, type=int))
    page = render_template("sources/list.html", page=shown, q=q, kinds=SOURCE_KIND_LABELS)
    if shown.sources:
        note_page(Shown.LIST, subject_id=None, count=len(shown.sources))
    return page


@bp.get("/nhat-ky")
@guard(Permission.VIEW_SOURCES)
def readings() -> str:
    """Who was shown whom objects came from: on pages, in lists, in exports."""
    before = request.args.get("truoc", type=int)
    found = queries.list_readings(current_session(), before_id=before if before and before < 2**31 else None)
    older = url_for("sources.readings", truoc=found[-1].id) if len(found) == queries.PAGE else ""
    return render_template("sources/readings.html", readings=found, labels=SHOWN_LABELS, pages=SHOWN_PAGES, older=older)


@bp.get("/<int:source_id>")
@guard(Permission.VIEW_SOURCES)
def show(source_id: int) -> str:
    """One source without its contact details."""
    page = _page(queries.get_source(current_session(), source_id), contact=False)
    note_page(Shown.SOURCE, subject_id=source_id, source_id=source_id)
    return page


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
        labels=SHOWN_LABELS,
        objects=queries.count_objects(db, source),
        readings=queries.list_readings(db, source, limit=20),
    )
