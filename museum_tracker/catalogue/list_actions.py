"""What can be done with a list of objects: features above the catalogue bring their buttons, such as exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class ListAction:
    """A button of the list page. `url` gets the list's words as arguments of an address; chosen rows come as `ma`.

    `place` "export" puts it into the export menu (and beside chosen rows), "head" beside the heading, "list" beside
    the conditions in force. `shown` hides it from lists it cannot serve.
    """

    name: str
    label: str
    url: Callable[[Mapping[str, Any]], str]
    permission: Permission
    icon: str = "download"
    order: int = 50
    place: str = "export"
    primary: bool = False
    shown: Callable[[Mapping[str, Any]], bool] | None = None


_actions: dict[str, ListAction] = {}


def add_list_action(action: ListAction) -> None:
    """Put a button on the list page; called from a feature's `init_app`, harmless when repeated."""
    _actions[action.name] = action


def list_actions(place: str, user: User, args: Mapping[str, Any] | None = None) -> list[ListAction]:
    """The buttons of one place that a reader may use and that serve a list with these arguments, in order."""
    found = [
        action
        for action in _actions.values()
        if action.place == place and user.can(action.permission) and (not action.shown or action.shown(args or {}))
    ]
    return sorted(found, key=lambda action: (action.order, action.name))


ListNote = Callable[[Mapping[str, Any], User], str]
_notes: dict[str, ListNote] = {}


def add_list_note(name: str, note: ListNote) -> None:
    """Put a remark above the rows of lists: gets the list's words, gives Markup or nothing; harmless when repeated."""
    _notes[name] = note


def list_notes(args: Mapping[str, Any], user: User) -> list[str]:
    """The remarks that features have on a list."""
    return [text for note in _notes.values() if (text := note(args, user))]
