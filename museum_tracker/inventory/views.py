"""Pages of the inventory: its figures, what is to be done, and the steps of one object."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.basis import acceptance
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.queries import artifacts as listed
from museum_tracker.catalogue.rules import Holding, RegisterBasis
from museum_tracker.catalogue.series import REGISTERS, shown_number
from museum_tracker.catalogue.services import get_artifact
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.figures.queries import list_populations
from museum_tracker.history.web import web_deed
from museum_tracker.inventory import services
from museum_tracker.inventory.forms import BasisForm, CorrectForm, DossierForm, MarkForm, RegisterForm
from museum_tracker.inventory.queries import (
    WAITING,
    WORK_LABELS,
    Work,
    count_work,
    dossier_of,
    early_reasons,
    figure_rows,
    list_work,
)
from museum_tracker.inventory.rules import STEP_LABELS, Step
from museum_tracker.web.arguments import row_ids
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, ngettext, word

bp = Blueprint("inventory", __name__, template_folder="templates")
PAGE = 100
LARGEST_SELECTION = 500
CORRECTIONS = {"gach-so": Step.REGISTERED, "bo-danh-so": Step.MARKED, "mo-ho-so": Step.DOSSIER}


@bp.get("/kiem-ke")
@guard(Permission.VIEW)
def overview() -> str:
    """The figures of the inventory, each of which opens its objects."""
    session = current_session()
    populations = list_populations(session)
    chosen = request.args.get("pham-vi", "all_holdings")
    shown = next((population for population in populations if population.code == chosen), None)
    if shown is None:
        raise NotFound(what=chosen)
    return render_template(
        "inventory/overview.html",
        rows=figure_rows(session, chosen),
        populations=populations,
        chosen=chosen,
        shown=shown,
        counts=_counts(),
        today=_today(),
    )


@bp.get("/kiem-ke/viec/<work>")
@guard(Permission.VIEW)
def work(work: str) -> str:
    """The objects that wait for a step."""
    if work not in set(Work):
        raise NotFound(what=work)
    session, chosen = current_session(), Work(work)
    found = list_work(session, chosen, after=request.args.get("sau", 0, type=int), limit=PAGE + 1)
    return render_template(
        "inventory/work.html",
        work=chosen,
        label=WORK_LABELS[chosen],
        reasons=early_reasons(session, [one.id for one in found]) if chosen is Work.EARLY else {},
        found=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        counts=_counts(),
    )


@bp.route("/hien-vat/<int:artifact_id>/dang-ky", methods=["GET", "POST"])
@guard(Permission.RECORD_INVENTORY)
def register(artifact_id: int) -> Any:
    """Enter one object in the register."""
    session, form = current_session(), RegisterForm()
    artifact = get_artifact(session, artifact_id)
    if not form.is_submitted():
        _fill(form, artifact)
    if form.validate_on_submit():
        deed = web_deed(N_("Registered %(object)s"), object=artifact.label)
        line = {name: form[name].data or "" for name in ("number", "book", "page", "line")}
        try:
            kept = Holding(form.holding.data)
            artifact = services.register(
                session,
                artifact,
                on=form.on.data,
                deed=deed,
                holding=kept,
                basis=form.named,
                early_reason=form.early_reason.data or "",
                **line,
            )
            session.commit()
        except Refusal as refusal:
            return _refused("inventory/register.html", artifact_id, form, refusal)
        flash(_("Registered under %(number)s.", number=artifact.number), "success")
        return redirect(_object(artifact_id), 303)
    return _form("inventory/register.html", artifact_id, form)


@bp.route("/kiem-ke/can-cu", methods=["GET", "POST"])
@guard(Permission.RECORD_INVENTORY)
def basis() -> Any:
    """Write the basis of the register lines of chosen objects."""
    session, form, chosen = current_session(), BasisForm(), _selection()
    if form.validate_on_submit() and chosen:
        deed = web_deed(N_("Wrote the basis of %(count)s register lines"), count=len(chosen))
        try:
            done = services.write_basis(session, chosen, form.named, deed=deed)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            return render_template("inventory/basis.html", form=form, chosen=_selection()), 422
        flash(ngettext("Wrote the basis of %(num)s line.", "Wrote the basis of %(num)s lines.", done), "success")
        return redirect(url_for("inventory.work", work=Work.BASIS), 303)
    return render_template("inventory/basis.html", form=form, chosen=chosen), 422 if form.is_submitted() else 200


@bp.route("/kiem-ke/danh-so", methods=["GET", "POST"])
@guard(Permission.RECORD_INVENTORY)
def mark() -> Any:
    """Note that the numbers of the chosen objects were seen on them."""
    session, form = current_session(), MarkForm()
    chosen = _selection()
    if not form.is_submitted():
        form.on.data, form.seen_by.data = _today(), signed_in().name
    if form.validate_on_submit() and chosen:
        deed = web_deed(N_("Marked %(count)s objects"), count=len(chosen))
        try:
            marked = services.mark(session, chosen, on=form.on.data, deed=deed, seen_by=form.seen_by.data or "")
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
            return render_template("inventory/mark.html", form=form, chosen=_selection()), 422
        flash(ngettext("Marked %(num)s object.", "Marked %(num)s objects.", marked.done), "success")
        for artifact, reason in marked.left[:20]:
            flash(word(reason), "warning")
            del artifact
        return redirect(_object(chosen[0].id) if len(chosen) == 1 else url_for("inventory.work", work=Work.MARK), 303)
    return render_template("inventory/mark.html", form=form, chosen=chosen), 422 if form.is_submitted() else 200


@bp.route("/hien-vat/<int:artifact_id>/ho-so", methods=["GET", "POST"])
@guard(Permission.RECORD_INVENTORY)
def dossier(artifact_id: int) -> Any:
    """What the dossier of one object holds and lacks; declare it complete."""
    session, form = current_session(), DossierForm()
    artifact = get_artifact(session, artifact_id)
    if not form.is_submitted():
        form.on.data = _today()
    if form.validate_on_submit():
        deed = web_deed(N_("Completed the dossier of %(object)s"), object=artifact.label)
        try:
            services.complete_dossier(session, artifact, on=form.on.data, deed=deed)
            session.commit()
        except Refusal as refusal:
            return _refused("inventory/dossier.html", artifact_id, form, refusal)
        flash(_("The dossier is complete."), "success")
        return redirect(_object(artifact_id), 303)
    return _form("inventory/dossier.html", artifact_id, form)


@bp.route("/hien-vat/<int:artifact_id>/<any('gach-so', 'bo-danh-so', 'mo-ho-so'):correction>", methods=["GET", "POST"])
@guard(Permission.DECIDE_ACQUISITIONS)
def correct(artifact_id: int, correction: str) -> Any:
    """Strike a register line through, withdraw a marking or reopen a dossier, with the reason."""
    session, form, step = current_session(), CorrectForm(), CORRECTIONS[correction]
    artifact = get_artifact(session, artifact_id)
    if form.validate_on_submit():
        deed = web_deed(_ACTIONS[step], object=artifact.label, reason=form.reason.data or "")
        services.take_back(session, artifact, step, form.reason.data or "", deed=deed)
        session.commit()
        flash(_("Corrected; the reason is kept in the history."), "success")
        return redirect(_object(artifact_id), 303)
    return render_template(
        "inventory/correct.html", artifact=artifact, form=form, step=step, correction=correction, title=_TITLES[step]
    ), 422 if form.is_submitted() else 200


_ACTIONS = {
    Step.REGISTERED: N_("Struck the register line of %(object)s through"),
    Step.MARKED: N_("Withdrew the marking of %(object)s"),
    Step.DOSSIER: N_("Reopened the dossier of %(object)s"),
}
_TITLES = {
    Step.REGISTERED: N_("Strike the register line through"),
    Step.MARKED: N_("Withdraw the marking"),
    Step.DOSSIER: N_("Reopen the dossier"),
}


def _counts() -> list[tuple[Work, str, int]]:
    session = current_session()
    return [(each, WORK_LABELS[each], count_work(session, each)) for each in WAITING]


def _selection() -> list[Artifact]:
    """The objects chosen: the list the address describes, or those ticked on the page before."""
    session = current_session()
    ticked = row_ids(request.values.getlist("ma"))[:LARGEST_SELECTION]
    query = sa.select(Artifact).where(Artifact.voided_at.is_(None))
    if ticked:
        query = query.where(Artifact.id.in_(ticked))
    elif len(request.args) > 0:
        query = query.where(Artifact.id.in_(listed(session, asked_list())))
    else:
        return []
    return list(session.scalars(query.order_by(Artifact.number_sort, Artifact.id).limit(LARGEST_SELECTION)))


def _refused(template: str, artifact_id: int, form: Any, refusal: Refusal) -> Any:
    current_session().rollback()
    form.refuse(refusal)
    return _form(template, artifact_id, form)


def _fill(form: RegisterForm, artifact: Artifact) -> None:
    """Offer what the record says of its register line, as it does when it was typed from the book."""
    on = artifact.registered_earliest
    form.on.data = on if on and on == artifact.registered_latest else _today()
    form.number.data = services.own_number(artifact)
    form.book.data, form.page.data = artifact.register_book, artifact.register_page
    form.line.data = artifact.register_line
    accepted = acceptance(current_session(), artifact.id)
    if accepted is not None:
        form.basis.data, form.basis_number.data = RegisterBasis.COUNCIL.value, accepted.batch.minutes_number
        form.basis_on.data = accepted.batch.met_on


def _form(template: str, artifact_id: int, form: Any) -> Any:
    session = current_session()
    artifact = get_artifact(session, artifact_id)
    page = render_template(
        template,
        artifact=artifact,
        form=form,
        checks=dossier_of(artifact),
        next_number=shown_number(session, REGISTERS[artifact.holding]),
        labels=STEP_LABELS,
    )
    return page, 422 if form.is_submitted() else 200


def _today() -> dt.date:
    return clock.today()


def _object(artifact_id: int) -> str:
    return url_for("catalogue.show", artifact_id=artifact_id) + "#panel-kiem-ke"
