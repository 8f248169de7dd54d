"""Approvals by the person who made the file, which the director allowed for a reason: the report names each."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.catalogue.models import Artifact
from museum_tracker.digitization.models import Review
from museum_tracker.figures.rules.periods import Period
from museum_tracker.reports.summary import ExceptionLine


def list_exceptions(session: Session, until: Period) -> tuple[ExceptionLine, ...]:
    """The exceptions of a period, oldest first."""
    first = dt.datetime.combine(until.start, dt.time.min, dt.UTC) - dt.timedelta(days=1)
    last = dt.datetime.combine(until.end, dt.time.max, dt.UTC) + dt.timedelta(days=1)
    rows = session.execute(
        sa.select(Artifact.number, Artifact.name_vi, Review.at, User.name, Review.reason)
        .join(Artifact, Artifact.id == Review.artifact_id)
        .join(User, User.id == Review.by_id)
        .where(Review.exception, Review.at.between(first, last))
        .order_by(Review.at, Review.id)
    )
    return tuple(
        ExceptionLine(number=row.number, name=row.name_vi, on=row.at.date(), by=row.name, reason=row.reason)
        for row in rows
        if until.contains(row.at.date())
    )
