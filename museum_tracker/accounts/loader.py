"""Who is at the screen: a session carries the key of a sign-in that stands in the database."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager, current_user

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import ROLE_LABELS, Permission, Role
from museum_tracker.accounts.sign_ins import find_signed_in
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


def init_app(app: Flask) -> None:
    """Connect Flask-Login."""
    manager = LoginManager()
    manager.session_protection = None  # sessions end on the server and by idle time; phones change addresses all day
    manager.user_loader(load_user)
    manager.init_app(app)
    app.jinja_env.globals.update(role_label=role_label, signed_by=signed_by)


def role_label(role: Role | str) -> str:
    """A role in the reader's language."""
    return _(ROLE_LABELS[Role(role)])


def signed_by(user: User) -> str:
    """Who did something, as the reader may know it: colleagues by name, for others the role alone."""
    known = current_user.is_authenticated and (current_user.can(Permission.VIEW_AUTHORS) or current_user.id == user.id)
    return user.name if known or user.is_system else role_label(user.role)


def load_user(identity: str) -> User | None:
    """The person of a session, unless that sign-in was ended on the server or the account was closed."""
    return find_signed_in(current_session(), identity)
