"""The decisions by which objects left the register in a period, as a report names them."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.models import Removal
from museum_tracker.acquisitions.rules import RemovalState
from museum_tracker.reports.summary import RemovalDecision


def removal_decisions(session: Session, start: dt.date, end: dt.date) -> tuple[RemovalDecision, ...]:
    """Each decision of the period with how many objects it removed, the earliest first."""
    query = (
        sa.select(Removal.decision_number, Removal.decided_on, sa.func.count())
        .where(Removal.state == RemovalState.DECIDED, Removal.decided_on.between(start, end))
        .group_by(Removal.decision_number, Removal.decided_on)
        .order_by(Removal.decided_on, Removal.decision_number)
    )
    rows = session.execute(query)
    return tuple(RemovalDecision(number=number, on=on, objects=objects) for number, on, objects in rows if on)
