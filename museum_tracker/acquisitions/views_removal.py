"""Pages of removal: proposing it, deciding it, and putting an object back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions import removals
from museum_tracker.acquisitions.forms import DecideRemovalForm, ProposeRemovalForm
from museum_tracker.acquisitions.models import Removal
from museum_tracker.acquisitions.queries import find_removal, get_removal, list_removals
from museum_tracker.acquisitions.rules import RemovalState
from museum_tracker.acquisitions.views import bp
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import second_person_said, web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


@bp.get("/suu-tam/xuat-khoi-so")
@guard(Permission.VIEW)
def removal_list() -> str:
    """Removals that wait for a decision."""
    return render_template("acquisitions/removals.html", found=list_removals(current_session()))


@bp.route("/hien-vat/<int:artifact_id>/xuat-khoi-so", methods=["GET", "POST"])
@guard(Permission.ENTER_ACQUISITIONS)
def propose_removal(artifact_id: int) -> Any:
    """Propose to take one object off the register."""
    session, form = current_session(), ProposeRemovalForm()
    artifact = get_artifact(session, artifact_id)
    if form.validate_on_submit():
        deed = web_deed(N_("Proposed to remove %(object)s from the register"), object=artifact.label)
        removals.propose_removal(session, artifact, form.reason.data or "", deed=deed)
        session.commit()
        flash(_("Proposed; the object stays on the register until it is decided."), "success")
        return redirect(url_for("catalogue.show", artifact_id=artifact_id), 303)
    page = render_template("acquisitions/propose_removal.html", artifact=artifact, form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/suu-tam/xuat-khoi-so/<int:removal_id>", methods=["GET", "POST"])
@guard(Permission.DECIDE_ACQUISITIONS)
def decide_removal(removal_id: int) -> Any:
    """Decide one removal: by number and date, or that the object stays."""
    session, form = current_session(), DecideRemovalForm()
    removal = get_removal(session, removal_id)
    if form.validate_on_submit():
        try:
            _decide(removal, form)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            return _page(get_removal(session, removal_id), form), 422
        flash(_("The decision is recorded."), "success")
        return redirect(url_for("catalogue.show", artifact_id=removal.artifact_id), 303)
    return _page(removal, form), 422 if form.is_submitted() else 200


@bp.route("/hien-vat/<int:artifact_id>/dua-lai-so", methods=["GET", "POST"])
@guard(Permission.DECIDE_ACQUISITIONS)
def put_back(artifact_id: int) -> Any:
    """Put a removed object back on the register by a new decision."""
    session, form = current_session(), DecideRemovalForm()
    artifact = get_artifact(session, artifact_id)
    if form.validate_on_submit():
        deed = web_deed(N_("Put %(object)s back on the register"), object=artifact.label)
        number, day = form.decision_number.data or "", form.decided_on.data
        try:
            removals.put_back_on_register(session, artifact, decision_number=number, on=day, deed=deed)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            return render_template("acquisitions/put_back.html", artifact=artifact, form=form), 422
        flash(_("The object is back on the register."), "success")
        return redirect(url_for("catalogue.show", artifact_id=artifact_id), 303)
    page = render_template("acquisitions/put_back.html", artifact=artifact, form=form)
    return page, 422 if form.is_submitted() else 200


def _decide(removal: Removal, form: DecideRemovalForm) -> None:
    session, label = current_session(), removal.artifact.label
    if (form.answer.data or "").strip() and not (form.decision_number.data or "").strip():
        deed = web_deed(N_("Decided that %(object)s stays on the register"), object=label)
        removals.drop_removal(session, removal, form.answer.data or "", deed=deed)
        return
    deed = web_deed(N_("Removed %(object)s from the register"), object=label, reason=removal.reason)
    number, day = form.decision_number.data or "", form.decided_on.data
    removals.decide_removal(session, removal, decision_number=number, decided_on=day, deed=deed, **second_person_said())


def _page(removal: Removal, form: DecideRemovalForm) -> str:
    last = find_removal(current_session(), removal.artifact_id)
    waiting = removal.state is RemovalState.PROPOSED and last is not None and last.id == removal.id
    return render_template("acquisitions/decide_removal.html", removal=removal, form=form, waiting=waiting)
