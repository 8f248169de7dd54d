"""The catalogue: object records, their numbers, how they are found, listed and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.catalogue.builtin import wire_builtin
from museum_tracker.catalogue.meanings import follow_types
from museum_tracker.catalogue.numbers.editing import ENTITY as SERIES
from museum_tracker.catalogue.numbers.entity import SeriesHistory
from museum_tracker.catalogue.tasks import follow_names
from museum_tracker.catalogue.undo import ArtifactEntity
from museum_tracker.core.i18n import N_
from museum_tracker.history.entities import register_entity
from museum_tracker.vocabularies.effects import add_effect
from museum_tracker.vocabularies.signals import term_changed

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Tell history how objects are read back, and lists what they may be filtered, counted and shown by."""
    register_entity("artifact", ArtifactEntity())
    register_entity(SERIES, SeriesHistory())
    term_changed.connect(follow_names)
    add_effect("catalogue", follow_types)
    wire_builtin()


def init_app(app: Flask) -> None:
    """Add the pages, and their place in the navigation."""
    from museum_tracker.catalogue.views import bp
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    place = Place(
        label=N_("Objects"), endpoint="catalogue.listing", icon="objects", order=20, prefix="/hien-vat", phone=True
    )
    add_place(app, place)
    app.jinja_env.globals.setdefault("cover_url", _no_cover)


def _no_cover(cover: str, role: str = "thumb") -> str:
    """No picture: media puts its own function in this place."""
    del cover, role
    return ""
