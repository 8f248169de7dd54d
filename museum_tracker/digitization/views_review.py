"""The review queue: one file fills the screen; and the contact sheet of fifty."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.digitization.forms import ApproveForm, SendBackForm, SheetForm
from museum_tracker.digitization.models import DECISION_LABELS, SCOPE_LABELS, Decision, Scope
from museum_tracker.digitization.queries.definitions import rules_in_force
from museum_tracker.digitization.queries.evidence import evidence_of
from museum_tracker.digitization.queries.waiting import (
    contact_sheet,
    count_waiting,
    neighbours,
    reviews_of,
    waiting_versions,
)
from museum_tracker.digitization.rules.gates import model_lacks, picture_lacks
from museum_tracker.digitization.services.reviews import (
    approve,
    approve_many,
    is_own_work,
    send_back,
    standing_review,
    withdraw,
)
from museum_tracker.digitization.views import bp
from museum_tracker.history.web import web_deed
from museum_tracker.media.models import AssetVersion
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


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
    before, after = neighbours(session, version_id, not_by=_not_by())
    return render_template(
        "digitization/review.html",
        version=version,
        artifact=version.asset.artifact,
        lacks=_lacks(version),
        standing=standing_review(session, version_id),
        reviews=reviews_of(session, version_id),
        own=is_own_work(session, version, signed_in().id),
        one_curator=get_profile(session).one_curator,
        before=before,
        after=after,
        left=count_waiting(session, not_by=_not_by()),
        approve_form=ApproveForm(formdata=None),
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
    approve(session, version, scope=Scope(form.scope.data), deed=deed, exception=form.exception.data or "")
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
        withdraw(session, version, reason=reason, deed=deed)
        after = version_id
    else:
        deed = web_deed(N_("Sent back “%(file)s” of %(object)s"), reason=reason, **_names(version))
        send_back(session, version, reason=reason, deed=deed)
    session.commit()
    flash(_("Sent back with its reason: %(object)s.", object=version.asset.artifact.label), "success")
    return _onwards(after)


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
    return None if get_profile(current_session()).one_curator else signed_in().id


def _queue() -> Any:
    return waiting_versions(not_by=_not_by()).order_by(AssetVersion.id)


def _onwards(after: int | None) -> Any:
    if after is None:
        return redirect(url_for("digitization.next_review"), 303)
    return redirect(url_for("digitization.review", version_id=after), 303)


def _lacks(version: AssetVersion) -> list[Message]:
    session, number = current_session(), version.asset.artifact_id
    evidence = evidence_of(session, [number])[number]
    asked = rules_in_force(session, clock.today())[1].of(flat=evidence.flat, types=evidence.types)
    for picture in evidence.pictures:
        if picture.version_id == version.id:
            return picture_lacks(picture, asked.image, extent_cm=evidence.extent_cm)
    for model in evidence.models:
        if model.version_id == version.id:
            return model_lacks(model, asked.model, extent_cm=evidence.extent_cm)
    return []
