"""Browsers in which somebody signed in before: a signed cookie that opens nothing, but is not counted as a stranger.

The cookie names the browser by a random text and the accounts that have signed in there, the latest first. It lets
people in who type their own password while strangers guess at it from elsewhere.
"""

from __future__ import annotations

import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

COOKIE = "browser"
KEPT_SECONDS = 31_536_000
ACCOUNTS = 20  # people who share a browser


def known_as(user_id: int | None) -> str:
    """The name of this browser if that person has signed in here before, else nothing."""
    name, accounts = _read()
    return name if user_id is not None and user_id in accounts else ""


def remember_browser(answer: Response, user_id: int) -> None:
    """Let this browser be known to the person who has just signed in."""
    name, accounts = _read()
    kept = [user_id, *(account for account in accounts if account != user_id)][:ACCOUNTS]
    answer.set_cookie(
        COOKIE,
        _serializer().dumps([name or secrets.token_urlsafe(16), kept]),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SETTINGS"].https,
    )


def _read() -> tuple[str, list[int]]:
    try:
        name, accounts = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=KEPT_SECONDS)
    except (BadData, ValueError, TypeError):
        return "", []
    return str(name), [account for account in accounts if isinstance(account, int)]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known browser")
