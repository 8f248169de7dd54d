"""The tray: many files or a whole folder at once, each matched with its object by name before anything is sent."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.media import queries
from museum_tracker.media.matching import MATCH_LABELS, Matched, match_files
from museum_tracker.media.names import read_list
from museum_tracker.media.rules import STATE_LABELS, UPLOAD_LABELS
from museum_tracker.media.views.blueprint import bp, upload_limit
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

MOST_AT_ONCE = 2000


class TooManyFiles(Refusal):
    """More names than one question may hold."""

    msgid = N_("Ask about at most %(most)s files at once.")


@bp.get("/tai-len")
@guard(Permission.UPLOAD_MEDIA)
def tray() -> str:
    """Where files for many objects are dropped."""
    session, reader = current_session(), signed_in()
    return render_template(
        "media/tray.html",
        recent=queries.list_recent_uploads(session, reader.id),
        held_back=queries.list_own_held_back(session, reader.id),
        labels=UPLOAD_LABELS,
        state_labels=STATE_LABELS,
        limit=upload_limit(),
    )


@bp.post("/tai-len/doi-chieu")
@guard(Permission.UPLOAD_MEDIA, write=False)
def match() -> Response:
    """Which object each file name means; asks only, writes nothing."""
    asked = request.get_json(silent=True)
    asked = asked if isinstance(asked, dict) else {}
    told, names = asked.get("paths"), asked.get("list")
    paths = [path[:1000] for path in told if isinstance(path, str)] if isinstance(told, list) else []
    if len(paths) > MOST_AT_ONCE:
        raise TooManyFiles(most=MOST_AT_ONCE)
    listed = read_list(names[:5_000_000] if isinstance(names, str) else "")
    found = match_files(current_session(), paths, listed)
    return make_response({"files": [_row(one) for one in found]})


def _row(found: Matched) -> dict[str, object]:
    return {
        "path": found.path,
        "match": found.match.value,
        "label": _(MATCH_LABELS[found.match]),
        "view": found.view,
        "page": found.page or "",
        "objects": [
            {"id": one.id, "label": one.label, "url": url_for("catalogue.show", artifact_id=one.id)}
            for one in found.candidates
        ],
    }
