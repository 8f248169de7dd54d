"""The closed years that count by a population: a version they cite is kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.uses import Use
from museum_tracker.years.models import YearClose
from museum_tracker.years.queries import closed_year, list_closes
from museum_tracker.years.verify import name_of

CLOSES = Message(N_("Closed years"))


def closes_of_population(session: Session, code: str) -> list[Use]:
    """Each close and restatement that froze figures of a population, with its page."""
    found: list[Use] = []
    for row in list_closes(session):
        if code in _populations(session, row):
            short = f"{row.year} ({row.number})" if row.number else str(row.year)
            found.append(Use(name_of(row), f"/nam/{row.year}?ban={row.number}", CLOSES, short))
    return found


def _populations(session: Session, row: YearClose) -> frozenset[str]:
    """The populations of a close, read once a session: what bears a hash never changes."""
    known: dict[str, frozenset[str]] = session.info.setdefault("populations of closes", {})
    if row.hash not in known:
        frozen = closed_year(session, row.year, row.number)
        known[row.hash] = frozenset(one.code for one in frozen.populations) if frozen else frozenset()
    return known[row.hash]
