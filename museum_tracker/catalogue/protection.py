"""Why a record has to stand: features above the catalogue say which register, minutes or report cites it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message

Protection = Callable[[Session, int], Message | None]
_protections: list[Protection] = []


def add_protection(protection: Protection) -> None:
    """Let a feature say why an object's creation can no longer be undone; called from its `wire()`."""
    if protection not in _protections:
        _protections.append(protection)


def find_protection(session: Session, artifact_id: int) -> Message | None:
    """The first reason why the record must stand, or None."""
    return next((reason for protect in _protections if (reason := protect(session, artifact_id))), None)
