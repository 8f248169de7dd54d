"""Pages of administration."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, public
from museum_tracker.accounts.permissions import Permission
from museum_tracker.administration import queries, services
from museum_tracker.administration.forms import ProfileForm
from museum_tracker.administration.handlers import PROFILE_FIELDS
from museum_tracker.administration.services import ProfileChanged
from museum_tracker.administration.tools import TOOLS
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.first_steps import first_steps
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.queries import Difference
from museum_tracker.history.web import web_deed
from museum_tracker.jobs import queries as job_queries
from museum_tracker.jobs.models import JOB_STATUS_LABELS, JobStatus
from museum_tracker.jobs.queue import retry
from museum_tracker.jobs.registry import task_label
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

bp = Blueprint("administration", __name__, template_folder="templates")
STATES = (JobStatus.FAILED, JobStatus.STALLED, JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.DONE)
SHOWN = 50


@bp.get("/quan-tri")
@guard(Permission.VIEW)
def hub() -> str:
    """The tools of administration that the reader may use."""
    tools = [
        tool for tool in TOOLS if tool.endpoint in current_app.view_functions and current_user.can(tool.permission)
    ]
    return render_template("administration/hub.html", tools=tools, steps=first_steps(current_session(), current_user))


@bp.get("/quan-tri/bao-tang")
@guard(Permission.MANAGE_SETTINGS)
def profile() -> str:
    """What the museum says about itself, with its history."""
    now = get_profile(current_session())
    form = ProfileForm(formdata=None, obj=now)
    form.seen.data = services.fingerprint(now)
    return _profile_page(form)


@bp.post("/quan-tri/bao-tang")
@guard(Permission.MANAGE_SETTINGS)
def save_profile() -> Response | tuple[str, int]:
    """Save the profile; nothing typed is lost when it is refused."""
    form, session = ProfileForm(), current_session()
    status = 422
    if form.validate_on_submit():
        deed = web_deed(N_("Changed the museum's profile"))
        today = clock.today(current_app.config["SETTINGS"].timezone)
        try:
            services.save_profile(session, form.values, seen=form.seen.data or "", today=today, deed=deed)
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("administration.profile"), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            status = refusal.status
    return _profile_page(form, conflict=status == ProfileChanged.status), status


def _profile_page(form: ProfileForm, *, conflict: bool = False) -> str:
    session, theirs = current_session(), []
    if conflict:
        now = get_profile(session)
        theirs = [
            Difference(_(PROFILE_FIELDS[name]), str(getattr(now, name)), str(typed))
            for name, typed in form.values.items()
            if name in PROFILE_FIELDS and getattr(now, name) != typed
        ]
        form.seen.data = services.fingerprint(now)
    history = entity_history_html(session, "museum", services.ENTITY_ID)
    return render_template("administration/profile.html", form=form, history=history, theirs=theirs)


@bp.get("/quan-tri/cong-viec")
@guard(Permission.MANAGE_SETTINGS)
def jobs() -> str:
    """What the workers do, what waits, what failed and why."""
    session, now = current_session(), clock.now()
    groups = [
        (state, word(JOB_STATUS_LABELS[state]), job_queries.list_jobs(session, state, now, limit=SHOWN))
        for state in STATES
    ]
    counts = job_queries.count_jobs(session, now)
    return render_template("administration/jobs.html", groups=groups, counts=counts, task_label=task_label)


@bp.post("/quan-tri/cong-viec/<int:job_id>/thu-lai")
@guard(Permission.MANAGE_SETTINGS)
def retry_job(job_id: int) -> Response:
    """Let a failed or stalled job start over."""
    session = current_session()
    job = job_queries.get_job(session, job_id)
    if job.state(clock.now()) in {JobStatus.FAILED, JobStatus.STALLED}:
        retry(session, job)
        session.commit()
        flash(_("The job starts over."), "success")
    else:
        flash(_("This job is neither failed nor stalled."), "info")
    return redirect(url_for("administration.jobs"), 303)


@bp.get("/quan-tri/he-thong")
@guard(Permission.MANAGE_SETTINGS)
def system() -> str:
    """Whether files, database, workers and backups are in order."""
    session, settings = current_session(), current_app.config["SETTINGS"]
    state = queries.system_state(session, settings)
    health = queries.health(session, settings, clock.now())
    return render_template("administration/system.html", state=state, health=health)


@bp.get("/healthz")
@public
def healthz() -> tuple[dict[str, str], int]:
    """For monitors: 200 while people can work (workers may be silent), 503 otherwise; tells nothing secret."""
    found = queries.health(current_session(), current_app.config["SETTINGS"], clock.now())
    told = {
        "status": found.status,
        "database": "ok" if found.database else "failing",
        "storage": found.storage,
        "worker": "ok" if found.workers else "silent",
    }
    return told, 503 if found.status == "failing" else 200
