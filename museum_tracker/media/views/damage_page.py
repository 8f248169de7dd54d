"""The page of damaged files: what is missing or changed, where it belongs, and the way to heal it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.core.filenames import clean_name
from museum_tracker.media.damage import FINDING_LABELS, Finding, list_damaged
from museum_tracker.media.file_references import FileKind
from museum_tracker.media.keeping import heal
from museum_tracker.media.models import DamagedFile
from museum_tracker.media.staging import CHUNK
from museum_tracker.media.views.blueprint import bp, plain_limit, settings, storage
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

HEALED_SHOWN = 20


@bp.get("/tep-hong")
@guard(Permission.SEE_DAMAGE)
def damaged() -> str:
    """Every kept file that is missing or changed, and those healed last."""
    session = current_session()
    return render_template(
        "media/damaged.html",
        damaged=[_row(kind, row) for kind, row in list_damaged(session)],
        healed=[_row(kind, row) for kind, row in list_damaged(session, healed=True, limit=HEALED_SHOWN)],
    )


def _row(kind: FileKind, row: DamagedFile) -> dict[str, object]:
    use = kind.use_of(current_session(), row.sha256)
    finding = FINDING_LABELS[Finding(row.finding)]
    return {"row": row, "kind": kind.label, "name": use.name, "url": use.url, "finding": finding}


@bp.post("/tep-hong")
@guard(Permission.SEE_DAMAGE, write=False)
def heal_file() -> Response:
    """Receive a file again and put it in place of the damaged one that it is."""
    session, upload = current_session(), request.files.get("file")
    if upload is None or not upload.filename:
        flash(_("Choose at least one file."), "warning")
        return redirect(url_for("media.damaged"), 303)
    name, stream = clean_name(upload.filename), upload.stream
    staged = storage().stage(iter(lambda: stream.read(CHUNK), b""), limit=plain_limit(settings()))
    begin_write(session)
    try:
        heal(session, storage(), staged.path, name, by=signed_in())
    except Refusal as refusal:
        staged.path.unlink(missing_ok=True)
        session.rollback()
        flash(word(refusal.message), "error")
    else:
        session.commit()
        flash(_("“%(file)s” is healed.", file=name), "success")
    return redirect(url_for("media.damaged"), 303)
