"""The page of backups: the last ones, the plan, and a button that makes one now."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.backups import services
from museum_tracker.backups.forms import PlanForm
from museum_tracker.backups.models import RUN_STATE_LABELS, RunState
from museum_tracker.backups.tasks import RUN
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.jobs.queue import enqueue
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

bp = Blueprint("backups", __name__, template_folder="templates")
TONES = {RunState.DONE: "ok", RunState.PARTLY: "late", RunState.FAILED: "miss", RunState.RUNNING: "late"}


@bp.get("/quan-tri/sao-luu")
@guard(Permission.SEE_BACKUPS)
def overview() -> str:
    """The last backups, and the plan."""
    return _page(PlanForm(formdata=None, obj=services.get_plan(current_session())))


@bp.post("/quan-tri/sao-luu")
@guard(Permission.MANAGE_SETTINGS)
def save_plan() -> Response | tuple[str, int]:
    """Decide where to and how often; the folder is marked as the museum's."""
    form, session = PlanForm(), current_session()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        deed = web_deed(N_("Changed the plan of backups"))
        services.save_plan(session, current_app.config["SETTINGS"], form.plan, deed=deed)
        session.commit()
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(form), 422
    flash(_("Saved."), "success")
    return redirect(url_for("backups.overview"), 303)


@bp.post("/quan-tri/sao-luu/ngay")
@guard(Permission.MANAGE_SETTINGS)
def run_now() -> Response:
    """Have the worker make a backup now."""
    session = current_session()
    if not services.get_plan(session).place:
        flash(_("Choose a folder first."), "warning")
        return redirect(url_for("backups.overview"), 303)
    enqueue(session, RUN, dedupe_key=RUN, max_attempts=1, priority=5, user_id=signed_in().id)
    session.commit()
    flash(_("The backup is being made. It appears here when it has ended."), "success")
    return redirect(url_for("backups.overview"), 303)


def _page(form: PlanForm) -> str:
    session = current_session()
    return render_template(
        "backups/overview.html",
        form=form,
        may_change=current_user.can(Permission.MANAGE_SETTINGS),
        plan=services.get_plan(session),
        last=services.last_good(session),
        alarm=services.told_of_age(session),
        runs=services.list_runs(session),
        labels=RUN_STATE_LABELS,
        tones=TONES,
    )
