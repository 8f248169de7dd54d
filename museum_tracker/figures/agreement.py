"""Comparing the records of all objects with their facts, for the checker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.rules import STANDING_NUMBERS, ClassificationState, NumberKind, NumberState
from museum_tracker.core import clock
from museum_tracker.figures.checker import Difference
from museum_tracker.figures.models import Fact
from museum_tracker.figures.records import FACT_COLUMNS, read_facts
from museum_tracker.figures.rules.agreement import RecordSays, clashes
from museum_tracker.figures.rules.facts import standing_facts

CHUNK = 2000
_SAID: tuple[Any, ...] = (
    Artifact.id,
    Artifact.number,
    Artifact.name_vi,
    Artifact.name_en,
    Artifact.holding,
    Artifact.registered_earliest,
    Artifact.register_book,
    Artifact.register_page,
    Artifact.register_line,
    Artifact.collected_earliest,
    Artifact.digitization_level,
    Artifact.full_level_reached,
)


def check_records(session: Session) -> Iterator[Difference]:
    """Every record that says otherwise than its facts: numbers, days, holding, steps of the inventory, level."""
    last = 0
    while True:
        page = sa.select(*_SAID).where(Artifact.id > last, Artifact.voided_at.is_(None)).order_by(Artifact.id)
        rows = session.execute(page.limit(CHUNK)).all()
        if not rows:
            return
        ids = [row.id for row in rows]
        facts = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(ids)))
        numbers = _numbers(session, ids)
        for row in rows:
            for clash in clashes(_record(row, numbers), standing_facts(facts.get(row.id, ()))):
                yield Difference(clash.wrong, clash.record, clash.facts, row.id, way_out=clash.way_out)
        last = ids[-1]


def _record(row: sa.Row[Any], numbers: dict[tuple[int, NumberKind], str]) -> RecordSays:
    parts = (row.register_book, row.register_page, row.register_line)
    return RecordSays(
        label=" · ".join(part for part in (row.number, row.name_vi or row.name_en) if part) or f"#{row.id}",
        today=clock.today(),
        holding=row.holding,
        registration=numbers.get((row.id, NumberKind.REGISTRATION), ""),
        classification=numbers.get((row.id, NumberKind.CLASSIFICATION), ""),
        registered=row.registered_earliest,
        line="/".join(part for part in parts if part),
        collected=row.collected_earliest,
        level=row.digitization_level,
        full=row.full_level_reached,
    )


def _numbers(session: Session, ids: Sequence[int]) -> dict[tuple[int, NumberKind], str]:
    """The numbers that stand: of the register however doubtful, of classification books only what is confirmed."""
    found = sa.select(ArtifactNumber.artifact_id, ArtifactNumber.kind, ArtifactNumber.text).join(Artifact)
    found = found.where(
        ArtifactNumber.artifact_id.in_(ids),
        sa.or_(
            sa.and_(ArtifactNumber.kind == NumberKind.REGISTRATION, ArtifactNumber.state.in_(STANDING_NUMBERS)),
            sa.and_(
                ArtifactNumber.kind == NumberKind.CLASSIFICATION,
                ArtifactNumber.state.in_((NumberState.CURRENT, NumberState.DUPLICATE)),
                Artifact.classification_state != ClassificationState.CONTESTED,  # it keeps its number while it waits
            ),
        ),
    )
    return {(artifact_id, kind): text for artifact_id, kind, text in session.execute(found)}
