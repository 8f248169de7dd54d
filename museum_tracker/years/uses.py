"""The closed years that count by a population: a version they cite is kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.uses import Use
from museum_tracker.years.queries import closed_year, list_closes
from museum_tracker.years.verify import name_of

CLOSES = Message(N_("Closed years"))


def closes_of_population(session: Session, code: str) -> list[Use]:
    """Each close and restatement that froze figures of a population, with its page."""
    found: list[Use] = []
    for row in list_closes(session):
        frozen = closed_year(session, row.year, row.number)
        if frozen is not None and code in {one.code for one in frozen.populations}:
            short = f"{row.year} ({row.number})" if row.number else str(row.year)
            found.append(Use(name_of(row), f"/nam/{row.year}?ban={row.number}", CLOSES, short))
    return found
