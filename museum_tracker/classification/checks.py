"""Whether the state of classification shown on objects is the one that their last entry and their evidence prove."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.classification.models import Classification
from museum_tracker.classification.rules import state_proved
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.checker import Difference
from museum_tracker.figures.models import Standing
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.figures.standings import FLOWS, STOCKS

GONE = BIT[Measure.REMOVED] | BIT[Measure.RETURNED]
CLASSIFIED = BIT[Measure.CLASSIFIED]


def check_states(session: Session) -> Iterator[Difference]:
    """Every object whose shown state is not the one that is proved; what has left keeps its last state."""
    latest = sa.select(sa.func.max(Classification.id)).group_by(Classification.artifact_id)
    entry = sa.select(Classification).where(Classification.id.in_(latest)).subquery()
    query = (
        sa.select(Artifact.id, Artifact.classification_state, STOCKS, entry.c.stage)
        .outerjoin(Standing, Standing.artifact_id == Artifact.id)
        .outerjoin(entry, entry.c.artifact_id == Artifact.id)
        .where(Artifact.voided_at.is_(None), FLOWS.bitwise_and(GONE) == 0)
        .execution_options(yield_per=5000)
    )
    for artifact_id, shown, stocks, stage in session.execute(query):
        proved = state_proved(stage, classified=bool(stocks & CLASSIFIED))
        if shown is not proved:
            subject = Message(N_("State of classification of object %(id)s"), {"id": str(artifact_id)})
            yield Difference(subject, shown.value, proved.value, artifact_id)
