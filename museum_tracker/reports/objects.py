"""The objects of an appendix: number, name, material, date of making, and the day they were counted on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, translate
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.reports.summary import ObjectLine

DATED_BY = {Measure.COLLECTED: FactKind.COLLECTED, Measure.FIRST_FULL_LEVEL: FactKind.FULL_LEVEL}
SHOWN = (
    Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en, Artifact.kind, Artifact.material_text,
    Artifact.dating_text, Artifact.period_text, Artifact.quantity, Artifact.handover_record,
    Artifact.digitization_level,
)  # fmt: skip


def list_objects(session: Session, ask: Ask, locale: str) -> Sequence[ObjectLine]:
    """The objects behind a figure of a year, by number; no location, price or donor is among what is read."""
    days = _days(ask)
    rows = session.execute(
        sa.select(*SHOWN, days.c.first, days.c.text)
        .outerjoin(days, days.c.artifact_id == Artifact.id)
        .where(Artifact.id.in_(members(ask)))
        .order_by(Artifact.number_sort, Artifact.id)
    )
    return [_line(row, ask.measure, locale) for row in rows]


def _days(ask: Ask) -> sa.Subquery:
    """The first day in the period on which each object came to the figure, from facts that were not taken back."""
    voiding = aliased(Fact)
    voided = sa.select(voiding.id).where(voiding.voids_id == Fact.id).exists()
    return (
        sa.select(
            Fact.artifact_id,
            sa.func.min(Fact.effective_on).label("first"),
            sa.func.min(Fact.effective_text).label("text"),
        )
        .where(Fact.kind == DATED_BY[ask.measure], Fact.voids_id.is_(None), ~voided, *_inside(ask))
        .group_by(Fact.artifact_id)
        .subquery()
    )


def _inside(ask: Ask) -> list[Any]:
    bounds = []
    if ask.start is not None:
        bounds.append(Fact.effective_on >= ask.start)
    if ask.end is not None:
        bounds.append(Fact.effective_on <= ask.end)
    return bounds


def _line(row: Any, measure: Measure, locale: str) -> ObjectLine:
    first: dt.date | None = row.first
    collected = measure is Measure.COLLECTED
    level = translate(N_("level %(level)s"), locale, level=row.digitization_level)
    return ObjectLine(
        artifact_id=row.id,
        number=row.number,
        name=(row.name_en if locale == "en" else "") or row.name_vi,
        kind=row.kind,
        material=row.material_text,
        dating=row.dating_text or row.period_text,
        quantity=row.quantity,
        on=first,
        on_text=row.text or "",
        basis=row.handover_record if collected else level,
    )
