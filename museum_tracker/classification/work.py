"""What waits in classification: proposals for those who decide, returned ones for those who proposed them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Permission
from museum_tracker.classification.queries import count_waiting
from museum_tracker.classification.rules import Stage
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work


def to_decide(session: Session, user: Any) -> int:
    """Proposals that wait for a decision, for people who may decide."""
    return count_waiting(session) if user.can(Permission.DECIDE_CLASSIFICATION) else 0


def sent_back(session: Session, user: Any) -> int:
    """Proposals of this person that came back."""
    return count_waiting(session, Stage.SENT_BACK, proposed_by=user.id)


def register() -> None:
    """Tell the overview what waits."""
    add_work(
        Work(
            name="classification.decide",
            label=N_("Classifications to confirm"),
            count=to_decide,
            url="/phan-loai",
            permission=Permission.DECIDE_CLASSIFICATION,
            order=30,
            icon="classification",
        )
    )
    add_work(
        Work(
            name="classification.sent_back",
            label=N_("Classifications sent back to me"),
            count=sent_back,
            url="/phan-loai?trang-thai=tra-lai",
            permission=Permission.PROPOSE_CLASSIFICATION,
            order=60,
            icon="classification",
        )
    )
