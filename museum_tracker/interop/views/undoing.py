"""Taking an import back: first what it would leave, then the deed."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Forbidden
from museum_tracker.history.consequences import CONFIRMED, require_undo_confirmed
from museum_tracker.interop.imports import services
from museum_tracker.interop.imports.undoing import SINCE_LABELS, list_touched, own_deeds
from museum_tracker.interop.views.blueprint import batch_or_404, bp
from museum_tracker.web.arguments import row_ids
from museum_tracker.web.database import current_session


@bp.get("/nhap-du-lieu/<int:batch_id>/hoan-tac")
@guard(Permission.IMPORT_OBJECTS)
def undo(batch_id: int) -> str:
    """What taking the import back would do, and what people worked on since."""
    batch = batch_or_404(batch_id)
    return render_template(
        "interop/undo.html", batch=batch, touched=list_touched(current_session(), batch), labels=SINCE_LABELS
    )


@bp.post("/nhap-du-lieu/<int:batch_id>/hoan-tac")
@guard(Permission.IMPORT_OBJECTS)
def take_back(batch_id: int) -> Response:
    """Take the import back; objects that people worked on are left unless each was ticked."""
    session, batch = current_session(), batch_or_404(batch_id)
    if not signed_in().can(Permission.UNDO):
        raise Forbidden
    confirmed = row_ids(request.form.getlist("confirmed"))
    reason = request.form.get("reason", "").strip()[:2000]
    require_undo_confirmed(session, own_deeds(session, batch), request.form.get(CONFIRMED, ""))
    services.start_undo(session, batch, by=signed_in(), reason=reason, confirmed=confirmed)
    session.commit()
    return redirect(url_for("interop.show", batch_id=batch.id), 303)
