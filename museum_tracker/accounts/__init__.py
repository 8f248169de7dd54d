"""People who sign in: five fixed roles, permissions, guards, passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.accounts.services import install_system_user
from museum_tracker.core.defaults import add_defaults

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Have every database know the system's own account."""
    add_defaults(install_system_user)


def init_app(app: Flask) -> None:
    """Add the pages and tell Flask-Login how a session finds its person."""
    from museum_tracker.accounts import loader
    from museum_tracker.accounts.views import bp

    app.register_blueprint(bp)
    loader.init_app(app)
