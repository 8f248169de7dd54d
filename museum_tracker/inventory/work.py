"""What waits in the inventory, for the overview and the navigation."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work as Queue
from museum_tracker.core.work import add_work
from museum_tracker.inventory.queries import Work, count_work


def to_mark(session: Session, user: Any) -> int:
    """Objects on the register whose number nobody has seen on them."""
    return count_work(session, Work.MARK) if user.can(Permission.RECORD_INVENTORY) else 0


def to_register(session: Session, user: Any) -> int:
    """Objects accepted or taken over that have no register line."""
    return count_work(session, Work.REGISTER) if user.can(Permission.RECORD_INVENTORY) else 0


def register() -> None:
    """Tell the overview what waits."""
    for name, label, count, work, order in (
        ("inventory.mark", N_("Objects to mark"), to_mark, Work.MARK, 40),
        ("inventory.register", N_("Objects to register"), to_register, Work.REGISTER, 50),
    ):
        add_work(
            Queue(
                name=name,
                label=label,
                count=count,
                url=f"/kiem-ke/viec/{work}",
                permission=Permission.RECORD_INVENTORY,
                order=order,
                icon="inventory",
            )
        )
