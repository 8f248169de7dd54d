"""The checker: count everything again from the facts and name every difference from what is kept ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.counting.placing import Counting, Keys, keys_of, row_of
from museum_tracker.figures.models import Fact, Population, Tally, TallyDelta
from museum_tracker.figures.populations import inventoried_steps, list_scopes
from museum_tracker.figures.records import FACT_COLUMNS, read_facts, read_records, read_standings
from museum_tracker.figures.rules.days import UNKNOWN, month_of
from museum_tracker.figures.standings import CHUNK
from museum_tracker.figures.tallies import Key

Sums = Counter[tuple[Key, str]]


@dataclass(frozen=True)
class Difference:
    """Something kept ready that a recount does not confirm: an object's standing, a sum, what a record says.

    What no figure rests on (search words, a state that is only shown) is not `of_figures`. `way_out` is what a person
    does about it; what has none is counted anew by the program.
    """

    subject: Message
    stored: str | Message
    counted: str | Message
    artifact_id: int | None = None
    of_figures: bool = True
    way_out: Message | None = None

    @property
    def message(self) -> Message:
        """The difference in one sentence, and the way out in another."""
        values: dict[str, object] = {"subject": self.subject, "stored": self.stored, "counted": self.counted}
        if self.way_out is None:
            return Message(N_("%(subject)s: kept %(stored)s, counted %(counted)s"), values)
        values["way_out"] = self.way_out
        return Message(N_("%(subject)s: the record says %(stored)s, the facts %(counted)s. %(way_out)s"), values)


def check(session: Session) -> list[Difference]:
    """Recount every object and every sum from the facts; an empty list says that all figures are true."""
    sums: Sums = Counter()
    return [*_check_standings(session, sums), *_check_sums(session, sums)]


def _check_standings(session: Session, sums: Sums) -> Iterator[Difference]:
    counting = Counting(list_scopes(session), inventoried_steps(session))
    last = 0
    while True:
        ids = session.scalars(sa.select(Artifact.id).where(Artifact.id > last).order_by(Artifact.id).limit(CHUNK)).all()
        if not ids:
            return
        facts = read_facts(session, sa.select(*FACT_COLUMNS).where(Fact.artifact_id.in_(ids)))
        rows, entries = read_standings(session, ids)
        for artifact_id, (record, pieces) in read_records(session, ids, counting.scopes).items():
            seen = counting.stand(record, facts.get(artifact_id, ()))
            row = row_of(artifact_id, record, pieces, seen)
            stored = rows.get(artifact_id)
            _add(sums, keys_of(seen.entries), pieces)
            if stored is None and row["stocks"] == row["flows"] == 0:
                continue
            if stored != row or tuple(entries.get(artifact_id, ())) != seen.kept_entries:
                yield _standing(artifact_id, stored, row)
        last = ids[-1]


def _standing(artifact_id: int, stored: dict[str, object] | None, row: dict[str, object]) -> Difference:
    names = [name for name in row if stored is None or stored[name] != row[name]]
    subject = Message(N_("Standing of object %(id)s"), {"id": str(artifact_id)})
    shown = "–" if stored is None else _show({name: stored[name] for name in names})
    return Difference(subject, shown, _show({name: row[name] for name in names}), artifact_id)


def _show(values: dict[str, object]) -> str:
    return ", ".join(f"{name}={'–' if value is None else value}" for name, value in values.items()) or "="


def _add(sums: Sums, keys: Keys, pieces: int) -> None:
    for key, sign in keys:
        sums[key, "objects"] += sign
        sums[key, "pieces"] += sign * pieces


def _check_sums(session: Session, counted: Sums) -> Iterator[Difference]:
    names = {row.bit: row.code for row in session.execute(sa.select(Population.bit, Population.code))}
    waiting: Sums = Counter()
    for row in session.execute(sa.select(*TallyDelta.__table__.columns)):
        _read(waiting, row)
    for grain in ("day", "month", "total"):
        stored: Sums = Counter()
        for row in session.execute(sa.select(*Tally.__table__.columns).where(Tally.grain == grain)):
            _read(stored, row)
        stored.update(_by(grain, waiting))
        expected = _by(grain, counted)
        for key in sorted(stored.keys() | expected.keys()):
            if stored[key] != expected[key]:
                yield _sum(key, grain, names, stored[key], expected[key])


def _read(sums: Sums, row: sa.Row[Any]) -> None:
    values = row._mapping  # noqa: SLF001 - the documented way to read a row by name
    key: Key = (
        values["measure"].value,
        values["last"],
        values["first"],
        values["reason"].value,
        bool(values["opening"]),
        values["mask"],
    )
    for unit in ("objects", "pieces"):
        sums[key, unit] += values[unit]


def _by(grain: str, sums: Sums) -> Sums:
    if grain == "day":
        return Counter(sums)
    found: Sums = Counter()
    for ((measure, last, first, reason, opening, mask), unit), number in sums.items():
        month, exact = month_of(last), first != UNKNOWN and month_of(first) == month_of(last)
        span = (month, month if exact else UNKNOWN) if grain == "month" else (UNKNOWN, UNKNOWN)
        found[(measure, *span, reason, opening, mask), unit] += number
    return found


def _sum(key: tuple[Key, str], grain: str, names: dict[int, str], stored: int, counted: int) -> Difference:
    (measure, last, _, reason, _, mask), unit = key
    populations = "+".join(name for bit, name in names.items() if mask >> bit & 1)
    subject = Message(
        N_("Sum %(name)s (%(grain)s %(day)s)"),
        {"name": f"{measure}/{reason}/{unit}, {populations}", "grain": grain, "day": str(last) if last else "–"},
    )
    return Difference(subject, str(stored), str(counted))
