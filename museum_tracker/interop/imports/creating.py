"""New objects of an import: records, facts, standings and first states, each written once and at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.acquisitions.rules import custody_at_birth
from museum_tracker.catalogue.writing.create import States, create_artifacts
from museum_tracker.classification.rules import state_at_birth
from museum_tracker.figures.beginnings import Beginning, Beginnings
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.imports.facts import facts_of
from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.imports.running import Walk
from museum_tracker.inventory.rules import state_of


def create_objects(session: Session, deed: ChangeSet, walk: Walk, records: Sequence[Record]) -> list[int]:
    """Begin the objects of these rows with everything that the rows attest; their ids in the order of the rows."""
    if not records:
        return []
    beginnings, begun = Beginnings(session, deed), list[Beginning]()
    facts = [
        facts_of(record, plan=walk.plan, arrival=walk.maker.arrival(record), today=walk.today) for record in records
    ]

    def begin(values: Mapping[str, Any]) -> States:
        begun.append(beginnings.of(values, facts[len(begun)]))
        return _states_of(begun[-1].stand.stocks)

    ids = create_artifacts(
        session, [record.values for record in records], deed=deed, keep_repeats=True, tell=False, begin=begin
    )
    beginnings.write(ids, [record.values.get("quantity", 1) for record in records], begun, facts)
    return ids


@lru_cache(maxsize=1000)
def _states_of(stocks: int) -> States:
    """The states that follow from what counts an object, each as its owner reads it."""
    return States(custody_at_birth(stocks).value, state_of(stocks).value, state_at_birth(stocks).value)
