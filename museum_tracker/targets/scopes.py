"""What stands behind a figure: the population it counts, what counts, and by which document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.queries.definitions import definition_on
from museum_tracker.figures.queries import get_population
from museum_tracker.figures.rules.measures import MEASURE_LABELS, Measure
from museum_tracker.figures.rules.versions import basis_of

WAYS: Mapping[Measure, str] = {
    Measure.COLLECTED: N_("accepted; dated by the handover record"),
    Measure.INVENTORIED: N_("registered, marked and classified"),
    Measure.NEWLY_INVENTORIED: N_("registered, marked and classified"),
    Measure.FIRST_FULL_LEVEL: N_("full level, first approval"),
    Measure.FIRST_LEVEL_1: N_("level 1 or higher, first approval"),
    Measure.FIRST_LEVEL_2: N_("level 2 or higher, first approval"),
    Measure.FIRST_LEVEL_3: N_("level 3, first approval"),
    Measure.LEVEL_1: N_("level 1 or higher"),
    Measure.LEVEL_2: N_("level 2 or higher"),
    Measure.LEVEL_3: N_("level 3"),
    Measure.FULL_LEVEL: N_("full level"),
}
LADDER = frozenset(
    {Measure.FIRST_FULL_LEVEL, Measure.FIRST_LEVEL_1, Measure.FIRST_LEVEL_2, Measure.FIRST_LEVEL_3}
    | {Measure.LEVEL_1, Measure.LEVEL_2, Measure.LEVEL_3, Measure.FULL_LEVEL}
)


def population_of(session: Session, code: str, on: dt.date) -> Message:
    """The population as figures print it; one that a document decides is named with it."""
    found = get_population(session, code, on)
    if not found.document:
        return found.title
    return Message(N_("%(population)s (%(basis)s)"), {"population": found.title, "basis": found.basis})


def way_of(session: Session, measure: Measure, on: dt.date) -> Message:
    """What counts for a figure, and for a level by which definition in force on that day."""
    way = Message(WAYS.get(measure) or MEASURE_LABELS[measure])
    if measure not in LADDER:
        return way
    return Message(N_("%(way)s; %(basis)s"), {"way": way, "basis": definition_basis(session, on)})


def definition_basis(session: Session, on: dt.date) -> Message:
    """By which document the levels are judged on a day, or that it is the museum's own way."""
    try:
        return definition_on(session, on).basis
    except NotFound:  # nothing stored yet: the shipped definition is the museum's own
        return basis_of("")
