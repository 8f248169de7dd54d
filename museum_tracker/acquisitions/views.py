"""Pages of collecting: the entry book and receiving objects."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions import services
from museum_tracker.acquisitions.forms import EnterForm, ReceiveForm
from museum_tracker.acquisitions.queries import Tab, count_objects, list_objects, tab_label
from museum_tracker.catalogue.series import entry_book, shown_number
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import Ask, Measure, figure
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.web import web_deed
from museum_tracker.sources.queries import find_source
from museum_tracker.sources.services import add_source
from museum_tracker.vocabularies.queries import term_options
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

bp = Blueprint("acquisitions", __name__, template_folder="templates")
PAGE = 50


@bp.get("/suu-tam")
@guard(Permission.VIEW)
def listing() -> str:
    """The entry book by state, under the figure of the period."""
    session, chosen = current_session(), request.args.get("trang-thai", Tab.RECEIVED)
    if chosen not in set(Tab):
        raise NotFound(what=chosen)
    tab = Tab(chosen)
    found = list_objects(session, tab, before=request.args.get("truoc", 0, type=int), limit=PAGE + 1)
    return render_template(
        "acquisitions/listing.html",
        tab=tab,
        found=found[:PAGE],
        more=found[PAGE - 1][0].id if len(found) > PAGE else None,
        tabs=[(each.value, tab_label(session, each), count_objects(session, each)) for each in Tab],
        **_figures(),
    )


@bp.route("/suu-tam/nhan", methods=["GET", "POST"])
@guard(Permission.ENTER_ACQUISITIONS)
def receive() -> Any:
    """Enter an object that comes in."""
    session, form = current_session(), ReceiveForm()
    form.method.choices = [
        SelectChoice(id_, label) for id_, label in term_options(session, "acquisition_method", current_locale())
    ]
    if not form.is_submitted():
        form.received_on.data = clock.today()
    if form.validate_on_submit():
        deed = web_deed(N_("Received %(object)s"), object=form.name_vi.data)
        try:
            artifact = services.receive(
                session,
                _values(form, deed),
                received_on=form.received_on.data,
                handover_record=form.handover_record.data or "",
                handover_on=form.handover_on.data,
                note=form.note.data or "",
                deed=deed,
            )
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            return _receive_page(form), 422
        flash(_("Received under %(number)s.", number=artifact.number), "success")
        return redirect(url_for("catalogue.show", artifact_id=artifact.id), 303)
    return _receive_page(form), 422 if form.is_submitted() else 200


@bp.route("/hien-vat/<int:artifact_id>/nhan", methods=["GET", "POST"])
@guard(Permission.ENTER_ACQUISITIONS)
def enter(artifact_id: int) -> Any:
    """Note when and by which paper an object came whose record was begun before."""
    session, form = current_session(), EnterForm()
    artifact = get_artifact(session, artifact_id)
    if not form.is_submitted():
        form.handover_record.data = artifact.handover_record
    if form.validate_on_submit():
        deed = web_deed(N_("Received %(object)s"), object=artifact.label)
        paper: dict[str, Any] = {name: form[name].data for name in ("received_on", "handover_on")}
        words: dict[str, Any] = {name: form[name].data or "" for name in ("handover_record", "note")}
        try:
            artifact = services.receive_known(session, artifact, deed=deed, **paper, **words)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            artifact = get_artifact(session, artifact_id)
            return render_template("acquisitions/enter.html", artifact=artifact, form=form), 422
        flash(_("Noted. It counts as collected once the council accepts it."), "success")
        return redirect(url_for("catalogue.show", artifact_id=artifact.id), 303)
    page = render_template("acquisitions/enter.html", artifact=artifact, form=form)
    return page, 422 if form.is_submitted() else 200


def _values(form: ReceiveForm, deed: ChangeSet) -> dict[str, Any]:
    """What the form says of the record; the source is found by its name, or added."""
    session, name = current_session(), (form.source.data or "").strip()
    source = (find_source(session, name) or add_source(session, deed=deed, name=name)) if name else None
    return {
        "name_vi": form.name_vi.data,
        "acquisition_method_id": form.method.data,
        "source_id": source.id if source else None,
        "quantity": form.quantity.data or 1,
        "decision_counts": bool(form.decision_counts.data),
        **{
            name: form[name].data or ""
            for name in ("count_unit", "material_text", "condition_text", "acquisition_decision")
        },
    }


def _receive_page(form: ReceiveForm) -> str:
    session = current_session()
    number = shown_number(session, entry_book(clock.today().year))
    units = [label.strip() for _id, label in term_options(session, "count_unit", current_locale())]
    return render_template("acquisitions/receive.html", form=form, number=number, units=units)


def _figures() -> dict[str, Any]:
    """The collected figure of the running period and what waits beside it, each with its list."""
    session = current_session()
    profile = get_profile(session)
    start, end = profile.year_span(profile.year_on(clock.today()))
    collected, awaiting = (
        Ask(Measure.COLLECTED, start=start, end=end),
        Ask(Measure.AWAITING_COUNCIL, start=start, end=end),
    )
    return {
        "period": (start, end),
        "collected": (figure(session, collected), figure_path(collected)),
        "awaiting": (figure(session, awaiting), figure_path(awaiting)),
    }
