"""The page of the storage: what is held back, missing, changed or known to nobody, and when it was last proven."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media import queries
from museum_tracker.media.rules import STATE_LABELS
from museum_tracker.media.views.blueprint import bp, storage
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


@bp.get("/quan-tri/tep")
@guard(Permission.MANAGE_SETTINGS)
def storage_page() -> str:
    """How the museum's files are."""
    session = current_session()
    count, octets = queries.storage_totals(session)
    marked = storage().is_marked()
    return render_template(
        "media/storage.html",
        report=queries.latest_report(session),
        troubled=queries.list_troubled(session),
        count=count,
        octets=octets,
        free=storage().free() if marked else 0,
        marked=marked,
        state_labels=STATE_LABELS,
    )


@bp.post("/quan-tri/tep/kiem-tra")
@guard(Permission.MANAGE_SETTINGS)
def check_storage() -> Response:
    """Have every original read back now."""
    session = current_session()
    enqueue(session, "media.fixity", dedupe_key="media.fixity.all", everything=True)
    session.commit()
    flash(_("Every original is being read back. The result appears here."), "success")
    return redirect(url_for("media.storage_page"), 303)
