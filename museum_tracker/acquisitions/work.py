"""What waits in acquisitions, for the overview and the navigation."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.acquisitions.queries import DIRECTOR_DECIDES, count_removals, count_waiting
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.core.work import Work, add_work


def _for_council(session: Session, user: Any) -> int:
    del user
    return 0 if get_profile(session).without_council else count_waiting(session)


def _for_director(session: Session, user: Any) -> int:
    del user
    return count_waiting(session) if get_profile(session).without_council else 0


def register() -> None:
    """Tell the overview what waits."""
    add_work(
        Work(
            name="acquisitions.council",
            label=N_("Waiting for the council"),
            count=_for_council,
            url="/suu-tam?trang-thai=cho-hoi-dong",
            permission=Permission.DECIDE_ACQUISITIONS,
            order=10,
            icon="acquisitions",
        ),
        Work(
            name="acquisitions.director",
            label=DIRECTOR_DECIDES,
            count=_for_director,
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
