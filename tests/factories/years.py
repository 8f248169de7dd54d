"""Years to close: a small register, a director who signs, the days of a reporting period."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.years.models import YearClose
from museum_tracker.years.services.closing import begin_closing, close_year
from tests.factories.figures import make_facts, make_objects

_names = count(1)
YEAR = 2025
IN_YEAR = dt.date(2025, 5, 20)
AFTER = dt.datetime(2025, 12, 15, 3, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 2, 3, 0, tzinfo=dt.UTC)


def make_director(session: Session) -> User:
    """A director of the museum."""
    director = User(username=f"giam-doc-{next(_names)}", name="Lê Thị Lan", role=Role.DIRECTOR)
    session.add(director)
    session.flush()
    return director


def signed(session: Session, by: User, reason: str = "") -> ChangeSet:
    """A deed of somebody, now."""
    return begin_deed(session, by=by, action="Closed the year", reason=reason)


def make_register(session: Session, deed: ChangeSet, number: int = 6, **fields: Any) -> list[int]:
    """Objects collected, registered, marked, classified and digitized in the year."""
    ids = make_objects(session, number, holding="base", **fields)
    day: dict[str, Any] = {"effective_on": IN_YEAR}
    for artifact_id in ids:
        make_facts(
            session,
            deed,
            *(
                {"artifact_id": artifact_id, "kind": kind, **day}
                for kind in (FactKind.COLLECTED, FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED)
            ),
            {"artifact_id": artifact_id, "kind": FactKind.LEVEL, "level": 1, **day},
        )
    return ids


def close(session: Session, by: User, year: int = YEAR, *, reason: str = "Còn việc nhỏ") -> YearClose:
    """Begin closing and close a year, on the day on which the clock stands."""
    begin_closing(session, year, deed=signed(session, by))
    return close_year(session, year, deed=signed(session, by, reason))
