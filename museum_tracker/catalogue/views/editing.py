"""Writing the record: a section at a time, with its conflicts, and new objects."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.errors import ArtifactVoided, RecordConflict
from museum_tracker.catalogue.fields import FIELDS, SECTION_LABELS, Section
from museum_tracker.catalogue.forms import RecordForm, offered_fields
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.reading import reading
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.services import edit_artifact, get_artifact
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.catalogue.views.conflict import conflict_page, settled
from museum_tracker.catalogue.views.page import object_page, section_view
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

Answer = Response | str | tuple[str, int]


@bp.route("/hien-vat/<int:artifact_id>/sua/<section>", methods=["GET", "POST"])
@guard(Permission.EDIT_OBJECTS)
def edit(artifact_id: int, section: str) -> Answer:
    """Edit one section of a record in its place on the object page."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    chosen = find_section(section)
    if artifact.voided_at is not None:
        raise ArtifactVoided(label=artifact.label)
    form = RecordForm(session, offered_fields(chosen, signed_in().can), current_locale())
    if request.method == "POST":
        return _save(artifact, chosen, form.typed(settled(request.form, form, snapshot(artifact))))
    return _open(artifact, chosen, form.fill(snapshot(artifact)))


def find_section(name: str) -> Section:
    """The section that an address names, or a 404."""
    if name not in set(Section):
        abort(404)
    return Section(name)


def _open(artifact: Artifact, section: Section, form: RecordForm) -> str:
    """The object page with one section open; only the section for a script that asked for it."""
    session = current_session()
    if "HX-Request" in request.headers:
        view = section_view(session, artifact, section, form)
        args = asked_list().url_args()
        return render_template("catalogue/_section.html", section=view, artifact=artifact, list_args=args)
    return render_template("catalogue/object.html", page=object_page(session, artifact, editing=section, form=form))


def _save(artifact: Artifact, section: Section, form: RecordForm) -> Answer:
    session = current_session()
    values = form.read()
    if form.ok:
        try:
            return _saved(artifact, section, form, values)
        except RecordConflict as conflict:
            session.rollback()
            return conflict_page(artifact, section, form, conflict), 409
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _open(artifact, section, form), 422


def _saved(artifact: Artifact, section: Section, form: RecordForm, values: dict[str, Any]) -> Response:
    session = current_session()
    version = request.form.get("version", type=int) or 0
    before = artifact.version
    deed = web_deed(N_("Edited: %(section)s"), section=Message(SECTION_LABELS[section]))
    edit_artifact(session, artifact, values, version=version, deed=deed)
    if artifact.version == before:
        session.rollback()
        flash(_("Nothing was changed."), "info")
    else:
        session.commit()
        flash(_("Saved."), "success")
        tell_gaps(form)
    args = asked_list().url_args()
    return redirect(url_for("catalogue.show", artifact_id=artifact.id, _anchor=section.value, **args), 303)


def tell_gaps(form: RecordForm) -> None:
    """Say what was kept as written but not understood."""
    for gap in form.gaps:
        flash(f"{word(FIELDS[gap.field].label)}: {word(gap.message)}", "warning")


@bp.get("/hien-vat/doc-thu/<name>")
@guard(Permission.EDIT_OBJECTS)
def understood(name: str) -> str:
    """How a text just being typed would be read: years, days, measures, words of the vocabulary."""
    if name not in FIELDS or not signed_in().can(FIELDS[name].needs):
        abort(404)
    form = RecordForm(current_session(), [FIELDS[name]], current_locale())
    text = form.typed({name: request.args.get(name, "")}).inputs[0].text
    found, clear = reading(FIELDS[name], text, form.lookup, current_locale())
    return render_template("catalogue/_understood.html", found=found, clear=clear)
