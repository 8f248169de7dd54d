"""Movements: where objects go inside the house, appended and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from museum_tracker.figures.checking import add_check
from museum_tracker.history.entities import register_entity
from museum_tracker.locations.contents import Contents, add_contents
from museum_tracker.movements.checks import check_places
from museum_tracker.movements.handlers import PlaceOfObject
from museum_tracker.movements.queries import counts_by_place
from museum_tracker.movements.services import ENTITY

if TYPE_CHECKING:
    from flask import Flask


def wire() -> None:
    """Tell history about movements, and places how many objects stand in them."""
    register_entity(ENTITY, PlaceOfObject())
    add_check("movements", check_places)
    add_contents(Contents(name="artifacts", counts=counts_by_place, url=list_path, move_path="/di-chuyen"))


def list_path(location_id: int) -> str:
    """The path of the list of objects in a place and within it."""
    return f"/hien-vat?vi_tri={location_id}"


def init_app(app: Flask) -> None:
    """Add the pages, the parts of the object page and the button of lists."""
    from flask import url_for

    from museum_tracker.accounts.permissions import Permission
    from museum_tracker.catalogue.list_actions import ListAction, add_list_action
    from museum_tracker.catalogue.panels import Panel, PanelPlace, add_panel
    from museum_tracker.core.i18n import N_
    from museum_tracker.movements import panels
    from museum_tracker.movements.views import bp

    app.register_blueprint(bp)
    seen = Permission.VIEW_LOCATIONS
    add_panel(
        Panel(name="movements", title=N_("Place and movements"), render=panels.history, order=60, permission=seen)
    )
    add_panel(
        Panel(
            name="move",
            title=N_("Move"),
            render=panels.button,
            order=60,
            place=PanelPlace.ACTIONS,
            permission=Permission.MOVE_OBJECTS,
        )
    )
    add_list_action(
        ListAction(
            name="move",
            label=N_("Move these objects"),
            icon="store",
            order=80,
            permission=Permission.MOVE_OBJECTS,
            url=lambda args: url_for("movements.move_many", **args),
        )
    )
