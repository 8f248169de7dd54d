"""What waits in acquisitions, for the overview and the navigation."""

from __future__ import annotations

from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.queries import count_removals, count_waiting
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work


def register() -> None:
    """Tell the overview what waits."""
    add_work(
        Work(
            name="acquisitions.council",
            label=N_("Waiting for the council"),
            count=lambda session, _user: count_waiting(session),
            url="/suu-tam?trang-thai=cho-hoi-dong",
            permission=Permission.DECIDE_ACQUISITIONS,
            order=10,
            icon="acquisitions",
        ),
        Work(
            name="acquisitions.removals",
            label=N_("Removals to decide"),
            count=lambda session, _user: count_removals(session),
            url="/suu-tam/xuat-khoi-so",
            permission=Permission.DECIDE_ACQUISITIONS,
            order=15,
            icon="acquisitions",
        ),
    )
