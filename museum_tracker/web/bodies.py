"""How much a request may carry: little from strangers, a form from staff, more only where files are sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app, request
from flask_login import current_user

import config
from museum_tracker.core.errors import Refusal
from museum_tracker.core.formats import size
from museum_tracker.core.i18n import N_
from museum_tracker.web.i18n import current_locale

log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
STRANGER_BYTES = 256 * 1024  # kept in memory by the server: what nobody signed never reaches the disk
REFUSED = "museum_tracker.body_refused"  # set by our own server, which threw the body away instead of keeping it
Limit = Callable[[config.Settings], int]


class BodyTooLarge(Refusal):
    """More was sent than this page takes."""

    msgid = N_(
        "At most %(limit)s can be sent here at once; nothing was kept. Send fewer or smaller files, "
        "or use the upload tray, which takes large files in pieces."
    )
    status = 413


class StrangerBodyTooLarge(Refusal):
    """So much is taken only from people who have signed in."""

    msgid = N_("So much is only taken from people who have signed in. Sign in and send it again.")
    status = 413


class Known(NamedTuple):
    """What is known of a sender: how many bytes may come, and whether somebody has signed in."""

    limit: int
    stranger: bool


def init_app(app: Flask) -> None:
    """Bound every body before anything reads it; registered ahead of whatever looks into forms."""
    app.extensions["body_limits"] = {}
    app.before_request(_bound)


def allow_body(app: Flask, endpoint: str, limit: Limit) -> None:
    """Let one page take more (or less) than an ordinary form, from those whose role may use it."""
    app.extensions["body_limits"][endpoint] = limit


def known_sender(app: Flask, environ: dict[str, Any]) -> Known:
    """What the sender of a request may send, judged by its head alone: before a single byte of its body is kept."""
    try:
        with app.request_context(environ):
            return _known()
    except Exception:
        log.exception("the sender of a request could not be judged")
        return Known(STRANGER_BYTES, stranger=True)


def _known() -> Known:
    settings: config.Settings = current_app.config["SETTINGS"]
    if not current_user.is_authenticated:
        return Known(STRANGER_BYTES, stranger=True)
    if request.method in SAFE:
        return Known(STRANGER_BYTES, stranger=False)
    own: Limit | None = current_app.extensions["body_limits"].get(request.endpoint)
    permission = getattr(current_app.view_functions.get(request.endpoint or ""), "permission", None)
    if own is not None and permission is not None and current_user.can(permission):
        return Known(own(settings), stranger=False)
    return Known(settings.max_form_mb * config.MIB, stranger=False)


def _bound() -> None:
    length, refused = request.content_length, REFUSED in request.environ
    if not refused and (request.method in SAFE or (length is not None and length <= STRANGER_BYTES)):
        return
    known = _known()
    request.max_content_length = known.limit
    if refused or (length or 0) > known.limit:
        raise StrangerBodyTooLarge if known.stranger else BodyTooLarge(limit=size(known.limit, current_locale()))
