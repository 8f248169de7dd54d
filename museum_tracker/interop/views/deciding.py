"""Answers about rows that wait: what each is, or all of a question together, before and after the import is entered."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.interop.imports import answering, services
from museum_tracker.interop.imports.plan import Answer
from museum_tracker.interop.models import BatchState, Outcome
from museum_tracker.interop.views.blueprint import batch_or_404, bp
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, ngettext

ROW, ALL = "row_", "all_"


@bp.post("/nhap-du-lieu/<int:batch_id>/quyet-dinh")
@guard(Permission.IMPORT_OBJECTS)
def decide(batch_id: int) -> Response:
    """Say what the rows are: then the file is tried again, or, once entered, the answered rows are entered too."""
    session, batch = current_session(), batch_or_404(batch_id)
    known, form = set(Answer), request.form
    answers = {
        row: value
        for name, value in form.items()
        if name.startswith(ROW) and (row := whole(name.removeprefix(ROW))) and (value in known or not value)
    }
    together = {name.removeprefix(ALL): value for name, value in form.items() if name.startswith(ALL)}
    answered = answering.answer_rows(session, batch, answers, together)
    if batch.state is not BatchState.APPLIED:
        services.start_trial(session, batch)
        flash(_("Kept. The file is tried again with these answers."), "success")
    elif answered:
        answering.start_answered(session, batch, by=signed_in())
        flash(ngettext("Kept. %(num)s row is entered.", "Kept. %(num)s rows are entered.", answered), "success")
    session.commit()
    return redirect(url_for("interop.show", batch_id=batch.id), 303)


@bp.post("/nhap-du-lieu/<int:batch_id>/hoi-lai")
@guard(Permission.IMPORT_OBJECTS)
def reopen(batch_id: int) -> Response:
    """Take the answer about a row back: what it entered is undone, and the row waits again."""
    session, batch = current_session(), batch_or_404(batch_id)
    count = answering.reopen_rows(session, batch, [request.form.get("row", 0, type=int)], by=signed_in())
    session.commit()
    flash(ngettext("%(num)s row waits again.", "%(num)s rows wait again.", count), "success")
    filtered: dict[str, Any] = {"ket-qua": Outcome.WAITING.value}
    return redirect(url_for("interop.show", batch_id=batch.id, **filtered), 303)
