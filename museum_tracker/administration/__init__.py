"""Running the house: the museum's profile, jobs, the state of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.administration import beginning
from museum_tracker.administration.handlers import ProfileEntity
from museum_tracker.core.i18n import N_
from museum_tracker.history.entities import register_entity

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Let changes of the profile be told and taken back, and name a new museum's first steps."""
    register_entity("museum", ProfileEntity())
    beginning.register()


def init_app(app: Flask) -> None:
    """Add the pages and their place in the navigation."""
    from museum_tracker.administration.context import museum_contact, museum_name
    from museum_tracker.administration.views import bp
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    app.jinja_env.globals["museum_name"] = museum_name
    app.jinja_env.globals["museum_contact"] = museum_contact
    add_place(
        app,
        Place(
            label=N_("Administration"),
            endpoint="administration.hub",
            icon="admin",
            order=200,
            prefix="/quan-tri",
            secondary=True,
        ),
    )
