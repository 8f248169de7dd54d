"""What an undone change made true is voided: its facts never were, and what it had voided is noted again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import FACT_FIELDS, add_facts, standing
from museum_tracker.figures.standings import touch
from museum_tracker.history.entities import Owner
from museum_tracker.history.models import ChangeSet

CHUNK = 4000


@contextmanager
def void_undone(session: Session, change_set: ChangeSet, owners: Sequence[Owner], deed: ChangeSet) -> Iterator[None]:
    """Void the facts that a change noted of objects that get their earlier state back, and count these anew after."""
    ids = object_ids(owners)
    for start in range(0, len(ids), CHUNK):
        _void(session, change_set, ids[start : start + CHUNK], deed)
    yield
    touch(session, ids, deed=deed)


def object_ids(owners: Iterable[Owner]) -> list[int]:
    """The objects among the owners of undone changes."""
    return sorted({key for kind, key in owners if kind == "artifact"})


def _void(session: Session, change_set: ChangeSet, ids: Sequence[int], deed: ChangeSet) -> None:
    noted = sa.select(Fact.artifact_id).where(Fact.change_set_id == change_set.id, Fact.artifact_id.in_(ids))
    query = sa.select(Fact).where(Fact.artifact_id.in_(set(session.scalars(noted)))).order_by(Fact.id)
    facts = {fact.id: fact for fact in session.scalars(query)}
    alive = [fact for fact in standing([*facts.values()], voidings=True) if fact.change_set_id == change_set.id]
    add_facts(
        session,
        [_void_of(fact) if fact.voids_id is None else _again(facts[fact.voids_id]) for fact in alive],
        deed=deed,
    )


def _void_of(fact: Fact) -> dict[str, Any]:
    return {"artifact_id": fact.artifact_id, "kind": FactKind.VOIDED, "voids_id": fact.id}


def _again(fact: Fact) -> dict[str, Any]:
    """A fact that was voided, noted once more: a voiding itself is never voided, so that one look tells what stands."""
    return {name: getattr(fact, name) for name in (*FACT_FIELDS, "opening", "values")}
