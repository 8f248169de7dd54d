"""Serving files: derived ones for ever cacheable, originals as downloads for staff."""

from __future__ import annotations

import re
from typing import TypeVar

from flask import Response, make_response, redirect, render_template, request, send_file
from werkzeug.utils import send_file as werkzeug_send_file
from werkzeug.wrappers import Response as AnyResponse
from werkzeug.wsgi import FileWrapper

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import NotFound
from museum_tracker.jobs.queue import enqueue
from museum_tracker.media import queries
from museum_tracker.media.damage import ORIGINALS
from museum_tracker.media.models import AssetVersion, Derivative
from museum_tracker.media.preparing import RECIPE
from museum_tracker.media.release import NotReleased, require_released, require_unrestricted
from museum_tracker.media.rules import AssetKind
from museum_tracker.media.views.blueprint import bp, storage
from museum_tracker.media.views.giving import require_sound
from museum_tracker.web.database import current_session

Sent = TypeVar("Sent", bound=AnyResponse)
A_YEAR, AN_HOUR = 31_536_000, 3600
SHA256 = re.compile(r"[0-9a-f]{64}")
ROLE = re.compile(r"([a-z_]+)(?:-(\d{1,4}))?")
EXTENSIONS = {"image/jpeg": "jpg", "image/webp": "webp", "image/tiff": "tif", "model/gltf-binary": "glb"}


@bp.get("/tep/<sha256>/<role>")
@guard(Permission.VIEW)
def derived(sha256: str, role: str) -> Response:
    """A thumbnail, web picture, poster, web model or pyramid."""
    named = ROLE.fullmatch(role)
    if not named or not SHA256.fullmatch(sha256):
        raise NotFound(what=role)
    try:
        require_released(current_session(), sha256, signed_in().can)
    except NotReleased:
        return stand_in("media/_not_released.html")
    page = int(named[2] or 1)
    found = queries.find_derivative(current_session(), sha256, named[1], page)
    if found is None:
        raise NotFound(what=role)
    try:
        path = storage().local_path(found.key).resolve()
        whole = path.stat().st_size == found.size
    except FileNotFoundError:
        whole = False
    if not whole:
        return being_made_anew(found)
    # A model may be stood up anew: its pictures under the plain address, as lists show them, are asked for again.
    forever = "v" in request.args and not (
        request.args["v"] == str(RECIPE) and found.version.asset.kind is AssetKind.MODEL3D
    )
    response = send_file(
        path,
        mimetype=found.mime,
        conditional=True,
        etag=f"{sha256[:20]}-{RECIPE}{found.version.up}-{role}-{found.size}",
        download_name=f"{sha256[:12]}-{role}.{EXTENSIONS.get(found.mime, 'bin')}",
        max_age=A_YEAR if forever else AN_HOUR,
    )
    return sealed(response, forever=forever)


def ask_to_remake(found: Derivative) -> None:
    """Leave it to the worker to make the copies of a file anew."""
    session = current_session()
    begin_write(session)
    enqueue(session, "media.remake", dedupe_key=f"remake-{found.version_id}", version_id=found.version_id)
    session.commit()


def being_made_anew(found: Derivative) -> Response:
    """What stands in for a copy for viewing that is missing or cut short, and has it made anew from the original."""
    ask_to_remake(found)
    return stand_in("media/_made_anew.html")


def stand_in(template: str) -> Response:
    """A drawn note in place of a picture that cannot be shown, and that no browser keeps."""
    response = make_response(render_template(template), 404)
    response.mimetype = "image/svg+xml"
    response.cache_control.no_store = True
    return response


@bp.get("/tep/<sha256>/goc")
@guard(Permission.EXPORT_OBJECTS)
def original(sha256: str) -> AnyResponse:
    """Download an original, byte for byte as it came; for staff, never for viewers. Neither a damaged one nor, without
    the right, one of an object whose use is restricted is given out.
    """
    version = queries.find_original(current_session(), sha256) if SHA256.fullmatch(sha256) else None
    if version is None:
        raise NotFound(what=sha256[:12])
    require_unrestricted(current_session(), sha256, signed_in().can)
    key = require_sound(ORIGINALS, sha256, version.original_name, size=version.size)
    if address := storage().address(key, name=version.original_name, mime=version.mime):
        elsewhere = redirect(address, 302)
        elsewhere.cache_control.no_store = True
        return elsewhere
    return sealed(_whole(key, version), forever=True)


def _whole(key: str, version: AssetVersion) -> AnyResponse:
    """The bytes of an original, or the part of them that is asked for, as they come from where they are kept."""
    here = not storage().remote
    # Not the server's own way of sending files: waitress would read a far store in the one thread that serves all.
    environ = request.environ if here else {**request.environ, "wsgi.file_wrapper": FileWrapper}
    response = werkzeug_send_file(
        storage().local_path(key).resolve() if here else storage().open(key),
        environ,
        mimetype=version.mime,
        as_attachment=True,
        download_name=version.original_name,
        conditional=here,
        etag=version.sha256,
        max_age=A_YEAR,
    )
    if not here:
        response.content_length = version.size
        response.make_conditional(request.environ, accept_ranges=True, complete_length=version.size)
    return response


def sealed(response: Sent, *, forever: bool) -> Sent:
    """Headers of a file that people sent: never run as a page, kept only by this reader's browser."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.cache_control.private = True
    response.cache_control.public = False
    if forever:
        response.cache_control.immutable = True
    return response
