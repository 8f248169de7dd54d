"""Approvals by the person who made the file, which the director allowed for a reason: the report names each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.digitization.models import Review
from museum_tracker.core.periods import Period
from museum_tracker.reports.summary import ExceptionLine, ExceptionList

BATCH = 1_000


def exceptions_of(session: Session, until: Period) -> ExceptionList:
    """The exceptions of a period: how many there are, and how they are read, oldest first."""
    count = session.scalar(sa.select(sa.func.count()).select_from(Review).where(*_within(until))) or 0
    return ExceptionList(count=count, read=partial(_read, session, until))


def _within(until: Period) -> tuple[sa.ColumnElement[bool], ...]:
    first = dt.datetime.combine(until.start, dt.time.min, dt.UTC)
    after = dt.datetime.combine(until.end + dt.timedelta(days=1), dt.time.min, dt.UTC)
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
        yield ExceptionLine(number=row.number, name=row.name_vi, on=row.at.date(), by=row.name, reason=row.reason)
