"""Whether the inventory state shown on objects agrees with where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.checker import Difference
from museum_tracker.figures.models import Standing
from museum_tracker.figures.rules.measures import BIT, Measure
from museum_tracker.figures.standings import FLOWS, STOCKS
from museum_tracker.inventory.rules import state_of

GONE = BIT[Measure.REMOVED] | BIT[Measure.RETURNED]


def check_states(session: Session) -> Iterator[Difference]:
    """Every object whose shown state is not the one that its evidence proves; what has left keeps its last state."""
    query = (
        sa.select(Artifact.id, Artifact.inventory_state, STOCKS)
        .outerjoin(Standing, Standing.artifact_id == Artifact.id)
        .where(Artifact.voided_at.is_(None), FLOWS.bitwise_and(GONE) == 0)
        .execution_options(yield_per=5000)
    )
    for artifact_id, shown, stocks in session.execute(query):
        proved = state_of(stocks)
        if shown is not proved:
            subject = Message(N_("Inventory state of object %(id)s"), {"id": str(artifact_id)})
            yield Difference(subject, shown.value, proved.value, artifact_id)
