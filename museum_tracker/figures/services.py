"""Writing facts: each in the transaction of the deed that makes it true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.db import table_of
from museum_tracker.figures.models import Fact, FigureRule, Population
from museum_tracker.figures.populations import POPULATIONS
from museum_tracker.figures.rules.facts import DatedAhead, FactKind, fact_days
from museum_tracker.figures.rules.populations import BITS, SHIPPED
from museum_tracker.figures.standings import touch
from museum_tracker.history.models import ChangeSet

__all__ = [
    "DatedAhead",
    "add_fact",
    "add_facts",
    "facts_of",
    "install_populations",
    "standing",
    "touch",
    "void_deed",
    "void_fact",
]

BATCH = 5000
FACT_FIELDS = ("artifact_id", "kind", "level", "definition_id", "effective_on", "effective_latest", "effective_text")


def add_fact(
    session: Session,
    artifact_id: int,
    kind: FactKind,
    *,
    deed: ChangeSet,
    effective_on: dt.date | None = None,
    effective_latest: dt.date | None = None,
    effective_text: str = "",
    opening: bool = False,
    level: int | None = None,
    definition_id: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Fact:
    """Note what became true of an object and when; call `touch` in the same transaction afterwards.

    Without a date it is "không rõ ngày": it counts in stock and in no period. `opening` marks evidence from old books.

    Raises:
        DatedAhead: the date lies after the day of the deed.
    """
    row = _row(
        {
            "artifact_id": artifact_id,
            "kind": kind,
            "effective_on": effective_on,
            "effective_latest": effective_latest,
            "effective_text": effective_text,
            "opening": opening,
            "level": level,
            "definition_id": definition_id,
            "values": dict(values or {}),
        },
        deed,
    )
    fact = Fact(**row)
    session.add(fact)
    session.flush()
    return fact


def add_facts(session: Session, rows: Iterable[Mapping[str, Any]], *, deed: ChangeSet) -> int:
    """Note many facts at once (imports, bulk approvals); each row names the fields of `add_fact`. Answers how many.

    Raises:
        DatedAhead: a date lies after the day of the deed.
    """
    batch: list[dict[str, Any]] = []
    count = 0
    for row in rows:
        batch.append(_row(row, deed))
        if len(batch) == BATCH:
            count += _insert(session, batch)
    return count + _insert(session, batch)


def void_fact(session: Session, fact: Fact, *, deed: ChangeSet) -> Fact:
    """Say that a fact never was: it stays readable, and "as shown then" still counts it; call `touch` afterwards."""
    voiding = Fact(
        artifact_id=fact.artifact_id,
        kind=FactKind.VOIDED,
        recorded_at=deed.at,
        change_set_id=deed.id,
        voids_id=fact.id,
        values={},
    )
    session.add(voiding)
    session.flush()
    return voiding


def void_deed(session: Session, change_set_id: int, *, deed: ChangeSet) -> list[int]:
    """Void every fact that a deed noted and count its objects anew; answers their ids."""
    rows = session.execute(sa.select(Fact.id, Fact.artifact_id).where(Fact.change_set_id == change_set_id)).all()
    _insert(
        session,
        [_row({"artifact_id": row.artifact_id, "kind": FactKind.VOIDED, "voids_id": row.id}, deed) for row in rows],
    )
    ids = sorted({row.artifact_id for row in rows})
    touch(session, ids, deed=deed)
    return ids


def install_populations(session: Session) -> None:
    """Put the shipped populations in place, leaving what a museum has changed."""
    known: dict[str, int | None] = dict(session.execute(sa.select(Population.code, Population.bit)).all())
    taken = set(session.scalars(sa.select(Population.bit).where(Population.bit.is_not(None))))
    for code, name, chosen in SHIPPED:
        if code not in known:  # one that ships later takes the next bit: the museum may have made some of its own
            bit = next(free for free in range(BITS) if free not in taken)
            taken.add(bit)
            session.add(Population(code=code, name=name, filter=chosen, bit=bit))
    known_rules = set(session.scalars(sa.select(FigureRule.name)))
    if POPULATIONS not in known_rules:
        session.add(FigureRule(name=POPULATIONS, value=[]))  # what `touch` shares and a new population takes
    session.flush()


def facts_of(session: Session, artifact_id: int) -> list[Fact]:
    """Every fact of an object in the order of recording, the voided ones too."""
    return list(session.scalars(sa.select(Fact).where(Fact.artifact_id == artifact_id).order_by(Fact.id)))


def standing(facts: Sequence[Fact], *, voidings: bool = False) -> list[Fact]:
    """Of facts in the order of recording those that were not voided; `voidings` keeps those that void others too."""
    dead: set[int] = set()
    alive = []
    for fact in reversed(facts):
        if fact.id in dead:
            continue
        if fact.voids_id is not None:
            dead.add(fact.voids_id)
        if voidings or fact.voids_id is None:
            alive.append(fact)
    return alive[::-1]


def _row(given: Mapping[str, Any], deed: ChangeSet) -> dict[str, Any]:
    row = {name: given.get(name) for name in FACT_FIELDS}
    said = (day.isoformat() if day else None for day in (row["effective_on"], row["effective_latest"]))
    days = fact_days(FactKind(given["kind"]), *said, today=clock.local(deed.at).date().isoformat())
    row["effective_on"], row["effective_latest"] = (dt.date.fromisoformat(day) if day else None for day in days)
    return row | {
        "kind": FactKind(given["kind"]),
        "effective_text": given.get("effective_text") or "",
        "opening": bool(given.get("opening")),
        "values": given.get("values") or {},
        "voids_id": given.get("voids_id"),
        "recorded_at": deed.at,
        "change_set_id": deed.id,
    }


def _insert(session: Session, batch: list[dict[str, Any]]) -> int:
    if batch:
        session.execute(sa.insert(table_of(Fact)), batch)
    count = len(batch)
    batch.clear()
    return count
