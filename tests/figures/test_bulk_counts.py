"""Objects that begin with their facts stand as if each had been counted after the event."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.writing.create import States, create_artifacts
from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.figures.bulk_counts import BulkCounts
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact, Standing
from museum_tracker.figures.rules.facts import FactKind, Said
from museum_tracker.figures.services import DatedAhead
from museum_tracker.figures.standings import rebuild
from museum_tracker.history.models import ChangeSet

KINDS = (FactKind.COLLECTED, FactKind.RECEIVED, FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED)
DAYS = (None, "2001-02-03", "2001-12-31", "2020-05-01", "2026-11-01")


def _said(draw: random.Random) -> list[Said]:
    facts = []
    for kind in KINDS:
        if draw.random() < 0.6:
            early, late = sorted(draw.choice(DAYS) or "" for _ in range(2))
            facts.append(Said(kind, early or None, late or None, "", draw.random() < 0.5))
    return facts


def _begin(session: Session, deed: ChangeSet, rows: list[dict[str, Any]], facts: list[list[Said]]) -> list[int]:
    counts, waiting = BulkCounts(session, deed), iter(facts)

    def begin(values: Mapping[str, Any]) -> States:
        counts.of(values, next(waiting))
        return States()

    ids = create_artifacts(session, rows, deed=deed, tell=False, begin=begin)
    counts.write(ids, [row.get("quantity", 1) for row in rows])
    return ids


def _standings(session: Session) -> list[dict[str, Any]]:
    table = table_of(Standing)
    return [dict(row) for row in session.execute(sa.select(table).order_by(table.c.artifact_id)).mappings()]


def test_objects_of_any_dates_stand_at_birth_as_a_recount_finds_them(session: Session, deed: ChangeSet) -> None:
    draw = random.Random(74)  # noqa: S311 - the same objects each time
    rows = [
        {
            "name_vi": f"Hiện vật {number}",
            "holding": draw.choice(("base", "undecided", "reference")),
            "kind": draw.choice(("object", "document")),
            "quantity": draw.choice((1, 3)),
        }
        for number in range(300)
    ]
    _begin(session, deed, rows, [_said(draw) for _ in rows])
    assert check(session) == []
    begun = _standings(session)
    assert len(begun) == 300
    rebuild(session)
    assert _standings(session) == begun


def test_a_rough_date_of_this_year_is_known_by_today_at_the_latest(
    frozen: dt.datetime, session: Session, deed: ChangeSet
) -> None:
    (artifact,) = _begin(
        session, deed, [{"name_vi": "Rìu"}], [[Said(FactKind.COLLECTED, "2026-01-01", "2026-12-31", "2026")]]
    )
    fact = session.scalars(sa.select(Fact).where(Fact.artifact_id == artifact)).one()
    assert (fact.effective_on, fact.effective_latest) == (dt.date(2026, 1, 1), clock.local(deed.at).date())
    assert check(session) == []


def test_a_day_that_has_not_come_is_refused(session: Session, deed: ChangeSet) -> None:
    with pytest.raises(DatedAhead):
        BulkCounts(session, deed).of({}, [Said(FactKind.MARKED, "2030-01-01")])
