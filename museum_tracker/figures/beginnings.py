"""Objects that begin with their facts, as imports bring them: worked out once for all that are alike, then written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.db import Columns, Same, insert_columns, table_of
from museum_tracker.figures.models import Fact, Standing, StandingEntry
from museum_tracker.figures.populations import inventoried_steps, list_scopes
from museum_tracker.figures.rules.counting import Stand
from museum_tracker.figures.rules.days import UNKNOWN, Span
from museum_tracker.figures.rules.facts import FactKind, FactRow
from museum_tracker.figures.rules.populations import Record
from museum_tracker.figures.services import DatedAhead, touch
from museum_tracker.figures.standings import COLUMNS, Counting, entry_rows, row_of
from museum_tracker.figures.tallies import Key, add_deltas
from museum_tracker.history.models import ChangeSet


class Said(NamedTuple):
    """A fact said of an object that begins; days are ISO text, as `Fact` explains them."""

    kind: FactKind
    effective_on: str | None = None
    effective_latest: str | None = None
    effective_text: str = ""
    opening: bool = False


_Spanned = tuple[FactKind, int, int, bool]  # a fact as it is counted: its kind, first and last day, opening or not
_KINDS = {kind: kind.value for kind in FactKind}
_DAYS = tuple(place for place, name in enumerate(COLUMNS[2:]) if name.endswith(("_first", "_last")))


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """Where an object stands from its first moment: `tail` is its standing without id and pieces.

    `dated` are the places of days in it.
    """

    stand: Stand
    tail: tuple[Any, ...]
    keys: Sequence[tuple[Key, int]]
    dated: tuple[int, ...] = ()


class Beginnings:
    """Works out and writes the facts, standings and sums of objects that are being created under one deed.

    Ask `of` for each object before it is written: its stand tells the states in which the object begins. Then `write`
    them all. Nobody is told: what follows from the facts has to be written with the objects.
    """

    def __init__(self, session: Session, deed: ChangeSet) -> None:
        self._session = session
        self._deed = deed
        self._day = clock.local(deed.at).date().isoformat()
        steps = inventoried_steps(session, share=True)
        self._counting = Counting(list_scopes(session), steps)
        self._known: dict[object, Beginning] = {}
        self._patterns: dict[object, Beginning] = {}

    def of(self, values: Mapping[str, Any], facts: Sequence[Said]) -> Beginning:
        """Where an object with these plain values and facts will stand.

        Raises:
            DatedAhead: a day lies after the day of the deed.
        """
        record = Record(
            kind=values.get("kind", "object"),
            holding=values.get("holding", "undecided"),
            legal_class=values.get("legal_class", "object"),
            representative=values.get("representative", False),
        )
        spans = tuple((said.kind, *self._span(said), said.opening) for said in facts)
        alike = (record, spans)
        found = self._known.get(alike)
        if found is None:
            found = self._known[alike] = self._begin(record, spans)
        return found

    def _begin(self, record: Record, spans: Sequence[_Spanned]) -> Beginning:
        """Where an object stands by the pattern of its days: what comes first and what together, not on which day.

        Standings and sums only compare days, so that objects alike but for their days are worked out once.
        """
        days = [UNKNOWN, *sorted({day for _, first, last, _ in spans for day in (first, last)} - {UNKNOWN})]
        place = {day: number for number, day in enumerate(days)}
        ranked = tuple((kind, place[first], place[last], opening) for kind, first, last, opening in spans)
        alike = (record, ranked)
        pattern = self._patterns.get(alike)
        if pattern is None:
            pattern = self._patterns[alike] = self._work_out(record, ranked)
        if pattern.stand.kept_entries:
            return self._work_out(record, spans)
        tail = list(pattern.tail)
        for column in pattern.dated:
            tail[column] = days[tail[column]]
        keys = [
            ((measure, days[last], days[first], reason, opening, mask), sign)
            for (measure, last, first, reason, opening, mask), sign in pattern.keys
        ]
        return Beginning(pattern.stand, tuple(tail), keys)

    def _work_out(self, record: Record, spans: Sequence[_Spanned]) -> Beginning:
        rows = [
            FactRow(number, kind, Span(first, last), opening=opening)
            for number, (kind, first, last, opening) in enumerate(spans, 1)
        ]
        stand = self._counting.stand(record, rows)
        row = row_of(0, record, 0, stand)
        tail = tuple(row[name] for name in COLUMNS[2:])
        dated = tuple(place for place in _DAYS if tail[place] is not None)
        return Beginning(stand, tail, self._counting.new_keys(stand), dated)

    def _span(self, said: Said) -> tuple[int, int]:
        early, late = said.effective_on, self._by_now(said.effective_latest)
        if early is not None and early > self._day:
            raise DatedAhead(date=dt.date.fromisoformat(early))
        if early is None:
            return UNKNOWN, _number(late) if late else UNKNOWN
        return _number(early), _number(late or early)

    def _by_now(self, day: str | None) -> str | None:
        """ "2026", said in 2026: by today at the latest."""
        return min(day, self._day) if day else None

    def write(
        self, ids: Sequence[int], pieces: Sequence[int], begun: Sequence[Beginning], facts: Sequence[Sequence[Said]]
    ) -> None:
        """Write facts, standings and sums of new objects, once these stand in the database."""
        self._write_facts(ids, facts)
        if any(scope.query for scope in self._counting.scopes):
            # Conditions of a list of objects are for the database to try, now that the objects are there.
            touch(self._session, ids, deed=self._deed)
            return
        held = [max(number, 1) for number in pieces]
        rows = [(*pair, *one.tail) for *pair, one in zip(ids, held, begun, strict=True)]
        insert_columns(self._session, Standing, len(rows), dict(zip(COLUMNS, zip(*rows, strict=True), strict=False)))
        steps = [
            row
            for artifact_id, one in zip(ids, begun, strict=True)
            if one.stand.kept_entries
            for row in entry_rows(artifact_id, one.stand.kept_entries)
        ]
        if steps:
            self._session.execute(sa.insert(table_of(StandingEntry)), steps)
        self._add_up(held, begun)

    def _write_facts(self, ids: Sequence[int], facts: Sequence[Sequence[Said]]) -> None:
        rows = [(artifact_id, *one) for artifact_id, listed in zip(ids, facts, strict=True) for one in listed]
        if not rows:
            return
        owners, kinds, early, late, words, opening = zip(*rows, strict=True)
        columns: Columns = {
            "artifact_id": owners,
            "kind": [_KINDS[kind] for kind in kinds],
            "effective_on": early,
            "effective_latest": [self._by_now(day) for day in late],
            "effective_text": words,
            "opening": opening,
            "recorded_at": Same(self._deed.at),
            "change_set_id": Same(self._deed.id),
            "values": Same({}),
        }
        insert_columns(self._session, Fact, len(rows), columns)

    def _add_up(self, pieces: Sequence[int], begun: Sequence[Beginning]) -> None:
        alike: dict[Beginning, list[int]] = {}
        for number, one in zip(pieces, begun, strict=True):
            pair = alike.setdefault(one, [0, 0])
            pair[0] += 1
            pair[1] += number
        deltas: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        for one, (objects, held) in alike.items():
            for key, sign in one.keys:
                pair = deltas[key]
                pair[0] += sign * objects
                pair[1] += sign * held
        add_deltas(self._session, deltas)


@lru_cache(maxsize=50_000)
def _number(day: str) -> int:
    return int(day.replace("-", ""))
