"""Serving files: derived ones for ever cacheable, originals as downloads for staff."""

from __future__ import annotations

import re

from flask import Response, request, send_file

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import NotFound
from museum_tracker.media import queries
from museum_tracker.media.preparing import RECIPE
from museum_tracker.media.storage import original_key
from museum_tracker.media.views.blueprint import bp, storage
from museum_tracker.web.database import current_session

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
    page = int(named[2] or 1)
    found = queries.find_derivative(current_session(), sha256, named[1], page)
    if found is None or storage().size(found.key) is None:
        raise NotFound(what=role)
    response = send_file(
        storage().local_path(found.key).resolve(),
        mimetype=found.mime,
        conditional=True,
        etag=f"{sha256[:20]}-{RECIPE}-{role}-{found.size}",
        download_name=f"{sha256[:12]}-{role}.{EXTENSIONS.get(found.mime, 'bin')}",
        max_age=A_YEAR if "v" in request.args else AN_HOUR,
    )
    return sealed(response, forever="v" in request.args)


@bp.get("/tep/<sha256>/goc")
@guard(Permission.EXPORT_OBJECTS)
def original(sha256: str) -> Response:
    """Download an original, byte for byte as it came; for staff, never for viewers."""
    version = queries.find_original(current_session(), sha256) if SHA256.fullmatch(sha256) else None
    if version is None or storage().size(original_key(sha256)) is None:
        raise NotFound(what=sha256[:12])
    response = send_file(
        storage().local_path(original_key(sha256)).resolve(),
        mimetype=version.mime,
        as_attachment=True,
        download_name=version.original_name,
        conditional=True,
        etag=sha256,
        max_age=A_YEAR,
    )
    return sealed(response, forever=True)


def sealed(response: Response, *, forever: bool) -> Response:
    """Headers of a file that people sent: never run as a page, kept only by this reader's browser."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.cache_control.private = True
    response.cache_control.public = False
    if forever:
        response.cache_control.immutable = True
    return response
