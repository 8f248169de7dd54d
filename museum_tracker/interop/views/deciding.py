"""Answers to the questions of a trial: rows whose number an object of another name bears."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.interop.imports import services
from museum_tracker.interop.imports.plan import SameNumber
from museum_tracker.interop.views.blueprint import batch_or_404, bp
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


@bp.post("/nhap-du-lieu/<int:batch_id>/quyet-dinh")
@guard(Permission.IMPORT_OBJECTS)
def decide(batch_id: int) -> Response:
    """Say what the rows are, and try the file again with these answers."""
    session, batch = current_session(), batch_or_404(batch_id)
    known = set(SameNumber)
    decisions = {
        row: value
        for name, value in request.form.items()
        if name.startswith("row_") and (row := whole(name.removeprefix("row_"))) and (value in known or not value)
    }
    together = request.form.get("same_number", "")
    services.decide_rows(session, batch, decisions, same_number=together if together in known else SameNumber.ASK.value)
    services.start_trial(session, batch)
    session.commit()
    flash(_("Kept. The file is tried again with these answers."), "success")
    return redirect(url_for("interop.show", batch_id=batch.id), 303)
