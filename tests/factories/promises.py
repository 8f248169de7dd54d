"""A small museum with facts of several years: enough for promises, balances and reports to have something to say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from tests.factories.figures import make_facts, make_objects

TODAY = dt.date(2026, 11, 22)
MATERIALS = ("Đồng", "Gốm", "Gỗ", "Giấy", "Đá")
NAMES = ("Trống đồng", "Bình gốm men nâu", "Mộc bản kinh Phật", "Sắc phong", "Bia đá")


def make_museum(session: Session, deed: ChangeSet, *, count: int = 200) -> list[int]:
    """Objects registered evenly from 2019 on, two in three marked and classified, one in four digitized."""
    ids: list[int] = []
    for place, material in enumerate(MATERIALS):
        name = NAMES[place]
        share = count // len(MATERIALS)
        ids += make_objects(
            session, share, material_text=material, holding="base", dating_text="thế kỷ XVIII", name_vi=name
        )
    first = dt.date(2019, 1, 5)
    span = (TODAY - first).days
    facts: list[dict[str, Any]] = []
    for place, artifact_id in enumerate(sorted(ids, key=lambda number: number * 7919 % 1009)):
        facts += _life(artifact_id, place, first + dt.timedelta(days=span * place // len(ids)))
    make_facts(session, deed, *facts)
    return ids


def _life(artifact_id: int, place: int, day: dt.date) -> list[dict[str, Any]]:
    def fact(kind: FactKind, after: int, **values: Any) -> dict[str, Any]:
        on = min(day + dt.timedelta(days=after), TODAY)
        return {"artifact_id": artifact_id, "kind": kind, "effective_on": on, **values}

    facts = [fact(FactKind.RECEIVED, 0), fact(FactKind.COLLECTED, 0)]
    if place % 20 != 19:
        facts.append(fact(FactKind.REGISTERED, 20))
    if place % 3:
        facts += [fact(FactKind.MARKED, 40), fact(FactKind.CLASSIFIED, 60)]
    if place % 4 == 0:
        facts.append(fact(FactKind.LEVEL, 90, level=1))
    if place % 8 == 0:
        facts.append(fact(FactKind.LEVEL, 120, level=2))
        facts.append(fact(FactKind.LEVEL, 150, level=3))
        facts.append(fact(FactKind.FULL_LEVEL, 150, level=3))
    return facts
