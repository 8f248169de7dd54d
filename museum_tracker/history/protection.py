"""What keeps whole deeds from being undone: features above say which deeds something signed or closed rests on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import Message
from museum_tracker.history.models import ChangeItem, ChangeSet

MustStand = Callable[[ChangeItem], Message | None]
Protection = Callable[[Session, ChangeSet], MustStand | None]

PROTECTIONS: list[Protection] = []


def add_protection(protection: Protection) -> None:
    """Have a feature asked before a deed is undone: it answers why an item must stand, or None for the whole deed."""
    if protection not in PROTECTIONS:
        PROTECTIONS.append(protection)


def protected(session: Session, change_set: ChangeSet) -> MustStand:
    """For one deed: why an item of it must stand by the word of any feature, or None."""
    asked = [found for protection in PROTECTIONS if (found := protection(session, change_set)) is not None]

    def must_stand(item: ChangeItem) -> Message | None:
        return next((said for ask in asked if (said := ask(item)) is not None), None)

    return must_stand
