"""The viewer of one file: deep zoom for pictures, turning for models; its own page with its own content policy."""

from __future__ import annotations

from flask import render_template

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.media import queries
from museum_tracker.media.panels import files_html
from museum_tracker.media.policy import VIEWER_POLICY
from museum_tracker.media.release import require_released
from museum_tracker.media.rules import CM_OF_UNIT, UP_LABELS, AssetKind
from museum_tracker.media.views.blueprint import bp
from museum_tracker.web.database import current_session
from museum_tracker.web.headers import csp


@bp.get("/tep/xem/<int:version_id>")
@csp(VIEWER_POLICY)
@guard(Permission.VIEW)
def viewer(version_id: int) -> str:
    """Look at one picture or model closely."""
    version = queries.get_version(current_session(), version_id)
    require_released(current_session(), version.sha256, signed_in().can)
    pages = sorted({one.page for one in version.derivatives if one.role == "pyramid"})
    return render_template(
        "media/view.html",
        version=version,
        model=version.asset.kind is AssetKind.MODEL3D,
        pages=pages,
        up_labels=UP_LABELS,
        units=CM_OF_UNIT,
    )


@bp.get("/hien-vat/<int:artifact_id>/tep")
@guard(Permission.VIEW)
def files_section(artifact_id: int) -> str:
    """The list of an object's files alone, as the page asks for it while something is being prepared."""
    return files_html(current_session(), artifact_id)
