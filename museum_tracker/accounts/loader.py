"""Who is at the screen: a session names its person and the version of that person's password."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import ROLE_LABELS, Role
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


def init_app(app: Flask) -> None:
    """Connect Flask-Login."""
    manager = LoginManager()
    manager.session_protection = None  # sessions end by version and idle time; phones change addresses all day
    manager.user_loader(load_user)
    manager.init_app(app)
    app.jinja_env.globals["role_label"] = lambda role: _(ROLE_LABELS[Role(role)])


def load_user(identity: str) -> User | None:
    """The person of a session, unless the account was closed or the password changed since."""
    user_id, _colon, version = identity.partition(":")
    if not (user_id.isdigit() and version.isdigit()):
        return None
    user = current_session().get(User, int(user_id))
    if user is None or not user.is_active or user.session_version != int(version):
        return None
    return user
