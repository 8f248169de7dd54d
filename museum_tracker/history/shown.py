"""Telling features that a page of history has shown values which only some may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from museum_tracker.accounts.permissions import Permission

Watcher = Callable[[Permission, int], object]
_watchers: list[Watcher] = []


def add_watcher(watcher: Watcher) -> None:
    """Let a feature know when a page has shown values that need a permission: it gets that and the change set's id."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell_shown(needs: Iterable[Permission], change_set_id: int) -> None:
    """Tell what a page that is drawn has shown of one change."""
    for permission in dict.fromkeys(needs):
        for watcher in _watchers:
            watcher(permission, change_set_id)
