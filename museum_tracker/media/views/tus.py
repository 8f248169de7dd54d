"""Resumable upload: a tus 1.0 server, with files that may come along with their first request.

The offset is the size of the file on the disk.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from flask import Response, make_response, request, url_for
from werkzeug.exceptions import ClientDisconnected

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.media import queries, services, uploads
from museum_tracker.media.models import MediaUpload
from museum_tracker.media.names import read_name
from museum_tracker.media.rules import BUSY, ENDED, STATE_LABELS, UPLOAD_LABELS, UploadState, VersionState
from museum_tracker.media.views.blueprint import bp, standing_artifact, storage, upload_limit
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination"
OCTETS = "application/offset+octet-stream"
PIECE = 256 * 1024


class BadUploadRequest(Refusal):
    """A client that does not speak tus 1.0."""

    msgid = N_("The upload request is not understood: %(header)s.")
    status = 400


class WrongVersion(Refusal):
    """A client of another version of the protocol."""

    msgid = N_("Uploads speak tus %(version)s.")
    status = 412


@bp.route("/tai-len/tus", methods=["OPTIONS"], provide_automatic_options=False)
@guard(Permission.UPLOAD_MEDIA)
def capabilities() -> Response:
    """What the server can do."""
    return _answer(204, {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(upload_limit())})


@bp.post("/tai-len/tus")
@guard(Permission.UPLOAD_MEDIA, write=False)
def create() -> Response:
    """Begin an upload for an object; its first bytes, or all of them, may come along."""
    _require_tus()
    session = current_session()
    begin_write(session)
    services.ensure_storage(session, storage())
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    named = read_name(told.get("filename", ""))
    upload = uploads.begin(
        session,
        storage(),
        owner=signed_in(),
        artifact=standing_artifact(_number(told, "artifact", 0)),
        name=told.get("filename", ""),
        length=_length(),
        limit=upload_limit(),
        view=told.get("view", "") or named.view,
        page=_number(told, "page", 0) or named.page,
        bundle=told.get("bundle", ""),
        bundle_size=_number(told, "bundlesize", 1),
        again="again" in told,
    )
    session.commit()
    where = {"Location": url_for("media.patch", token=upload.token)}
    if request.content_type != OCTETS:
        return _answer(201, where)
    return _answer(201, {**where, "Upload-Offset": str(_receive(upload, offset=0))})


@bp.route("/tai-len/tus/<token>", methods=["HEAD"])
@guard(Permission.UPLOAD_MEDIA)
def head(token: str) -> Response:
    """How much of a file has arrived."""
    upload = _own(token)
    offset = uploads.offset_of(storage(), upload)
    return _answer(200, {"Upload-Offset": str(offset), "Upload-Length": str(upload.length)})


@bp.patch("/tai-len/tus/<token>")
@guard(Permission.UPLOAD_MEDIA, write=False)
def patch(token: str) -> Response:
    """Receive the next piece; the last one makes the file part of its object."""
    _require_tus()
    if request.content_type != OCTETS:
        raise BadUploadRequest(header="Content-Type")
    upload = _own(token)
    if upload.state in ENDED or (upload.state is UploadState.RECEIVED and _arrived(upload)):
        return _answer(204, {"Upload-Offset": str(upload.length)})
    try:
        offset = int(request.headers.get("Upload-Offset", ""))
    except ValueError:
        raise BadUploadRequest(header="Upload-Offset") from None
    return _answer(204, {"Upload-Offset": str(_receive(upload, offset=offset))})


@bp.delete("/tai-len/tus/<token>")
@guard(Permission.UPLOAD_MEDIA)
def abandon(token: str) -> Response:
    """Give an upload up."""
    uploads.abandon(current_session(), storage(), _own(token))
    current_session().commit()
    return _answer(204, {})


@bp.post("/tai-len/tus/<token>/ket-qua")
@guard(Permission.UPLOAD_MEDIA)
def outcome(token: str) -> Response:
    """What became of an upload; finishes one whose last step was interrupted."""
    upload = _own(token)
    if upload.state is UploadState.RECEIVING and _arrived(upload):
        _finish(upload)
    where = upload.asset.artifact if upload.asset else upload.artifact
    return make_response(
        {
            "state": upload.state.value,
            "done": upload.state in ENDED,
            "label": _(UPLOAD_LABELS[upload.state]),
            "why": word(upload.why) if upload.why else "",
            "object": where.label,
            "elsewhere": where.id != upload.artifact_id,
            "url": url_for("catalogue.show", artifact_id=where.id, _anchor="files"),
            **_prepared(upload),
        }
    )


def _prepared(upload: MediaUpload) -> dict[str, object]:
    """How far the file that was added has come since: being prepared, ready, or held back with the reason."""
    version = upload.asset.current if upload.asset and upload.state is UploadState.ADDED else None
    if version is None:
        return {"busy": False, "held": False}
    held = version.state is VersionState.QUARANTINED
    told = {"busy": version.state in BUSY, "held": held, "label": _(STATE_LABELS[version.state])}
    return {**told, "why": word(version.why)} if held and version.why else told


def _receive(upload: MediaUpload, *, offset: int) -> int:
    """Take in the body at an offset; the last byte makes the file part of its object. Answers what has arrived."""
    token = upload.token
    current_session().rollback()  # no read is held open while a slow line sends
    reached = uploads.receive(storage(), upload, _pieces(), offset=offset)
    if reached == upload.length:
        _send_ahead(upload)
        begin_write(current_session())
        _finish(_own(token))
    return reached


def _send_ahead(upload: MediaUpload) -> None:
    if not upload.bundle:  # which file of a model comes last is known only once the database is locked
        path, name = uploads.part_path(storage(), upload.token), upload.name
        current_session().rollback()
        services.send_ahead(storage(), path, name)


def _finish(upload: MediaUpload) -> None:
    if upload.state in ENDED:
        return
    name = services.clean_name(upload.name)
    deed = web_deed(N_("Added %(file)s to %(object)s"), file=name, object=upload.artifact.label)
    uploads.finish(current_session(), storage(), upload, deed=deed)
    current_session().commit()


def _arrived(upload: MediaUpload) -> bool:
    return uploads.offset_of(storage(), upload) == upload.length


def _require_tus() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion(version=VERSION)


def _own(token: str) -> MediaUpload:
    upload = queries.find_upload(current_session(), token, owner_id=signed_in().id)
    if upload is None:
        raise NotFound(what=token[:32])
    return upload


def _pieces() -> Iterator[bytes]:
    """The body as it comes; a browser that goes away only ends it."""
    while True:
        try:
            piece = request.stream.read(PIECE)
        except (ClientDisconnected, ConnectionError, TimeoutError):
            return
        if not piece:
            return
        yield piece


def _length() -> int:
    try:
        length = int(request.headers["Upload-Length"])
    except (KeyError, ValueError):
        raise BadUploadRequest(header="Upload-Length") from None
    if length < 0:
        raise BadUploadRequest(header="Upload-Length")
    return length


def _metadata(header: str) -> dict[str, str]:
    """Key and base64 value pairs, parted by commas."""
    told = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace").replace("\0", "")[:1000]
        except binascii.Error:
            raise BadUploadRequest(header="Upload-Metadata") from None
    return told


def _number(told: dict[str, str], key: str, default: int) -> int:
    text = told.get(key, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _answer(status: int, headers: dict[str, str]) -> Response:
    response = make_response("", status)
    response.headers.update({"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers})
    return response
