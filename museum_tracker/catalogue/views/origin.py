"""Whom an object came from: the source's record, named on the object."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.errors import SourceUnknown
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import edit_artifact, get_artifact
from museum_tracker.catalogue.sight import sees_column
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.core.errors import Forbidden, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.sources.models import Source
from museum_tracker.sources.queries import find_source, page
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

Answer = Response | str | tuple[str, int]


@bp.route("/hien-vat/<int:artifact_id>/nguon", methods=["GET", "POST"])
@guard(Permission.EDIT_OBJECTS)
def source_of(artifact_id: int) -> Answer:
    """Name the source of an object by its record."""
    if not sees_column(signed_in().can, "source_id"):
        raise Forbidden
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    if request.method == "GET":
        return _page(artifact, artifact.source.name if artifact.source else "")
    text = request.form.get("source", "").strip()
    try:
        source = _meant(text)
        if text and source is None:
            return _page(artifact, text, found=page(session, q=text, size=20).sources), 422
        _give(artifact, source)
    except Refusal as refusal:
        session.rollback()
        return _page(artifact, text, error=word(refusal.message)), 422
    return redirect(url_for("catalogue.show", artifact_id=artifact_id, _anchor="acquisition"), 303)


def _meant(text: str) -> Source | None:
    """The source chosen, or the one of exactly this name; None where several may be meant.

    Raises:
        SourceUnknown: no source's name holds these words.
    """
    session = current_session()
    chosen = request.form.get("source_id", type=int)
    if not text:
        return None
    if chosen and chosen < 2**31:
        return session.get(Source, chosen)
    found = find_source(session, text)
    if found is None and not page(session, q=text, size=1).sources:
        raise SourceUnknown(field="source", name=text)
    return found


def _give(artifact: Artifact, source: Source | None) -> None:
    session = current_session()
    deed = web_deed(N_("Named the source"))
    edit_artifact(session, artifact, {"source_id": source.id if source else None}, version=artifact.version, deed=deed)
    session.commit()
    flash(_("Saved."), "success")


def _page(artifact: Artifact, text: str, *, found: list[Source] | None = None, error: str = "") -> str:
    return render_template("catalogue/source.html", artifact=artifact, text=text, found=found or [], error=error)
