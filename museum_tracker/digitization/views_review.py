"""The review queue: one file fills the screen; and the contact sheet of fifty."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.loader import signed_by
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_
from museum_tracker.digitization.forms import ApproveForm, SendBackForm, SheetForm
from museum_tracker.digitization.models import DECISION_LABELS, SCOPE_LABELS, Decision, Review, Scope
from museum_tracker.digitization.queries.waiting import (
    contact_sheet,
    count_waiting,
    neighbours,
    reviews_of,
    waiting_versions,
)
from museum_tracker.digitization.services.reviews import (
    GateReasonMissing,
    WithdrawnBefore,
    approve,
    approve_many,
    is_own_work,
    lacks_of,
    send_back,
    size_of,
    standing_review,
    withdraw,
)
from museum_tracker.digitization.services.tasks import find_open_task
from museum_tracker.digitization.views import bp
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.second_person import small_museum
from museum_tracker.history.web import second_person_said, web_deed
from museum_tracker.media.models import AssetVersion
from museum_tracker.media.release import require_released
from museum_tracker.media.rules import CM_OF_UNIT
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

# What pictures are most often sent back for, each one tap away.
REASONS = (
    N_("Out of focus"),
    N_("Too dark or burnt out"),
    N_("Colours are wrong: no colour chart or profile"),
    N_("No scale beside the object"),
    N_("Another side than stated"),
    N_("Part of the object is cut off"),
    N_("Another object"),
)


@bp.get("/so-hoa/nghiem-thu")
@guard(Permission.REVIEW_MEDIA)
def next_review() -> Any:
    """Open the file that has waited longest."""
    first = current_session().scalar(_queue().limit(1))
    if first is None:
        flash(_("Nothing waits for review."), "info")
        return redirect(url_for("digitization.queue"), 303)
    return redirect(url_for("digitization.review", version_id=first), 303)


@bp.get("/so-hoa/nghiem-thu/<int:version_id>")
@guard(Permission.VIEW)
def review(version_id: int) -> str:
    """One file with all that helps to judge it."""
    session, version = current_session(), get_version(version_id)
    require_released(session, version.sha256, signed_in().can)
    before, after = neighbours(session, version_id, not_by=_not_by())
    lacks, standing = lacks_of(session, version), standing_review(session, version_id)
    allowed = (
        Scope.STANDARD if not lacks or (standing and standing.scope is Scope.IDENTIFICATION) else Scope.IDENTIFICATION
    )
    return render_template(
        "digitization/review.html",
        version=version,
        artifact=version.asset.artifact,
        lacks=lacks,
        size=size_of(session, version),
        units=CM_OF_UNIT,
        standing=standing,
        reviews=reviews_of(session, version_id),
        own=is_own_work(session, version, signed_in().id),
        one_curator=small_museum(session) is not None,
        before=before,
        after=after,
        left=count_waiting(session, not_by=_not_by()),
        approve_form=ApproveForm(formdata=None, scope=allowed.value),
        reasons=REASONS,
        back_form=SendBackForm(formdata=None),
        labels={**DECISION_LABELS, **SCOPE_LABELS},
        Decision=Decision,
        Scope=Scope,
    )


@bp.post("/so-hoa/nghiem-thu/<int:version_id>/dat")
@guard(Permission.REVIEW_MEDIA)
def approve_file(version_id: int) -> Any:
    """Approve the file and go on to the next."""
    session, version, form = current_session(), get_version(version_id), ApproveForm()
    if not form.validate():
        flash(" ".join(str(text) for texts in form.errors.values() for text in texts), "error")
        return redirect(url_for("digitization.review", version_id=version_id), 303)
    after = neighbours(session, version_id, not_by=_not_by())[1]
    deed = web_deed(N_("Approved “%(file)s” of %(object)s"), **_names(version))
    try:
        said = {"exception": form.exception.data or "", "witness": second_person_said()["witness"]}
        approve(session, version, scope=Scope(form.scope.data), deed=deed, **said)
    except (GateReasonMissing, WithdrawnBefore) as refusal:
        session.rollback()
        flash(word(refusal.message), "error")
        return redirect(url_for("digitization.review", version_id=version_id), 303)
    session.commit()
    flash(_("Approved: %(object)s.", object=version.asset.artifact.label), "success")
    return _onwards(after)


@bp.post("/so-hoa/nghiem-thu/<int:version_id>/lam-lai")
@guard(Permission.REVIEW_MEDIA)
def return_file(version_id: int) -> Any:
    """Send the file back with its reason, or withdraw an approval, and go on to the next."""
    session, version, form = current_session(), get_version(version_id), SendBackForm()
    after = neighbours(session, version_id, not_by=_not_by())[1]
    standing, reason = standing_review(session, version_id), (form.reason.data or "").strip()
    if standing is not None and standing.decision is Decision.APPROVED:
        deed = web_deed(N_("Withdrew the approval of “%(file)s” of %(object)s"), reason=reason, **_names(version))
        told = _withdraw(version, standing, reason, deed)
        after = version_id
    else:
        deed = web_deed(N_("Sent back “%(file)s” of %(object)s"), reason=reason, **_names(version))
        send_back(session, version, reason=reason, deed=deed)
        told = _("Sent back with its reason: %(object)s.", object=version.asset.artifact.label)
    session.commit()
    flash(told, "success")
    return _onwards(after)


def _withdraw(version: AssetVersion, standing: Review, reason: str, deed: ChangeSet) -> str:
    """Withdraw an approval and say what was lost by it: what it was good for, the levels, and who has it to redo."""
    session, artifact = current_session(), version.asset.artifact
    before, scope = artifact.digitization_level, standing.scope
    withdraw(session, version, reason=reason, deed=deed)
    session.refresh(artifact)
    task = find_open_task(session, artifact.id)
    operator = signed_by(task.operator) if task and task.operator else _("nobody yet")
    words = {**_names(version), "scope": word(SCOPE_LABELS[scope]), "operator": operator, "before": str(before)}
    if artifact.digitization_level == before:
        return _(
            "Withdrew the approval of “%(file)s” %(scope)s. %(object)s stays at level %(before)s. To be redone by: "
            "%(operator)s.",
            **words,
        )
    return _(
        "Withdrew the approval of “%(file)s” %(scope)s. %(object)s falls from level %(before)s to level %(after)s and "
        "no longer counts as digitized at the levels between; closed years show it as an adjustment. To be redone by: "
        "%(operator)s.",
        **words,
        after=str(artifact.digitization_level),
    )


@bp.get("/so-hoa/bang-anh")
@guard(Permission.REVIEW_MEDIA)
def sheet() -> str:
    """Fifty pictures to approve for identification at once, the bad ones picked out."""
    versions = contact_sheet(current_session(), not_by=_not_by())
    return render_template("digitization/sheet.html", versions=versions, form=SheetForm(formdata=None))


@bp.post("/so-hoa/bang-anh")
@guard(Permission.REVIEW_MEDIA)
def approve_sheet() -> Any:
    """Approve the pictures of the sheet that were not picked out; send back those that were."""
    session, form = current_session(), SheetForm()
    shown, bad = request.form.getlist("shown", type=int), set(request.form.getlist("bad", type=int))
    opening = form.evidence.data == "opening"
    refused = (
        not form.validate() or (opening and not form.cutoff.data) or (bad and not (form.reason.data or "").strip())
    )
    if refused or (opening and form.cutoff.data > clock.today()):
        flash(_("State the cut-off date (not in the future), and a reason for the pictures picked out."), "error")
        versions = contact_sheet(session, not_by=_not_by())
        return render_template("digitization/sheet.html", versions=versions, form=form), 422
    deed = web_deed(
        N_("Judged a contact sheet of %(count)s pictures"), count=len(shown), reason=form.document.data or ""
    )
    good = [get_version(number) for number in shown if number not in bad]
    approve_many(session, good, deed=deed, opening_on=form.cutoff.data if opening else None)
    for number in sorted(bad & set(shown)):
        send_back(session, get_version(number), reason=form.reason.data, deed=deed)
    session.commit()
    flash(_("%(good)s approved, %(bad)s sent back.", good=len(good), bad=len(shown) - len(good)), "success")
    return redirect(url_for("digitization.sheet"), 303)


def get_version(version_id: int) -> AssetVersion:
    """The file of the address, or a clear "not found"."""
    version = current_session().get(AssetVersion, version_id)
    if version is None or version.asset.artifact.voided_at is not None:
        raise NotFound(what=_("file %(id)s", id=str(version_id)))
    return version


def _names(version: AssetVersion) -> dict[str, str]:
    return {"file": version.original_name, "object": version.asset.artifact.label}


def _not_by() -> int | None:
    # Where one curator does everything, their own files stay in their queue and ask for a reason.
    return None if small_museum(current_session()) else signed_in().id


def _queue() -> Any:
    return waiting_versions(not_by=_not_by()).order_by(AssetVersion.id)


def _onwards(after: int | None) -> Any:
    if after is None:
        return redirect(url_for("digitization.next_review"), 303)
    return redirect(url_for("digitization.review", version_id=after), 303)
