"""What waits in classification: proposals for those who decide, returned ones for those who proposed them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission, Role
from museum_tracker.classification.queries import count_waiting
from museum_tracker.classification.rules import Stage
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work
from museum_tracker.history.second_person import small_museum


def _to_confirm(session: Session, user: Any) -> int:
    """How many proposals wait for a person; for the director only in a museum with few people."""
    if user.role is Role.DIRECTOR and small_museum(session) is None:
        return 0
    return count_waiting(session)


def register() -> None:
    """Tell the overview what waits."""
    add_work(
        Work(
            name="classification.decide",
            label=N_("Classifications to confirm"),
            count=_to_confirm,
            url="/phan-loai",
            permission=Permission.DECIDE_CLASSIFICATION,
            order=30,
            icon="classification",
        ),
        Work(
            name="classification.sent_back",
            label=N_("Classifications sent back to me"),
            count=lambda session, user: count_waiting(session, Stage.SENT_BACK, proposed_by=user.id),
            url="/phan-loai?trang-thai=tra-lai",
            permission=Permission.PROPOSE_CLASSIFICATION,
            order=60,
            icon="classification",
        ),
    )
