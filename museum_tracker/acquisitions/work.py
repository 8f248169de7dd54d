"""What waits in acquisitions, for the overview and the navigation."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.queries import count_removals, count_waiting
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work


def to_decide(session: Session, user: Any) -> int:
    """Objects before the council, for people who record its decisions."""
    return count_waiting(session) if user.can(Permission.DECIDE_ACQUISITIONS) else 0


def to_remove(session: Session, user: Any) -> int:
    """Removals that wait for a decision."""
    return count_removals(session) if user.can(Permission.DECIDE_ACQUISITIONS) else 0


def register() -> None:
    """Tell the overview what waits."""
    for name, label, count, url, order in (
        ("acquisitions.council", N_("Objects before the council"), to_decide, "/suu-tam/hoi-dong", 10),
        ("acquisitions.removals", N_("Removals to decide"), to_remove, "/suu-tam/xuat-khoi-so", 15),
    ):
        add_work(
            Work(
                name=name,
                label=label,
                count=count,
                url=url,
                permission=Permission.DECIDE_ACQUISITIONS,
                order=order,
                icon="acquisitions",
            )
        )
