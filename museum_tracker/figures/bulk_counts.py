"""New objects with their facts, as imports bring them: counted before they are written, and written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.db import Columns, Same, insert_columns
from museum_tracker.figures.counting.placing import Counting, Placed, PlainFact
from museum_tracker.figures.models import Fact
from museum_tracker.figures.populations import inventoried_steps, list_scopes
from museum_tracker.figures.rules.days import UNKNOWN
from museum_tracker.figures.rules.facts import FactKind, Said, fact_days
from museum_tracker.figures.rules.populations import Record
from museum_tracker.figures.standings import keep, touch
from museum_tracker.history.models import ChangeSet

_KINDS = {kind: kind.value for kind in FactKind}
_WRITTEN = ("artifact_id", "kind", "effective_on", "effective_latest", "effective_text", "opening")
Dated = tuple[str | None, str | None, PlainFact]


class BulkCounts:
    """Works out and writes the facts, standings and sums of objects that are being created under one deed.

    Ask `of` for each object before it is written: its stand tells the states in which the object begins. Then `write`
    them all. Nobody is told: what follows from the facts has to be written with the objects.
    """

    def __init__(self, session: Session, deed: ChangeSet) -> None:
        self._session = session
        self._deed = deed
        self._today = clock.local(deed.at).date().isoformat()
        steps = inventoried_steps(session, share=True)
        self._counting = Counting(list_scopes(session), steps)
        self._known: dict[tuple[FactKind, str | None, str | None, bool], Dated] = {}
        self._facts: list[tuple[Sequence[Said], list[Dated]]] = []
        self._placed: list[Placed] = []

    def of(self, values: Mapping[str, Any], facts: Sequence[Said]) -> Placed:
        """Where the next object, with these plain values and facts, will stand.

        Raises:
            DatedAhead: a day lies after the day of the deed.
        """
        record = Record(
            kind=values.get("kind", "object"),
            holding=values.get("holding", "undecided"),
            legal_class=values.get("legal_class", "object"),
            representative=values.get("representative", False),
        )
        dated = [self._dated(kind, early, late, opening) for kind, early, late, _, opening in facts]
        placed = self._counting.place_plain(record, tuple([plain for _, _, plain in dated]))
        self._facts.append((facts, dated))
        self._placed.append(placed)
        return placed

    def _dated(self, kind: FactKind, early: str | None, late: str | None, opening: bool) -> Dated:  # noqa: FBT001
        """A fact with its days as they are noted, and as it is counted; both repeat from object to object."""
        said = (kind, early, late, opening)
        found = self._known.get(said)
        if found is None:
            days = fact_days(kind, early, late, today=self._today)
            first, last = (int(day.replace("-", "")) if day else UNKNOWN for day in days)
            found = self._known[said] = (*days, PlainFact(kind, first, last or first, 0, opening))
        return found

    def write(self, ids: Sequence[int], pieces: Sequence[int]) -> None:
        """Write facts, standings and sums of the objects asked for, in their order, once these are in the database."""
        self._write_facts(ids)
        if any(scope.query for scope in self._counting.scopes):
            # Conditions of a list of objects are for the database to try, now that the objects are there.
            touch(self._session, ids, deed=self._deed)
            return
        keep(self._session, list(zip(ids, [max(number, 1) for number in pieces], self._placed, strict=True)))

    def _write_facts(self, ids: Sequence[int]) -> None:
        rows = [
            (key, _KINDS[said.kind], early, late, said.effective_text, said.opening)
            for key, (facts, dated) in zip(ids, self._facts, strict=True)
            for said, (early, late, _) in zip(facts, dated, strict=True)
        ]
        if not rows:
            return
        columns: Columns = {
            **dict(zip(_WRITTEN, zip(*rows, strict=True), strict=True)),
            "recorded_at": Same(self._deed.at),
            "change_set_id": Same(self._deed.id),
            "values": Same({}),
        }
        insert_columns(self._session, Fact, len(rows), columns)
