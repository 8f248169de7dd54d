"""Why a record has to stand: features above the catalogue say which register, minutes or report cites it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message

Protection = Callable[[Session, Sequence[int]], Mapping[int, Message]]
_protections: list[Protection] = []


def add_protection(protection: Protection) -> None:
    """Let a feature say why the creation of some objects can no longer be undone; called from its `wire()`.

    It is asked about many objects at once and answers for those that must stand: an import is taken back as a whole.
    """
    if protection not in _protections:
        _protections.append(protection)


def find_protection(session: Session, artifact_id: int) -> Message | None:
    """The first reason why the record must stand, or None."""
    return find_protections(session, [artifact_id]).get(artifact_id)


def find_protections(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    """Of some objects those whose records must stand, each with the first reason."""
    found: dict[int, Message] = {}
    for protect in reversed(_protections):
        found |= protect(session, ids)
    return found
