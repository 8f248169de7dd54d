"""Errors at the edge: every refusal becomes a page, or a short text for scripts, in the reader's language."""

from __future__ import annotations

import contextlib
import errno
import logging
import sqlite3

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError, StatementError
from werkzeug.exceptions import HTTPException

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.web.i18n import _, word

log = logging.getLogger(__name__)

TITLES = {
    400: N_("The request could not be read"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Not possible here"),
    409: N_("Changed in the meantime"),
    413: N_("Too large"),
    422: N_("Not accepted"),
    429: N_("Too many attempts"),
    500: N_("Something went wrong here"),
    503: N_("Busy at the moment"),
    507: N_("The disk is full"),
}
ADVICE = {
    400: N_("Go back, reload the page and try again."),
    403: N_("The account's role does not allow this. An administrator can change the role."),
    404: N_("The address may be mistyped, or the thing was moved. The search finds objects by name or number."),
    405: N_("Use the buttons of the page instead of the address."),
    413: N_("Choose a smaller file, or send large files through the upload page."),
    500: N_("Nothing was half saved. Try again; if it happens again, give the administrator the code below."),
    503: N_("Somebody else is saving at this moment. Wait a little and try again: nothing typed is lost."),
}
AT_THE_SAME_TIME = {"40001", "40P01", "55P03"}  # PostgreSQL: serialization, deadlock, lock not available
DISK_FULL = "53100"
NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # not every platform knows quotas


def init_app(app: Flask) -> None:
    """Answer every kind of failure with a clear page."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(IntegrityError, _collision)
    app.register_error_handler(StatementError, _statement)
    for cannot_be_kept in (DataError, OverflowError, UnicodeEncodeError, RecursionError):
        app.register_error_handler(cannot_be_kept, _not_storable)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, message: str = "") -> Response:
    """The page, or plain text for a script, that tells what happened and what to do."""
    title = _(TITLES.get(status, TITLES[400 if status < 500 else 500]))
    text = message or _(ADVICE.get(status, ADVICE[400 if status < 500 else 500]))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response({"error": title, "message": text, "request": g.get("request_id", "")}, status)
    if "HX-Request" in request.headers:
        return make_response(render_template("errors/fragment.html", title=title, message=text), status)
    page = render_template("errors/page.html", status=status, title=title, message=text)
    return make_response(page, status)


def _give_up() -> None:
    """Undo what the request began to write: the page of an error itself asks the database who reads it."""
    session = g.get("session")
    if session is not None:
        with contextlib.suppress(SQLAlchemyError):
            session.rollback()


def _refusal(error: Refusal) -> Response:
    _give_up()
    return error_page(error.status, word(error.message))


def _forged(error: CSRFError) -> Response:
    del error
    return error_page(
        400, _("The form was open too long or comes from elsewhere. Go back, reload the page and send it again.")
    )


def _http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:
        return make_response(error.get_response())
    return error_page(error.code or 500)


def _database(error: OperationalError) -> Response:
    log.exception("database")
    _give_up()
    trouble = (
        str(error.orig) if isinstance(error.orig, sqlite3.OperationalError) else getattr(error.orig, "sqlstate", "")
    )
    if "locked" in trouble or trouble in AT_THE_SAME_TIME:
        return error_page(503)
    if "full" in trouble or trouble == DISK_FULL:
        return _full()
    return error_page(500)


def _disk(error: OSError) -> Response:
    if error.errno not in NO_ROOM:
        return _unexpected(error)
    log.error("disk full", exc_info=True)
    _give_up()
    return _full()


def _full() -> Response:
    return error_page(507, _("The disk is full: nothing was saved. Free some space and try again."))


def _collision(error: IntegrityError) -> Response:
    """Two people did the same thing at once and the database let one of them through."""
    del error
    log.exception("collision")
    _give_up()
    return error_page(
        409, _("Somebody else did the same at this moment; nothing of yours was saved. Look and try again.")
    )


def _statement(error: StatementError) -> Response:
    return _not_storable(error) if isinstance(error.orig, OverflowError | UnicodeEncodeError) else _unexpected(error)


def _not_storable(error: Exception) -> Response:
    """A number too large or a character that no database keeps, from an address or a program: people type neither."""
    del error
    log.warning("not storable", exc_info=True)
    _give_up()
    return error_page(400, _("The request holds a number or a character that cannot be kept. Nothing was saved."))


def _unexpected(error: Exception) -> Response:
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.exception("unexpected")
    _give_up()
    return error_page(500)
