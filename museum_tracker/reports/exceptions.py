"""Work confirmed by the person who did it, in a museum with few people, for a reason: the report names each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import translate
from museum_tracker.core.periods import Period
from museum_tracker.digitization.models import Review
from museum_tracker.history.models import ChangeItem, ChangeSet
from museum_tracker.history.second_person import DUTY_LABELS, Duty, uses
from museum_tracker.reports.summary import ExceptionLine, ExceptionList

BATCH = 1_000


def exceptions_of(session: Session, until: Period) -> ExceptionList:
    """The exceptions of a period: how many there are, and how they are read, oldest first."""
    count = session.scalar(sa.select(sa.func.count()).select_from(Review).where(*_within(until))) or 0
    joined = sa.select(sa.func.count()).select_from(_joined(until).subquery())
    count += session.scalar(joined) or 0
    return ExceptionList(count=count, read=partial(_read, session, until))


def _moments(until: Period) -> tuple[dt.datetime, dt.datetime]:
    """From the first instant of the period to the first after it, by the museum's clock."""
    day_before = until.start - dt.timedelta(days=1)
    return _after(day_before), _after(until.end)


def _after(day: dt.date) -> dt.datetime:
    return clock.end_of(day) + dt.timedelta.resolution


def _joined(until: Period) -> sa.Select[Any]:
    """Duties that one person held in a museum with few people; approvals of files are told by their reviews."""
    media = ChangeItem.after["duty"].as_string() == Duty.MEDIA
    found = uses(*_moments(until)).with_only_columns(ChangeItem.id, ChangeItem.after, ChangeSet.at, User.name)
    return found.join(User, User.id == ChangeSet.user_id).where(~media)


def _within(until: Period) -> tuple[sa.ColumnElement[bool], ...]:
    first, after = _moments(until)
    return Review.exception.is_(True), Review.at >= first, Review.at < after


def _read(session: Session, until: Period) -> Iterator[ExceptionLine]:
    rows = session.execute(
        sa.select(Artifact.number, Artifact.name_vi, Review.at, User.name, Review.reason)
        .join(Artifact, Artifact.id == Review.artifact_id)
        .join(User, User.id == Review.by_id)
        .where(*_within(until))
        .order_by(Review.at, Review.id),
        execution_options={"yield_per": BATCH},
    )
    for row in rows:
        yield ExceptionLine(
            number=row.number, name=row.name_vi, on=clock.local(row.at).date(), by=row.name, reason=row.reason
        )
    for _, said, at, name in session.execute(_joined(until)).all():
        why = "; ".join(part for part in (said["reason"], said["witness"]) if part)
        duty = translate(DUTY_LABELS[Duty(said["duty"])], "vi")
        yield ExceptionLine(number="", name=f"{duty}: {said['thing']}", on=clock.local(at).date(), by=name, reason=why)
