"""Wholes and parts, and the end of a record that should never have begun."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.errors import ArtifactNotFound, RecordStands
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.protection import find_protection
from museum_tracker.catalogue.queries import find_by_number
from museum_tracker.catalogue.services import get_artifact, restore_artifact, set_parent, void_artifact
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

Answer = Response | str | tuple[str, int]


@bp.route("/hien-vat/<int:artifact_id>/bo-phan", methods=["GET", "POST"])
@guard(Permission.EDIT_OBJECTS)
def part_of(artifact_id: int) -> Answer:
    """Make an object a part of another one, or a thing of its own again."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    if request.method == "GET":
        return render_template("catalogue/parts.html", artifact=artifact, found=[], text="", error="")
    text = request.form.get("whole", "").strip()
    found = find_by_number(session, text) if text else []
    if text and len(found) > 1 and not request.form.get("whole_id"):
        return render_template("catalogue/parts.html", artifact=artifact, found=found, text=text, error=""), 422
    try:
        _attach(artifact, text, found)
    except Refusal as refusal:
        session.rollback()
        error = word(refusal.message)
        return render_template("catalogue/parts.html", artifact=artifact, found=[], text=text, error=error), 422
    return redirect(url_for("catalogue.show", artifact_id=artifact_id), 303)


def _attach(artifact: Artifact, text: str, found: list[Artifact]) -> None:
    session = current_session()
    chosen = request.form.get("whole_id", type=int)
    whole = next((each for each in found if chosen in (None, each.id)), None)
    if text and whole is None:
        raise ArtifactNotFound(what=text)
    action = N_("Made a part of %(whole)s") if whole else N_("Made a thing of its own")
    deed = web_deed(action, **({"whole": whole.label} if whole else {}))
    set_parent(session, artifact, whole, deed=deed)
    session.commit()
    flash(_("Saved."), "success")


@bp.route("/hien-vat/<int:artifact_id>/huy", methods=["GET", "POST"])
@guard(Permission.EDIT_OBJECTS)
def void(artifact_id: int) -> Answer:
    """Take back a record made by mistake; what a register, minutes or a report cites stands."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    reason = find_protection(session, artifact_id)
    if request.method == "GET":
        return render_template("catalogue/void.html", artifact=artifact, protection=word(reason) if reason else "")
    if reason is not None:
        raise RecordStands(label=artifact.label, reason=reason)
    deed = web_deed(
        N_("Voided the record %(label)s"), reason=request.form.get("reason", "").strip(), label=artifact.label
    )
    void_artifact(session, artifact, deed=deed)
    session.commit()
    flash(_("The record %(label)s was voided. It can be restored here.", label=artifact.label), "success")
    return redirect(url_for("catalogue.show", artifact_id=artifact_id), 303)


@bp.post("/hien-vat/<int:artifact_id>/khoi-phuc")
@guard(Permission.EDIT_OBJECTS)
def restore(artifact_id: int) -> Response:
    """Bring a voided record back with its numbers."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    deed = web_deed(N_("Restored the record %(label)s"), label=artifact.label)
    restore_artifact(session, artifact, deed=deed)
    session.commit()
    flash(_("The record %(label)s is back.", label=artifact.label), "success")
    return redirect(url_for("catalogue.show", artifact_id=artifact_id), 303)
