"""As what an object comes in: its title on the first day, collected or not, and the papers that a merger needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.acquisitions.errors import MergerUnproved
from museum_tracker.acquisitions.rules import arrival_of
from museum_tracker.catalogue.rules import Holding
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.vocabularies.meanings import read_meanings


def at_the_door(session: Session, values: Mapping[str, Any], on: dt.date) -> tuple[Holding, FactKind]:
    """Under which title an object is kept on its first day, and as what it came."""
    method_id, meanings = values.get("acquisition_method_id"), read_meanings(session)
    holding, says_so = Holding(meanings.holding(method_id)), bool(values.get("decision_counts"))
    return holding, arrival_of(meanings, holding, method_id, on=on, decision_says_so=says_so)


def require_decision(arrival: FactKind, decision: str, handover_record: str) -> None:
    """Refuse what came by a merger without its papers.

    Raises:
        MergerUnproved: decision or handover record are not named.
    """
    if arrival is FactKind.MERGED and not (decision.strip() and handover_record.strip()):
        raise MergerUnproved(field="handover_record" if decision.strip() else "acquisition_decision")
