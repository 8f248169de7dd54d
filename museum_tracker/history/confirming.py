"""Asking at the screen before a change that moves signed figures is kept: every form passes here when it commits."""

from __future__ import annotations

from flask import Flask, Response, g, make_response, render_template, request
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_
from museum_tracker.history.consequences import CONFIRMED, Unconfirmed, require_confirmed
from museum_tracker.history.recording import forget_change_sets
from museum_tracker.web.database import add_before_commit
from museum_tracker.web.i18n import _, word

NOT_SENT_AGAIN = {"csrf_token", CONFIRMED}
STATUS = 409
BRIEFLY = N_("%(signed)s: %(label)s, from %(now)s to %(then)s")


def init_app(app: Flask) -> None:
    """Look at every change before it is kept, and show what it would move."""
    add_before_commit(app, _look)
    app.register_error_handler(Unconfirmed, _ask)


def _look(session: Session) -> None:
    require_confirmed(session, request.form.get(CONFIRMED, ""))
    forget_change_sets(session)


def _ask(needed: Unconfirmed) -> Response:
    """The same form once more, with the figures that would move; nothing of it is kept yet."""
    session = g.get("session")
    if session is not None:
        session.rollback()
        forget_change_sets(session)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        moved = [
            _(BRIEFLY, signed=word(title), label=word(one.label), now=word(one.now), then=word(one.then))
            for title, one in needed.lines()
        ]
        answer = {"error": _(needed.msgid), "message": "; ".join(moved), "confirm": {CONFIRMED: needed.token}}
        return make_response(answer, STATUS)
    page = render_template(
        "history/confirm.html",
        consequences=needed.consequences,
        fields=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_SENT_AGAIN],
        files=sorted({name for name, file in request.files.items(multi=True) if file.filename}),
        action=request.full_path.rstrip("?"),
        confirmed=(CONFIRMED, needed.token),
    )
    return make_response(page, STATUS)
