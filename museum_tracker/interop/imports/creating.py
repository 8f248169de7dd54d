"""New objects of an import: records, facts, standings and first states, each written once and at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.acquisitions.rules import custody_proved
from museum_tracker.catalogue.rules import Custody
from museum_tracker.catalogue.writing.create import States, create_artifacts
from museum_tracker.classification.handlers import CLASSIFIED
from museum_tracker.classification.rules import state_proved
from museum_tracker.figures.bulk_counts import BulkCounts
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.imports.facts import facts_of
from museum_tracker.interop.imports.records import Record
from museum_tracker.interop.imports.running import Walk
from museum_tracker.inventory.rules import state_of


def create_objects(session: Session, deed: ChangeSet, walk: Walk, records: Sequence[Record]) -> list[int]:
    """Begin the objects of these rows with everything that the rows attest; their ids in the order of the rows."""
    if not records:
        return []
    counts, waiting = BulkCounts(session, deed), iter(records)

    def begin(values: Mapping[str, Any]) -> States:
        record = next(waiting)
        facts = facts_of(record, plan=walk.plan, arrival=walk.maker.arrival(record), today=walk.today)
        stand = counts.of(values, facts).stand
        return _states_of(stand.stocks, stand.flows)

    ids = create_artifacts(
        session, [record.values for record in records], deed=deed, keep_repeats=True, tell=False, begin=begin
    )
    counts.write(ids, [record.values.get("quantity", 1) for record in records])
    return ids


@lru_cache(maxsize=1000)
def _states_of(stocks: int, flows: int) -> States:
    """The states that the figures prove of an object nobody has worked on, each as its owner reads it."""
    classified = state_proved(None, classified=bool(stocks & CLASSIFIED))
    custody = custody_proved(Custody.RECEIVED, stocks, flows)
    return States(custody.value, state_of(stocks).value, classified.value)
