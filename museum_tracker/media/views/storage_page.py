"""The page of the storage: what is held back, missing, changed or known to nobody, and when it was last proven."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media import queries
from museum_tracker.media.damage import count_damaged
from museum_tracker.media.rules import STATE_LABELS
from museum_tracker.media.sweeping_pause import confirm_sweeping, find_pause
from museum_tracker.media.views.blueprint import bp, settings, storage
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
        held=queries.list_held_back(session),
        damaged=count_damaged(session),
        pause=find_pause(session),
        days=settings().trash_days,
        count=count,
        octets=octets,
        free=storage().free() if marked else 0,
        marked=marked,
        state_labels=STATE_LABELS,
    )


@bp.post("/quan-tri/tep/kiem-tra")
@guard(Permission.MANAGE_SETTINGS)
def check_storage() -> Response:
    """Have every kept file read back now."""
    session = current_session()
    enqueue(session, "media.fixity", dedupe_key="media.fixity.all", everything=True)
    session.commit()
    flash(_("Every kept file is being read back. The result appears here."), "success")
    return redirect(url_for("media.storage_page"), 303)


@bp.post("/quan-tri/tep/don-dep")
@guard(Permission.MANAGE_SETTINGS)
def confirm_sweeping_after_restore() -> Response:
    """Let files that no record names go to the trash again, after records were put back."""
    session = current_session()
    confirmed = confirm_sweeping(session, storage(), by=signed_in(), request_id=g.get("request_id", ""))
    session.commit()
    flash(_("Clearing up goes on.") if confirmed else _("Clearing up did not pause."), "success")
    return redirect(url_for("media.storage_page"), 303)
