"""The page on which the director decides that the museum is one with few people, and on which each use is seen."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.dates import exact_day
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history import second_person
from museum_tracker.history.second_person import DUTY_LABELS, Duty
from museum_tracker.history.views import bp
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word


@bp.get("/bao-tang-it-nguoi")
@guard(Permission.VIEW_AUTHORS)
def small() -> str:
    """The decision in force and the uses made of it."""
    return _page()


@bp.post("/bao-tang-it-nguoi")
@guard(Permission.JOIN_DUTIES)
def decide_small() -> Any:
    """Record the decision, or its end."""
    session = current_session()
    if request.form.get("act") == "end":
        second_person.end_small_museum(session, deed=web_deed(N_("Ended the joining of duties")))
    else:
        number, on = request.form.get("number", ""), exact_day(request.form.get("on", ""))
        deed = web_deed(N_("Let duties be joined by decision %(number)s"), number=number.strip() or "–")
        try:
            second_person.decide_small_museum(session, number, on, deed=deed)
        except Refusal as refusal:
            session.rollback()
            return _page(word(refusal.message)), 422
    session.commit()
    flash(_("The decision is recorded."), "success")
    return redirect(url_for("history.small"), 303)


def _page(error: str = "") -> str:
    session = current_session()
    used = [(item, DUTY_LABELS[Duty((item.after or {})["duty"])]) for item in second_person.latest_uses(session)]
    return render_template(
        "history/small.html", decision=second_person.small_museum(session), uses=used, error=error, typed=request.form
    )
