"""What a new version of a population would change, before anybody decides: who enters or leaves, which figures move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.registry import FILTERS
from museum_tracker.core.db import table_of
from museum_tracker.core.i18n import translate
from museum_tracker.figures.models import Population, Standing
from museum_tracker.figures.populations import narrowed
from museum_tracker.figures.rules.measures import BIT, MEASURE_LABELS, Measure
from museum_tracker.figures.rules.naming import HOLDING
from museum_tracker.figures.rules.populations import QUERY, query_of

SHOWN = 100
MEASURES = (
    Measure.PRESENT,
    Measure.REGISTERED,
    Measure.INVENTORIED,
    Measure.LEVEL_1,
    Measure.LEVEL_2,
    Measure.LEVEL_3,
    Measure.FULL_LEVEL,
)
# The fields of shipped populations, as conditions of a list of objects.
AS_CONDITION = {"holding": HOLDING, "kind": "nhom", "legal_class": "phap_ly", "representative": "tieu_bieu"}


class Moved(NamedTuple):
    """An object that would enter or leave."""

    artifact_id: int
    number: str
    name_vi: str
    name_en: str


class Changed(NamedTuple):
    """A figure that would move."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """How many objects would belong, enter and leave (some of them by name), and the figures that would move."""

    then: int
    enter: int
    leave: int
    figures: tuple[Changed, ...]
    entering: tuple[Moved, ...]
    leaving: tuple[Moved, ...]

    @property
    def mark(self) -> str:
        """Tells whether what is saved is what was looked at."""
        return f"{self.then}.{self.enter}.{self.leave}"


def preview_population(session: Session, chosen: dict[str, Any], before: Population | None) -> Preview:
    """What would change if a population had this filter: of the objects now in the museum, by their present fields."""
    stand, artifact = table_of(Standing), table_of(Artifact)
    new = artifact.c.id.in_(_members(chosen))
    bit = before.bit if before is not None and before.ready else None
    old: sa.ColumnElement[bool] = sa.false() if bit is None else stand.c.mask.bitwise_and(1 << bit) != 0
    present = stand.c.stocks.bitwise_and(BIT[Measure.PRESENT]) != 0
    here = stand.join(artifact, artifact.c.id == stand.c.artifact_id)
    sums = [_sum(stand.c.stocks.bitwise_and(BIT[name]) != 0, side) for name in MEASURES for side in (old, new)]
    counted = sa.select(_sum(new), _sum(new, sa.not_(old)), _sum(old, sa.not_(new)), *sums)
    then, enter, leave, *numbers = (
        int(number) for number in session.execute(counted.select_from(here).where(present)).one()
    )
    pairs = zip(MEASURES, numbers[::2], numbers[1::2], strict=True)
    rows = sa.select(artifact.c.id, artifact.c.number, artifact.c.name_vi, artifact.c.name_en).select_from(here)
    page = rows.where(present).order_by(artifact.c.number_sort, artifact.c.id).limit(SHOWN)
    return Preview(
        then=then,
        enter=enter,
        leave=leave,
        figures=tuple(Changed(MEASURE_LABELS[name], was, now) for name, was, now in pairs),
        entering=_named(session, page.where(new, sa.not_(old))) if before else (),
        leaving=_named(session, page.where(old, sa.not_(new))) if before else (),
    )


def list_args(chosen: dict[str, Any]) -> dict[str, list[str]]:
    """The address arguments of the list of objects that a population's filter stands for."""
    found = {}
    for field, words in chosen.items():
        if field == QUERY:
            found.update({name: list(values) for name, values in words.items()})
        elif field in AS_CONDITION:
            found[AS_CONDITION[field]] = ["1" if word is True else str(word) for word in words]
    return found


def said(session: Session, chosen: dict[str, Any], locale: str) -> list[tuple[str, str]]:
    """A population's conditions in words: what is asked, and the answers that belong."""
    lines = []
    for name, values in list_args(chosen).items():
        found = FILTERS.get(name)
        if found is None:
            lines.append((name, ", ".join(values)))
            continue
        text = found.describe(session, tuple(values) if found.multiple else values[-1], locale)
        lines.append((translate(found.label, locale), text))
    return lines


def _members(chosen: dict[str, Any]) -> sa.Select[Any]:
    artifact = table_of(Artifact)
    found = sa.select(artifact.c.id).where(artifact.c.voided_at.is_(None))
    for field, words in chosen.items():
        if field != QUERY:
            found = found.where(artifact.c[field].in_(words))
    return narrowed(found, query_of(chosen))


def _sum(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)


def _named(session: Session, rows: sa.Select[Any]) -> tuple[Moved, ...]:
    return tuple(Moved(*row) for row in session.execute(rows))
