"""Who is at the screen: a session carries the key of a sign-in that stands in the database."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import ROLE_LABELS, Role
from museum_tracker.accounts.sign_ins import find_signed_in
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


def init_app(app: Flask) -> None:
    """Connect Flask-Login."""
    manager = LoginManager()
    manager.session_protection = None  # sessions end on the server and by idle time; phones change addresses all day
    manager.user_loader(load_user)
    manager.init_app(app)
    app.jinja_env.globals["role_label"] = lambda role: _(ROLE_LABELS[Role(role)])


def load_user(identity: str) -> User | None:
    """The person of a session, unless that sign-in was ended on the server or the account was closed."""
    return find_signed_in(current_session(), identity)
