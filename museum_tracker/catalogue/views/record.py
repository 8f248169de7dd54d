"""The page of one object, and the ways to it by number."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.errors import ArtifactNotFound
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.queries import find_by_number
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.catalogue.views.page import object_page
from museum_tracker.history.panels import entity_history_html
from museum_tracker.sources.models import Shown
from museum_tracker.sources.views_noting import note_page
from museum_tracker.web.database import current_session


@bp.get("/hien-vat/<int:artifact_id>")
@guard(Permission.VIEW)
def show(artifact_id: int) -> str | tuple[str, int]:
    """Everything known about one object."""
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    if artifact.voided_at is not None:
        return voided_page(artifact), 410
    page = render_template("catalogue/object.html", page=object_page(session, artifact))
    if artifact.source_id or artifact.source_text or artifact.raw:
        note_page(Shown.RECORD, subject_id=artifact_id, source_id=artifact.source_id)
    return page


def voided_page(artifact: Artifact) -> str:
    """What is left to see of a record whose creation was taken back."""
    history = entity_history_html(current_session(), "artifact", artifact.id, limit=20)
    return render_template("catalogue/voided.html", artifact=artifact, history=history)


@bp.get("/hien-vat/so/<path:text>")
@guard(Permission.VIEW)
def by_number(text: str) -> BaseResponse | Response | str:
    """Go to the object that bears a number; where several do, show them side by side."""
    found = find_by_number(current_session(), text)
    if not found:
        raise ArtifactNotFound(what=text)
    if len(found) == 1:
        return redirect(url_for("catalogue.show", artifact_id=found[0].id), 303)
    return render_template("catalogue/candidates.html", text=text, artifacts=found)
