"""Levels: recomputed from evidence whenever it changes, each gain and loss a dated fact."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.digitization.queries.definitions import Ruler, Rulers, rulers
from museum_tracker.digitization.queries.evidence import evidence_of, worth_climbing
from museum_tracker.digitization.rules.ladder import LevelResult, climb
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import Cause, FactKind
from museum_tracker.figures.services import add_facts, standing, touch
from museum_tracker.history.models import ChangeSet

BATCH = 2000
LEVEL_KINDS = (FactKind.LEVEL, FactKind.LOST_LEVEL, FactKind.FULL_LEVEL, FactKind.LOST_FULL_LEVEL)


def recompute(
    session: Session,
    ids: Sequence[int],
    *,
    deed: ChangeSet,
    cause: Cause = Cause.WITHDRAWN,
    opening_on: dt.date | None = None,
) -> list[int]:
    """Climb the ladder again for some objects; facts and caches follow. Gives the objects whose level changed.

    `cause` says why a level may be lost; `opening_on` marks gains as opening evidence known by that cut-off date: it
    counts in stock from then on, and in no year.
    """
    day = clock.local(deed.at).date()
    changed: list[int] = []
    for start in range(0, len(ids), BATCH):
        some = worth_climbing(session, ids[start : start + BATCH])
        before = _caches(session, some)  # taken first: it waits for whoever measures the same objects
        measured_by = rulers(session)
        evidence = evidence_of(session, some)
        facts: list[dict[str, Any]] = []
        for number in some:
            state = before[number]
            for ruler, why in _measures(measured_by, number, cause):
                result = climb(evidence[number], ruler.rules)
                facts += [
                    {**fact, "artifact_id": number, "definition_id": ruler.id, "values": _values(fact, why)}
                    for fact in _steps(state, result, day, opening_on if why is cause else None)
                ]
                state = (result.level, result.is_full)
            if state != before[number]:
                changed.append(number)
                _keep(session, number, state)
        add_facts(session, facts, deed=deed)
    touch(session, changed, deed=deed)
    return changed


def levels_from_facts(session: Session, ids: Sequence[int]) -> None:
    """Write the levels shown on objects as their standing facts have them."""
    before = _caches(session, ids)
    query = sa.select(Fact).where(
        Fact.artifact_id.in_(ids), sa.or_(Fact.kind.in_(LEVEL_KINDS), Fact.voids_id.is_not(None))
    )
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in standing(session.scalars(query.order_by(Fact.id)).all()):
        facts[fact.artifact_id].append(fact)
    for number, state in before.items():
        level, full = 0, False
        for fact in facts[number]:
            if fact.kind is FactKind.LEVEL:
                level = fact.level or 0
            elif fact.kind is FactKind.LOST_LEVEL:
                level = (fact.level or 1) - 1
            else:
                full = fact.kind is FactKind.FULL_LEVEL
        if (level, full) != state:
            _keep(session, number, (level, full))


def _measures(measured_by: Rulers, number: int, cause: Cause) -> Iterator[tuple[Ruler, Cause]]:
    """By what an object is measured, and why its level may change by it.

    While a new definition is being put in force, an object it has not reached is first measured by the one before:
    only what is left over is the change of definition.
    """
    if measured_by.before is None or number <= measured_by.applied_to:
        yield measured_by.now, cause
        return
    yield measured_by.before, cause
    yield measured_by.now, Cause.DEFINITION


def _keep(session: Session, number: int, state: tuple[int, bool]) -> None:
    level, full = state
    session.execute(
        sa.update(Artifact)
        .where(Artifact.id == number)
        .values(digitization_level=level, full_level_reached=full, updated_at=Artifact.updated_at)
    )


def _caches(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, bool]]:
    query = sa.select(Artifact.id, Artifact.digitization_level, Artifact.full_level_reached).where(Artifact.id.in_(ids))
    locked = query.order_by(Artifact.id).with_for_update()
    return {number: (level, full) for number, level, full in session.execute(locked)}


def _steps(
    before: tuple[int, bool], result: LevelResult, day: dt.date, opening_on: dt.date | None
) -> Iterator[dict[str, Any]]:
    old, was_full = before
    opening = opening_on is not None
    gained = {
        "effective_on": None if opening else day,
        "effective_latest": opening_on if opening else day,
        "opening": opening,
    }
    lost = {"effective_on": day, "effective_latest": day}
    for level in range(old + 1, result.level + 1):
        yield {"kind": FactKind.LEVEL, "level": level, **gained}
    for level in range(old, result.level, -1):
        yield {"kind": FactKind.LOST_LEVEL, "level": level, **lost}
    if result.is_full and not was_full:
        yield {"kind": FactKind.FULL_LEVEL, "level": result.level, **gained}
    if was_full and not result.is_full:
        yield {"kind": FactKind.LOST_FULL_LEVEL, "level": old, **lost}


def _values(fact: dict[str, Any], cause: Cause) -> dict[str, Any]:
    lost = fact["kind"] in {FactKind.LOST_LEVEL, FactKind.LOST_FULL_LEVEL}
    return {"cause": cause.value} if lost or cause is Cause.DEFINITION else {}
