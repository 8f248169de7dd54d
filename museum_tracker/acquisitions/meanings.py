"""Objects whose way of acquisition comes to count otherwise: collected, merely received, or come by merger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.rules import NOT_OWNED
from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import add_facts, standing, touch, void_fact
from museum_tracker.history.models import ChangeSet
from museum_tracker.vocabularies.effects import MeaningChange
from museum_tracker.vocabularies.meanings import BY_MERGER, NO, YES

ARRIVALS = (FactKind.RECEIVED, FactKind.COLLECTED, FactKind.MERGED)
COUNTED_AS = {YES: FactKind.COLLECTED, NO: FactKind.RECEIVED, BY_MERGER: FactKind.MERGED}


def follow_ways(session: Session, change: MeaningChange, deed: ChangeSet) -> None:
    """Let what came since the day (all, when restated) count as its way of acquisition now means.

    Where a decision has to say it, nobody can know: such objects stay as they were counted.
    """
    moved = {method: now for method, (_, now) in change.moved.get("collected", {}).items() if now in COUNTED_AS}
    if not moved:
        return
    asked = sa.select(Artifact.id, Artifact.acquisition_method_id).where(
        Artifact.acquisition_method_id.in_(moved), Artifact.holding.not_in(NOT_OWNED), Artifact.voided_at.is_(None)
    )
    methods = {artifact_id: method_id or 0 for artifact_id, method_id in session.execute(asked)}
    rows: list[dict[str, Any]] = []
    for artifact_id, facts in _arrivals(session, methods).items():
        rows += _followed(session, facts, COUNTED_AS[moved[methods[artifact_id]]], change, deed)
    add_facts(session, rows, deed=deed)
    session.flush()
    touch(session, sorted(methods), deed=deed)


def _arrivals(session: Session, ids: Iterable[int]) -> dict[int, list[Fact]]:
    """The standing facts by which objects came."""
    wanted = sa.or_(Fact.kind.in_(ARRIVALS), Fact.voids_id.is_not(None))
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in session.scalars(sa.select(Fact).where(Fact.artifact_id.in_(ids), wanted).order_by(Fact.id)):
        found[fact.artifact_id].append(fact)
    return {key: [fact for fact in standing(facts) if fact.kind in ARRIVALS] for key, facts in found.items()}


def _followed(
    session: Session, facts: list[Fact], counted_as: FactKind, change: MeaningChange, deed: ChangeSet
) -> list[dict[str, Any]]:
    """Take back how an object was counted, and answer the fact by which it counts now."""
    counted = [fact for fact in facts if fact.kind is not FactKind.RECEIVED]
    first = next(iter(counted or facts), None)
    if first is None or not change.concerns(first.effective_on):
        return []
    if [fact.kind for fact in counted] == ([counted_as] if counted_as is not FactKind.RECEIVED else []):
        return []
    for fact in counted:
        void_fact(session, fact, deed=deed)
    came = {name: getattr(first, name) for name in ("effective_on", "effective_latest", "effective_text", "opening")}
    if counted_as is FactKind.RECEIVED and any(fact.kind is FactKind.RECEIVED for fact in facts):
        return []
    return [{"artifact_id": first.artifact_id, "kind": counted_as, "values": dict(first.values), **came}]
