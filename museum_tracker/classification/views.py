"""Pages of classification: the queue, one proposal at a time, proposing and contesting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.series import classification_book, shown_number
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.classification import services
from museum_tracker.classification.forms import ProposeForm, ReasonForm
from museum_tracker.classification.models import Classification
from museum_tracker.classification.queries import (
    count_unclassified,
    count_waiting,
    find_current,
    get_classification,
    group_of,
    list_groups,
    list_waiting,
    neighbours,
)
from museum_tracker.classification.rules import STAGE_LABELS, TONES, Stage
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import second_person_said, web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

bp = Blueprint("classification", __name__, template_folder="templates")
PAGE = 50
LISTS = {"": Stage.PROPOSED, "tra-lai": Stage.SENT_BACK, "xem-lai": Stage.CONTESTED}


@bp.get("/phan-loai")
@guard(Permission.VIEW)
def queue() -> str:
    """What waits in classification, the longest waiting first."""
    session, chosen = current_session(), request.args.get("trang-thai", "")
    stage = LISTS.get(chosen, Stage.PROPOSED)
    found = list_waiting(session, stage, after=request.args.get("sau", 0, type=int), limit=PAGE + 1)
    return render_template(
        "classification/queue.html",
        found=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        stage=stage,
        chosen=chosen,
        counts={name: count_waiting(session, each) for name, each in LISTS.items()},
        unclassified=count_unclassified(session),
    )


@bp.get("/phan-loai/<int:classification_id>")
@guard(Permission.VIEW)
def show(classification_id: int) -> str:
    """One proposal on the whole screen: decide and go on."""
    session = current_session()
    found = get_classification(session, classification_id)
    return _page(found, ReasonForm(formdata=None))


@bp.post("/phan-loai/<int:classification_id>/duyet")
@guard(Permission.DECIDE_CLASSIFICATION)
def confirm(classification_id: int) -> Any:
    """Confirm a classification and open the next."""
    session = current_session()
    found = get_classification(session, classification_id)
    going_on = _next(found)
    deed = web_deed(
        N_("Confirmed the classification %(number)s of %(object)s"), number=found.number, object=found.artifact.label
    )
    services.confirm(session, found, deed=deed, **second_person_said())
    session.commit()
    flash(_("Confirmed: %(number)s.", number=found.number), "success")
    return redirect(going_on, 303)


@bp.post("/phan-loai/<int:classification_id>/tra-lai")
@guard(Permission.DECIDE_CLASSIFICATION)
def send_back(classification_id: int) -> Any:
    """Send a proposal back with the reason and open the next."""
    session, form = current_session(), ReasonForm()
    found = get_classification(session, classification_id)
    if not form.validate_on_submit():
        return _page(found, form), 422
    going_on = _next(found)
    deed = web_deed(
        N_("Sent back the classification %(number)s of %(object)s"), number=found.number, object=found.artifact.label
    )
    services.send_back(session, found, form.reason.data or "", deed=deed)
    session.commit()
    flash(_("Sent back to %(person)s.", person=found.proposed_by.name), "success")
    return redirect(going_on, 303)


@bp.route("/hien-vat/<int:artifact_id>/phan-loai", methods=["GET", "POST"])
@guard(Permission.PROPOSE_CLASSIFICATION)
def propose(artifact_id: int) -> Any:
    """Propose the material group of one object."""
    session, form = current_session(), ProposeForm()
    artifact = get_artifact(session, artifact_id)
    groups = {term.id: term for term in list_groups(session)}
    form.material.choices = [SelectChoice(id_, _offer(term)) for id_, term in groups.items()]
    if not form.is_submitted():
        group = group_of(session, artifact)
        form.material.data = group.id if group else None
    if form.validate_on_submit():
        deed = web_deed(N_("Proposed a classification of %(object)s"), object=artifact.label)
        try:
            made = services.propose(session, artifact, groups[form.material.data], deed=deed, note=form.note.data or "")
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            return _proposal(artifact_id, form), 422
        flash(_("Proposed: %(number)s. It waits for the curator.", number=made.number), "success")
        return redirect(_object(artifact_id), 303)
    return _proposal(artifact_id, form), 422 if form.is_submitted() else 200


@bp.route("/hien-vat/<int:artifact_id>/phan-loai/xem-lai", methods=["GET", "POST"])
@guard(Permission.DECIDE_CLASSIFICATION)
def contest(artifact_id: int) -> Any:
    """Open a confirmed classification again."""
    session, form = current_session(), ReasonForm()
    artifact = get_artifact(session, artifact_id)
    found = find_current(session, artifact_id)
    if found is None:
        raise NotFound(what=artifact.label)
    if form.validate_on_submit():
        deed = web_deed(
            N_("Contested the classification %(number)s of %(object)s"), number=found.number, object=artifact.label
        )
        services.contest(session, found, form.reason.data or "", deed=deed)
        session.commit()
        flash(_("The classification %(number)s is open again.", number=found.number), "success")
        return redirect(_object(artifact_id), 303)
    return render_template("classification/contest.html", artifact=artifact, found=found, form=form)


def _page(found: Classification, form: ReasonForm) -> str:
    return render_template(
        "classification/show.html",
        found=found,
        artifact=found.artifact,
        walk=neighbours(current_session(), found.id),
        label=STAGE_LABELS[found.stage],
        tone=TONES[found.stage],
        open_=found.stage in {Stage.PROPOSED, Stage.CONTESTED},
        own=found.proposed_by_id == signed_in().id,
        form=form,
    )


def _proposal(artifact_id: int, form: ProposeForm) -> str:
    session = current_session()
    artifact: Artifact = get_artifact(session, artifact_id)
    return render_template(
        "classification/propose.html", artifact=artifact, found=find_current(session, artifact_id), form=form
    )


def _offer(term: Any) -> str:
    number = shown_number(current_session(), classification_book(term.code))
    return _(
        "%(code)s – %(name)s (next number %(number)s)", code=term.code, name=term.label(current_locale()), number=number
    )


def _next(found: Classification) -> str:
    walk = neighbours(current_session(), found.id)
    follows = walk.after or walk.before
    return url_for("classification.show", classification_id=follows) if follows else url_for("classification.queue")


def _object(artifact_id: int) -> str:
    return url_for("catalogue.show", artifact_id=artifact_id) + "#panel-phan-loai"
