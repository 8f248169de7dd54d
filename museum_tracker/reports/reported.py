"""Figures that the museum had reported before it worked here: they stand in for records it does not have."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.queries import list_targets, reported_values
from museum_tracker.targets.rules.bands import YEARLY

Reported = dict[tuple[Measure, int], int]


def reported_figures(session: Session, on: dt.date) -> Reported:
    """What was reported for earlier years, by measure and year, for the targets that the catalogue counts now."""
    targets = list_targets(session, on)
    counted = {each.code: Measure(each.measure) for each in targets if each.is_computed and each.kind in YEARLY}
    return {
        (counted[code], year): round(value.value)
        for (code, year), value in reported_values(session).items()
        if code in counted and value.value is not None
    }
