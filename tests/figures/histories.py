"""Random histories of objects, for tests that hold whatever happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from museum_tracker.figures.rules.facts import FactKind

HOLDINGS = ("undecided", "base", "reference", "deposit")
DAYS = st.integers(0, 60).map(lambda step: dt.date(2025, 11, 1) + dt.timedelta(days=step * 6))


@st.composite
def dates(draw: st.DrawFn) -> dict[str, Any]:
    """A day, a rough date, a cut-off, or no date at all."""
    kind = draw(st.sampled_from(["day", "day", "day", "rough", "by", "none"]))
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return {
        "day": {"effective_on": first},
        "rough": {"effective_on": first, "effective_latest": last},
        "by": {"effective_latest": last, "opening": True},
        "none": {"opening": draw(st.booleans())},
    }[kind]


ASCENDING = [
    *(FactKind.RECEIVED, FactKind.COLLECTED, FactKind.REGISTERED, FactKind.MARKED, FactKind.CLASSIFIED),
    *(FactKind.DOSSIER, FactKind.LEVEL, FactKind.FULL_LEVEL),
]
ANY = [kind for kind in FactKind if kind is not FactKind.VOIDED]


@st.composite
def facts(draw: st.DrawFn, kinds: list[FactKind]) -> list[dict[str, Any]]:
    """A few facts of one object in the order of recording."""
    rows = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=7)):
        row = {"kind": kind, **draw(dates())}
        if kind in {FactKind.LEVEL, FactKind.LOST_LEVEL}:
            row["level"] = draw(st.integers(1, 3))
            row["values"] = draw(st.sampled_from([{}, {}, {"cause": "lost"}, {"cause": "definition"}]))
        if kind is FactKind.HOLDING:
            row["values"] = {"from": draw(st.sampled_from(HOLDINGS)), "to": draw(st.sampled_from(HOLDINGS))}
        rows.append(row)
    return rows


@st.composite
def objects(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A small museum: each object with its fields and its facts; half of them only ever ascend."""
    return [
        {
            "holding": draw(st.sampled_from(HOLDINGS)),
            "kind": draw(st.sampled_from(["object", "document"])),
            "representative": draw(st.booleans()),
            "quantity": draw(st.integers(1, 3)),
            "facts": draw(facts(draw(st.sampled_from([ASCENDING, ANY])))),
        }
        for _ in range(draw(st.integers(1, 5)))
    ]
