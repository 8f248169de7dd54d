"""What waits in classification: proposals for those who decide, returned ones for those who proposed them."""

from __future__ import annotations

from museum_tracker.accounts.permissions import Permission
from museum_tracker.classification.queries import count_waiting
from museum_tracker.classification.rules import Stage
from museum_tracker.core.i18n import N_
from museum_tracker.core.work import Work, add_work


def register() -> None:
    """Tell the overview what waits."""
    add_work(
        Work(
            name="classification.decide",
            label=N_("Classifications to confirm"),
            count=lambda session, _user: count_waiting(session),
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
