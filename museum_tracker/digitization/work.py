"""What digitization tells the overview: files to judge, tasks to redo."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.work import Work, add_work
from museum_tracker.digitization.models import DigitizationTask
from museum_tracker.digitization.queries.waiting import count_waiting, list_waiting
from museum_tracker.digitization.rules.tasks import TaskState


def register() -> None:
    """Put the queues of digitization on the overview and on each person's list."""
    add_work(
        Work(
            name="digitization.review",
            label=N_("Pictures and models to approve"),
            count=lambda session, user: count_waiting(session, not_by=user.id),
            url="/so-hoa/nghiem-thu",
            permission=Permission.REVIEW_MEDIA,
            order=20,
            icon="digitization",
            detail=_oldest,
        ),
        _tasks_of_mine("digitization.rework", N_("Digitization to be redone"), TaskState.REWORK, order=60),
        _tasks_of_mine(
            "digitization.tasks",
            N_("Digitization planned or under way"),
            *(TaskState.PLANNED, TaskState.CAPTURING, TaskState.PROCESSING),
            order=65,
        ),
    )


def _tasks_of_mine(name: str, label: str, *states: TaskState, order: int) -> Work:
    return Work(
        name=name,
        label=label,
        count=lambda session, user: _count_tasks(session, user, states),
        url="/so-hoa/nhiem-vu?cua-toi=1",
        permission=Permission.UPLOAD_MEDIA,
        order=order,
        icon="digitization",
    )


def _count_tasks(session: Session, user: User, states: tuple[TaskState, ...]) -> int:
    query = sa.select(sa.func.count()).where(
        DigitizationTask.operator_id == user.id, DigitizationTask.state.in_(states)
    )
    return session.scalar(query) or 0


def _oldest(session: Session, user: User) -> Message | None:
    first = list_waiting(session, not_by=user.id, limit=1)
    if not first:
        return None
    days = (clock.now() - first[0].oldest).days
    return Message(N_("longest waiting %(days)s days · %(number)s"), {"days": days, "number": first[0].number})
