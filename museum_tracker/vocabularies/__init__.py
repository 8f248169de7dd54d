"""Vocabularies: trees of words with codes, in two languages, kept by the museum itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.core.defaults import add_defaults
from museum_tracker.history.entities import register_entity
from museum_tracker.vocabularies import deciding, work
from museum_tracker.vocabularies.handlers import MeaningHistory, TermHistory
from museum_tracker.vocabularies.services import ENTITY, seed

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Ship the lists and tell history about words."""
    add_defaults(seed)
    register_entity(ENTITY, TermHistory())
    register_entity(deciding.ENTITY, MeaningHistory())
    work.register()


def init_app(app: Flask) -> None:
    """Add the pages."""
    from museum_tracker.core.i18n import N_
    from museum_tracker.vocabularies import views_meanings
    from museum_tracker.vocabularies.views import bp
    from museum_tracker.web.navigation import Place, add_place

    app.register_blueprint(bp)
    del views_meanings
    add_place(
        app,
        Place(
            label=N_("Vocabularies"),
            endpoint="vocabularies.schemes",
            icon="document",
            order=85,
            prefix="/tu-vung",
            permission="edit_vocabularies",
            secondary=True,
        ),
    )
