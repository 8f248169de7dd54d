"""Defaults that a fresh database needs: each feature adds its own, run after every upgrade, harmless when repeated."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

_installers: list[Callable[[Session], None]] = []


def add_defaults(install: Callable[[Session], None]) -> None:
    """Let a feature put its shipped lists in place; called from its `wire()`."""
    if install not in _installers:
        _installers.append(install)


def install_defaults(session: Session) -> None:
    """Put all shipped lists in place, leaving what a museum has changed."""
    for install in _installers:
        install(session)
