"""Exports of lists: what will be in the file, the wish, the file."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.sight import sees_column
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.interop.exports import FORMATS, find_format
from museum_tracker.interop.exports.rows import chosen_ids, count_left_out, count_rows, without_restricted
from museum_tracker.interop.exports.services import get_export, path_of, require_open, split_args, start_export
from museum_tracker.interop.views.blueprint import bp, settings
from museum_tracker.jobs.models import Job
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale


@bp.get("/xuat-du-lieu")
@guard(Permission.EXPORT_OBJECTS)
def export() -> str:
    """What the export of a list will hold, and in which form."""
    session, can = current_session(), signed_in().can
    params, ticked = split_args(request.args.items(multi=True), can)
    asked = chosen_ids(session, params, ticked)
    return render_template(
        "interop/export.html",
        total=count_rows(session, without_restricted(asked, can)),
        left_out=count_left_out(session, asked, can),
        ticked=bool(ticked),
        formats=FORMATS,
        action=_action(),
        with_sources=sees_column(can, "source_text"),
    )


def _action() -> str:
    """Where the wish is sent: with the words of the list's address, whatever they are called."""
    return f"{url_for('interop.make_export')}?{urlencode(list(request.args.items(multi=True)))}"


@bp.post("/xuat-du-lieu")
@guard(Permission.EXPORT_OBJECTS)
def make_export() -> Response:
    """Leave writing the list to the worker."""
    session = current_session()
    pairs = list(request.args.items(multi=True))
    made = start_export(session, pairs, request.form.get("format", "xlsx"), by=signed_in(), locale=current_locale())
    session.commit()
    return redirect(url_for("interop.show_export", export_id=made.id), 303)


@bp.get("/xuat-du-lieu/<int:export_id>")
@guard(Permission.EXPORT_OBJECTS)
def show_export(export_id: int) -> str:
    """How far the file is, and then the file."""
    session = current_session()
    found = get_export(session, export_id, by=signed_in())
    job = session.get(Job, found.job_id) if found.job_id and found.done_at is None else None
    return render_template("interop/export_file.html", export=found, job=job, now=clock.now())


@bp.get("/xuat-du-lieu/<int:export_id>/tep")
@guard(Permission.EXPORT_OBJECTS)
def download(export_id: int) -> Response:
    """The finished file."""
    found = get_export(current_session(), export_id, by=signed_in())
    path, format_ = path_of(settings(), found), find_format(found.format)
    if found.done_at is None or format_ is None or not path.exists():
        raise NotFound(what=str(export_id))
    require_open(current_session(), found, signed_in().can)
    day = clock.local(found.created_at, settings().timezone)
    name = f"{_('objects')}-{day:%Y-%m-%d}.{format_.extension}"
    return send_file(path, mimetype=format_.media_type, as_attachment=True, download_name=name, max_age=0)
