"""The main navigation: each feature adds its own place; badges count what waits for the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the navigation. `order` sorts it; `prefix` is the path under which it is current.

    `secondary` places stand below the line; `phone` marks the few that have room in a phone's bottom bar.
    """

    label: str
    endpoint: str
    icon: str
    order: int
    prefix: str
    permission: str = "view"
    badge: Callable[[Session, object], int] | None = None
    secondary: bool = False
    phone: bool = False


@dataclass(frozen=True)
class Item:
    """A place as this reader sees it now."""

    label: str
    url: str
    icon: str
    current: bool
    badge: int
    secondary: bool
    phone: bool


def add_place(app: Flask, place: Place) -> None:
    """Put a feature's page into the navigation."""
    app.extensions.setdefault("places", []).append(place)


def items() -> list[Item]:
    """The navigation for the person signed in."""
    if not current_user.is_authenticated:
        return []
    places = sorted(current_app.extensions.get("places", []), key=lambda place: place.order)
    return [_item(place) for place in places if current_user.can(place.permission)]


def _item(place: Place) -> Item:
    path = request.path
    return Item(
        label=_(place.label),
        url=_url(place.endpoint),
        icon=place.icon,
        current=path == place.prefix or path.startswith(place.prefix.rstrip("/") + "/"),
        badge=place.badge(current_session(), current_user) if place.badge else 0,
        secondary=place.secondary,
        phone=place.phone,
    )


def _url(endpoint: str) -> str:
    """The address of a place, made once: every page shows all of them."""
    made: dict[tuple[str, str], str] = current_app.extensions.setdefault("place_urls", {})
    key = (request.script_root, endpoint)
    if key not in made:
        made[key] = url_for(endpoint)
    return made[key]
