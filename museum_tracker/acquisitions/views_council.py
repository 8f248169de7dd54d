"""Pages of the council: its meetings, the objects each hears, and the decisions by its minutes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions import services
from museum_tracker.acquisitions.forms import BatchForm, MinutesForm
from museum_tracker.acquisitions.models import CouncilItem
from museum_tracker.acquisitions.queries import candidates, count_waiting, get_batch, list_batches
from museum_tracker.acquisitions.rules import DECISION_LABELS, BatchState, Decision
from museum_tracker.acquisitions.views import PAGE, bp
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.web.arguments import row_ids
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, ngettext


@bp.get("/suu-tam/hoi-dong")
@guard(Permission.VIEW)
def batches() -> str:
    """The meetings of the council."""
    session = current_session()
    found = list_batches(session, before=request.args.get("truoc", 0, type=int), limit=PAGE + 1)
    return render_template(
        "acquisitions/batches.html",
        found=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else None,
        waiting=count_waiting(session),
    )


@bp.route("/suu-tam/hoi-dong/moi", methods=["GET", "POST"])
@guard(Permission.ENTER_ACQUISITIONS)
def add_batch() -> Any:
    """Prepare a meeting of the council."""
    session, form = current_session(), BatchForm()
    if form.validate_on_submit():
        deed = web_deed(N_("Prepared the council meeting %(title)s"), title=form.title.data)
        batch = services.open_batch(session, deed=deed, title=form.title.data or "", members=form.members.data or "")
        session.commit()
        flash(_("Prepared; now put objects on its list."), "success")
        return redirect(url_for("acquisitions.batch", batch_id=batch.id), 303)
    return render_template("acquisitions/batch_new.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/suu-tam/hoi-dong/<int:batch_id>")
@guard(Permission.VIEW)
def batch(batch_id: int) -> str:
    """One meeting: its objects and their decisions."""
    return _page(batch_id, MinutesForm(formdata=None))


@bp.post("/suu-tam/hoi-dong/<int:batch_id>/them")
@guard(Permission.ENTER_ACQUISITIONS)
def add_objects(batch_id: int) -> Any:
    """Put ticked objects on the meeting's list."""
    session = current_session()
    found = get_batch(session, batch_id)
    ids = row_ids(request.form.getlist("ma"))
    chosen = session.scalars(sa.select(Artifact).where(Artifact.id.in_(ids)).order_by(Artifact.id)).all()
    deed = web_deed(N_("Put %(count)s objects before the council (%(title)s)"), count=len(chosen), title=found.title)
    count = services.put_before(session, found, chosen, deed=deed)
    session.commit()
    flash(
        ngettext("%(num)s object put before the council.", "%(num)s objects put before the council.", count), "success"
    )
    return redirect(url_for("acquisitions.batch", batch_id=batch_id), 303)


@bp.post("/suu-tam/hoi-dong/<int:batch_id>/bot/<int:item_id>")
@guard(Permission.ENTER_ACQUISITIONS)
def remove_object(batch_id: int, item_id: int) -> Any:
    """Take an object off the meeting's list."""
    session = current_session()
    item = session.get(CouncilItem, item_id)
    if item is None or item.batch_id != batch_id:
        raise NotFound(what=str(item_id))
    deed = web_deed(N_("Took %(object)s off the council's list"), object=item.artifact.label)
    services.take_off(session, item, deed=deed)
    session.commit()
    flash(_("Taken off the list."), "success")
    return redirect(url_for("acquisitions.batch", batch_id=batch_id), 303)


@bp.post("/suu-tam/hoi-dong/<int:batch_id>/quyet-dinh")
@guard(Permission.DECIDE_ACQUISITIONS)
def decide(batch_id: int) -> Any:
    """Record the decisions of the minutes."""
    session, form = current_session(), MinutesForm()
    found = get_batch(session, batch_id)
    if not form.validate():
        return _page(batch_id, form), 422
    deed = web_deed(N_("Recorded the council's minutes %(number)s"), number=form.minutes_number.data or "–")
    try:
        services.decide(
            session,
            found,
            {item.id: _decided(item.id) for item in found.items},
            minutes_number=form.minutes_number.data or "",
            met_on=form.met_on.data,
            deed=deed,
        )
        session.commit()
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(batch_id, form), 422
    flash(_("The decisions are recorded."), "success")
    return redirect(url_for("acquisitions.batch", batch_id=batch_id), 303)


def _answer(item_id: int) -> tuple[Decision | None, str]:
    """What was chosen for one object."""
    return _decision(request.form.get(f"decision-{item_id}", "")), request.form.get(f"reason-{item_id}", "")[:5000]


def _decided(item_id: int) -> tuple[Decision | None, str]:
    """The same, or what was chosen for all the rest."""
    decision, reason = _answer(item_id)
    return decision or _decision(request.form.get("decision-rest", "")), reason


def _decision(word: str) -> Decision | None:
    return Decision(word) if word in set(Decision) else None


def _page(batch_id: int, form: MinutesForm) -> str:
    session = current_session()
    found = get_batch(session, batch_id)
    return render_template(
        "acquisitions/batch.html",
        batch=found,
        form=form,
        open_=found.state is BatchState.OPEN,
        labels=DECISION_LABELS,
        decision_options=[(decision.value, _(label)) for decision, label in DECISION_LABELS.items()],
        rest=request.form.get("decision-rest", ""),
        answers={item.id: _answer(item.id) for item in found.items} if request.method == "POST" else {},
        candidates=candidates(session) if found.state is BatchState.OPEN else [],
    )
