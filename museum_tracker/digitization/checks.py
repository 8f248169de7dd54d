"""Whether the level shown on objects is the one that their evidence proves."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.queries.definitions import rulers
from museum_tracker.digitization.queries.evidence import evidence_of, worth_climbing
from museum_tracker.digitization.rules.ladder import climb
from museum_tracker.figures.checker import Difference

BATCH = 2000


def check_levels(session: Session) -> Iterator[Difference]:
    """Climb the ladder anew for every object with files or a level, and name each that stands elsewhere."""
    measured_by, last = rulers(session), 0
    while True:
        page = sa.select(Artifact.id).where(Artifact.id > last).order_by(Artifact.id).limit(BATCH)
        ids = session.scalars(page).all()
        if not ids:
            return
        some = worth_climbing(session, ids)
        evidence = evidence_of(session, some)
        shown = sa.select(Artifact.id, Artifact.digitization_level, Artifact.full_level_reached)
        for number, level, full in session.execute(shown.where(Artifact.id.in_(some))):
            waits = measured_by.before is not None and number > measured_by.applied_to
            ruler = measured_by.before if waits and measured_by.before else measured_by.now
            result = climb(evidence[number], ruler.rules)
            if (level, full) != (result.level, result.is_full):
                subject = Message(N_("Level of digitization of object %(id)s"), {"id": str(number)})
                yield Difference(subject, str(level), str(result.level), number)
        last = ids[-1]
