"""Where objects stand by their records and facts: objects alike but for their days are worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from museum_tracker.figures.models import Standing
from museum_tracker.figures.rules.counting import Entry, Stand, Steps, is_accepted, plain_entries, stand
from museum_tracker.figures.rules.days import UNKNOWN, Span
from museum_tracker.figures.rules.facts import FactKind, FactRow
from museum_tracker.figures.rules.measures import Evidence
from museum_tracker.figures.rules.populations import Record, Scope
from museum_tracker.figures.tallies import Key, key_of

COLUMNS = tuple(column.name for column in Standing.__table__.columns)
ALIKE = tuple(name for name in COLUMNS if name not in {"artifact_id", "pieces", "stocks", "flows", "opening"})
_DAYS = tuple(place for place, name in enumerate(COLUMNS[2:]) if name.endswith(("_first", "_last")))
Keys = Sequence[tuple[Key, int]]


class PlainFact(NamedTuple):
    """A fact that voids none and says nothing beside its days, in the order of recording."""

    kind: FactKind
    first: int
    last: int
    level: int
    opening: bool


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where an object stands: `tail` is its standing as stored, without id and pieces; `keys` are the sums it enters.

    `dated` are the places of days in the tail.
    """

    stand: Stand
    tail: tuple[Any, ...]
    keys: Keys
    dated: tuple[int, ...] = ()


class Counting:
    """The rules in force while objects are counted."""

    def __init__(self, scopes: Sequence[Scope], inventoried: Steps) -> None:
        self.scopes = scopes
        self.inventoried = inventoried
        self._stands: dict[object, Stand] = {}
        self._placed: dict[object, Placed] = {}
        self._patterns: dict[object, Placed] = {}
        self._keys: dict[object, Keys] = {}

    def place(self, record: Record, facts: Sequence[FactRow]) -> Placed:
        """Where an object stands by its record and facts."""
        if any(fact.voids_id is not None or fact.values for fact in facts):
            return self._work_out(record, facts)
        told = sorted(facts, key=lambda fact: fact.id)
        return self.place_plain(record, tuple([PlainFact(f.kind, *f.span, f.level, f.opening) for f in told]))

    def stand(self, record: Record, facts: Sequence[FactRow]) -> Stand:
        """Where an object stands, with every entry of its own days."""
        if any(fact.voids_id is not None or fact.values for fact in facts):
            return stand(record, facts, self.scopes, self.inventoried)
        alike = (record, tuple((fact.kind, fact.span, fact.level, fact.opening) for fact in facts))
        found = self._stands.get(alike)
        if found is None:
            found = self._stands[alike] = stand(record, facts, self.scopes, self.inventoried)
        return found

    def place_plain(self, record: Record, facts: tuple[PlainFact, ...]) -> Placed:
        """Where an object stands whose facts are all plain."""
        alike = (record, facts)
        found = self._placed.get(alike)
        if found is None:
            found = self._placed[alike] = self._by_pattern(record, facts)
        return found

    def _by_pattern(self, record: Record, facts: Sequence[PlainFact]) -> Placed:
        """Where an object stands by the pattern of its days: what comes first and what together, not on which day.

        Standings and sums only compare days.
        """
        days = [UNKNOWN, *sorted({day for fact in facts for day in (fact.first, fact.last)} - {UNKNOWN})]
        rank = {day: number for number, day in enumerate(days)}
        ranked = tuple([(kind, rank[first], rank[last], level, opening) for kind, first, last, level, opening in facts])
        pattern = self._patterns.get((record, ranked))
        if pattern is None:
            pattern = self._work_out(record, _rows([PlainFact(*fact) for fact in ranked]))
            self._patterns[record, ranked] = pattern
        if pattern.stand.kept_entries:
            return self._work_out(record, _rows(facts))
        tail = list(pattern.tail)
        for column in pattern.dated:
            tail[column] = days[tail[column]]
        keys = [
            ((measure, days[last], days[first], reason, opening, mask), sign)
            for (measure, last, first, reason, opening, mask), sign in pattern.keys
        ]
        return Placed(pattern.stand, tuple(tail), keys)

    def _work_out(self, record: Record, facts: Sequence[FactRow]) -> Placed:
        found = stand(record, facts, self.scopes, self.inventoried)
        row = row_of(0, record, 0, found)
        tail = tuple(row[name] for name in COLUMNS[2:])
        dated = tuple(place for place in _DAYS if tail[place] is not None)
        return Placed(found, tail, keys_of(found.entries), dated)

    def keys(self, row: Mapping[str, Any], entries: Sequence[Entry]) -> Keys:
        """The sums that an object with this standing entered, each with its sign."""
        if row["eventful"]:
            return keys_of(entries)
        alike = tuple(row[name] for name in ALIKE)
        found = self._keys.get(alike)
        if found is None:
            dates = {
                evidence: Span(row[f"{evidence}_first"], row[f"{evidence}_last"])
                for evidence in Evidence
                if row[f"{evidence}_last"] is not None
            }
            seen = Stand(row["mask"], 0, 0, 0, row["opening_evidence"], dates)
            accepted = is_accepted(Record(kind="", holding=row["holding"]), dates)
            found = self._keys[alike] = keys_of(list(plain_entries(seen, accepted=accepted)))
        return found


def _rows(facts: Sequence[PlainFact]) -> list[FactRow]:
    return [
        FactRow(number, fact.kind, Span(fact.first, fact.last), level=fact.level, opening=fact.opening)
        for number, fact in enumerate(facts, 1)
    ]


def keys_of(entries: Sequence[Entry]) -> Keys:
    """The sums that entries belong to, each with its sign."""
    return [(key_of(entry), entry.sign) for entry in entries if entry.mask]


def row_of(artifact_id: int, record: Record, pieces: int, seen: Stand) -> dict[str, Any]:
    """A standing as it is stored."""
    row: dict[str, Any] = {
        "artifact_id": artifact_id,
        "pieces": pieces,
        "holding": record.holding,
        "mask": seen.mask,
        "stocks": seen.stocks,
        "flows": seen.flows,
        "opening": seen.opening,
        "opening_evidence": seen.opening_evidence,
        "eventful": seen.dates is None,
    }
    dates = seen.dates or {}
    for evidence in Evidence:
        span = dates.get(evidence)
        row[f"{evidence}_first"] = span.first if span else None
        row[f"{evidence}_last"] = span.last if span else None
    return row
