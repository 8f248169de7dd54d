"""What waits in the inventory, for the overview and the navigation."""

from __future__ import annotations

from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import work
from museum_tracker.core.i18n import N_
from museum_tracker.inventory.queries import Work, count_work


def register() -> None:
    """Tell the overview what waits."""
    work.add_work(
        _queue("inventory.mark", N_("Objects to mark"), Work.MARK, order=40),
        _queue("inventory.register", N_("Objects to register"), Work.REGISTER, order=50),
        _queue("inventory.basis", N_("Register lines without their basis"), Work.BASIS, order=55),
    )


def _queue(name: str, label: str, which: Work, *, order: int) -> work.Work:
    return work.Work(
        name=name,
        label=label,
        count=lambda session, _user: count_work(session, which),
        url=f"/kiem-ke/viec/{which}",
        permission=Permission.RECORD_INVENTORY,
        order=order,
        icon="inventory",
    )
