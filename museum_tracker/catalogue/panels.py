"""Parts of the object page that features above the catalogue bring along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import Artifact


class PanelPlace(StrEnum):
    """Where on the object page a panel stands."""

    STAGE = "stage"
    MAIN = "main"
    SIDE = "side"
    ACTIONS = "actions"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the object page: `title` is a message id, `render` gives safe markup ("" shows nothing).

    Panels of one place stand in the order of `order`; without `permission` every reader sees the panel.
    """

    name: str
    title: str
    render: Callable[[Session, Artifact, User], str]
    order: int = 50
    place: PanelPlace | str = PanelPlace.MAIN
    permission: Permission | None = None


_panels: dict[str, Panel] = {}


def add_panel(panel: Panel) -> None:
    """Put a panel on the object page; called from a feature's `init_app`, harmless when repeated."""
    _panels[panel.name] = panel


def panels(place: PanelPlace | str, user: User | None = None) -> list[Panel]:
    """The panels of one place that a reader may see, in order."""
    found = (panel for panel in _panels.values() if panel.place == place)
    seen = (p for p in found if p.permission is None or (user is not None and user.can(p.permission)))
    return sorted(seen, key=lambda panel: (panel.order, panel.name))
