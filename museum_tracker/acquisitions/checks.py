"""Whether the custody shown on objects agrees with where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.rules import custody_proved
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.checker import Difference
from museum_tracker.figures.models import Standing


def check_custody(session: Session) -> Iterator[Difference]:
    """Every object that is shown as waiting, held or gone against what its facts prove."""
    query = (
        sa.select(Artifact.id, Artifact.custody, Standing.stocks, Standing.flows)
        .join(Standing, Standing.artifact_id == Artifact.id)
        .where(Artifact.voided_at.is_(None))
        .execution_options(yield_per=5000)
    )
    for artifact_id, shown, stocks, flows in session.execute(query):
        proved = custody_proved(shown, stocks, flows)
        if shown is not proved:
            subject = Message(N_("Custody of object %(id)s"), {"id": str(artifact_id)})
            yield Difference(subject, shown.value, proved.value, artifact_id)
