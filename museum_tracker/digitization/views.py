"""Pages of digitization: what waits, the tasks, and the steps taken on one object."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_
from museum_tracker.digitization.forms import PagesForm, PlanForm, StepForm
from museum_tracker.digitization.models import DigitizationTask
from museum_tracker.digitization.queries.waiting import count_waiting, list_tasks, list_waiting
from museum_tracker.digitization.rules.tasks import NEEDS_REASON, STEPS, TASK_LABELS, TaskState
from museum_tracker.digitization.services.tasks import plan, return_to_shelf, state_pages, step
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

bp = Blueprint("digitization", __name__, template_folder="templates")
PAGE = 50


@bp.get("/so-hoa")
@guard(Permission.VIEW)
def queue() -> str:
    """What waits for review, the longest waiting first."""
    session, after = current_session(), request.args.get("sau", 0, type=int)
    waiting = list_waiting(session, after=after, limit=PAGE + 1)
    return render_template(
        "digitization/queue.html",
        waiting=waiting[:PAGE],
        more=waiting[PAGE - 1].first_version_id if len(waiting) > PAGE else None,
        total=count_waiting(session),
        mine=count_waiting(session, not_by=signed_in().id),
    )


@bp.get("/so-hoa/nhiem-vu")
@guard(Permission.VIEW)
def tasks() -> str:
    """Open digitization tasks, of everybody or of the reader."""
    mine, after = request.args.get("cua-toi") == "1", request.args.get("sau", 0, type=int)
    found = list_tasks(current_session(), operator_id=signed_in().id if mine else None, after=after, limit=PAGE + 1)
    return render_template(
        "digitization/tasks.html",
        tasks=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        mine=mine,
        labels=TASK_LABELS,
    )


@bp.route("/hien-vat/<int:artifact_id>/so-hoa", methods=["GET", "POST"])
@guard(Permission.UPLOAD_MEDIA)
def plan_object(artifact_id: int) -> Any:
    """Plan the digitization of one object."""
    session = current_session()
    artifact = get_artifact(artifact_id)
    form = PlanForm()
    form.operator.choices = [SelectChoice(user.id, user.name) for user in operators()]
    if not form.is_submitted():
        form.operator.data = signed_in().id
    if form.validate_on_submit():
        deed = web_deed(N_("Planned the digitization of %(object)s"), object=artifact.label)
        operator = session.get(User, form.operator.data)
        plan(session, [artifact], deed=deed, operator=operator, planned_on=form.planned_on.data)
        session.commit()
        flash(_("Planned."), "success")
        return redirect(object_url(artifact_id), 303)
    return render_template("digitization/plan.html", form=form, artifact=artifact)


@bp.route("/so-hoa/nhiem-vu/<int:task_id>", methods=["GET", "POST"])
@guard(Permission.UPLOAD_MEDIA)
def move_task(task_id: int) -> Any:
    """Move a task to its next state."""
    session = current_session()
    task = get_task(task_id)
    form = StepForm()
    form.state.choices = [
        SelectChoice(state.value, word(TASK_LABELS[state])) for state in TaskState if state in STEPS[task.state]
    ]
    if form.validate_on_submit():
        deed = web_deed(N_("Moved the digitization task of %(object)s"), object=task.artifact.label)
        step(session, task, TaskState(form.state.data), deed=deed, reason=form.reason.data or "")
        session.commit()
        flash(_("Saved."), "success")
        return redirect(object_url(task.artifact_id), 303)
    needing = [word(TASK_LABELS[state]) for state in TaskState if state in NEEDS_REASON]
    words = {"labels": TASK_LABELS, "needing": needing}
    return render_template("digitization/task.html", form=form, task=task, artifact=task.artifact, **words)


@bp.post("/so-hoa/nhiem-vu/<int:task_id>/ve-ke")
@guard(Permission.UPLOAD_MEDIA)
def back_on_shelf(task_id: int) -> Any:
    """Note that the object is back on its shelf."""
    session, task = current_session(), get_task(task_id)
    deed = web_deed(N_("Returned %(object)s to its shelf after digitization"), object=task.artifact.label)
    return_to_shelf(session, task, on=clock.local(deed.at).date(), deed=deed)
    session.commit()
    flash(_("Back on its shelf."), "success")
    return redirect(object_url(task.artifact_id), 303)


@bp.route("/hien-vat/<int:artifact_id>/so-trang", methods=["GET", "POST"])
@guard(Permission.UPLOAD_MEDIA)
def pages(artifact_id: int) -> Any:
    """State the number of pages of a flat object."""
    session, artifact, form = current_session(), get_artifact(artifact_id), PagesForm()
    if form.validate_on_submit():
        deed = web_deed(N_("Stated the number of pages of %(object)s"), object=artifact.label)
        state_pages(session, artifact, form.pages.data, deed=deed)
        session.commit()
        flash(_("Saved."), "success")
        return redirect(object_url(artifact_id), 303)
    return render_template("digitization/pages.html", form=form, artifact=artifact)


def get_artifact(artifact_id: int) -> Artifact:
    """The object of the address, or a clear "not found"."""
    artifact = current_session().get(Artifact, artifact_id)
    if artifact is None or artifact.voided_at is not None:
        raise NotFound(what=_("object %(id)s", id=str(artifact_id)))
    return artifact


def get_task(task_id: int) -> DigitizationTask:
    """The task of the address, or a clear "not found"."""
    task = current_session().get(DigitizationTask, task_id)
    if task is None:
        raise NotFound(what=_("task %(id)s", id=str(task_id)))
    return task


def operators() -> list[User]:
    """People who may be given a task."""
    people = sa.select(User).where(User.active, sa.not_(User.is_system)).order_by(User.name)
    return [user for user in current_session().scalars(people) if user.can(Permission.UPLOAD_MEDIA)]


def object_url(artifact_id: int) -> str:
    """The object's page, at its digitization section."""
    return url_for("catalogue.show", artifact_id=artifact_id) + "#so-hoa"
