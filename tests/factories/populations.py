"""Populations of the museum's own, for tests of the figures."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.figures import revising
from museum_tracker.figures.models import Population
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.worker import run_all
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import list_terms
from tests.factories.figures import make_facts, make_objects

MAY, JUNE, JULY = dt.date(2026, 5, 4), dt.date(2026, 6, 1), dt.date(2026, 7, 1)
DOCUMENT = "12/QĐ-BT"


def top_types(session: Session) -> list[Term]:
    """Three types of objects that stand below nothing."""
    return [term for term in list_terms(session, "object_type") if term.parent_id is None][:3]


def registered(session: Session, deed: ChangeSet, count: int, day: dt.date = MAY, **fields: object) -> list[int]:
    ids = make_objects(session, count, **{"holding": "base", **fields})
    make_facts(session, deed, *({"artifact_id": one, "kind": FactKind.REGISTERED, "effective_on": day} for one in ids))
    return ids


def make(session: Session, deed: ChangeSet, term: Term, name: str = "Trống đồng", **more: object) -> Population:
    asked = {"conditions": {"loai_hinh": [str(term.id)]}, "document": DOCUMENT, "valid_from": JUNE, **more}
    english = "Bronze drums" if name == "Trống đồng" else ""
    made = revising.make_population(session, name=name, name_en=english, deed=deed, **asked)
    session.commit()
    return made


def count_it(session: Session, settings: Settings) -> None:
    session.commit()
    run_all(session.get_bind(), settings)
    session.expire_all()
