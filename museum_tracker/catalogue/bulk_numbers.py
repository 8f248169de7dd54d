"""The numbers of a bulk deed: which are taken, which repeat, how far each series has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import NumberTaken
from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbering import number_keys
from museum_tracker.catalogue.rules import NumberKind, NumberState
from museum_tracker.catalogue.series import ensure_series, leading, note_number, series_of_number
from museum_tracker.core.text import clean

_UNIQUE = (NumberState.CURRENT, NumberState.PROPOSED)
_ASKED_AT_ONCE = 500


class NumberBook:
    """Gives each number of a bulk deed its series, keys and state; a repeat becomes a duplicate or is refused."""

    def __init__(self, session: Session, *, keep_repeats: bool) -> None:
        self.session = session
        self.keep_repeats = keep_repeats
        self.series: dict[tuple[NumberKind, str], NumberSeries | None] = {}
        self.taken: set[tuple[int, str]] = set()
        self.written: dict[int, list[str]] = {}

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Ask once which of a batch's numbers are taken already."""
        wanted: dict[int, set[str]] = {}
        for row in rows:
            for number in row.get("numbers", ()):
                series = self._series(NumberKind(number["kind"]), number)
                if series is not None:
                    wanted.setdefault(series.id, set()).add(number_keys(clean(number["text"]))["key"])
        for series_id, keys in wanted.items():
            listed = sorted(keys)
            for start in range(0, len(listed), _ASKED_AT_ONCE):
                self._ask(series_id, listed[start : start + _ASKED_AT_ONCE])

    def _ask(self, series_id: int, keys: list[str]) -> None:
        held = sa.select(ArtifactNumber.key).where(
            ArtifactNumber.series_id == series_id,
            ArtifactNumber.key.in_(keys),
            ArtifactNumber.state.in_(_UNIQUE),
            ArtifactNumber.shelved.is_(False),
        )
        self.taken.update((series_id, key) for key in self.session.scalars(held))

    def take(self, numbers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The numbers of one record, complete, each only once."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for number in numbers:
            kind, text = NumberKind(number["kind"]), clean(number["text"])[:200]
            keys = number_keys(text)
            if not keys["key"] or (kind, keys["key"]) in found:
                continue
            series = self._series(kind, number)
            state = NumberState(number.get("state", NumberState.CURRENT))
            found[kind, keys["key"]] = {
                "kind": kind,
                "text": text,
                "state": self._claim(series, keys["key"], text, state),
                "series_id": series.id if series else None,
                "series": series.code if series else "",
                **keys,
            }
        return list(found.values())

    def _claim(self, series: NumberSeries | None, key: str, text: str, state: NumberState) -> NumberState:
        if series is None or state not in _UNIQUE:
            return state
        self.written.setdefault(series.id, []).append(text)
        if (series.id, key) not in self.taken:
            self.taken.add((series.id, key))
            return state
        if series.strict and not self.keep_repeats:
            raise NumberTaken(field="number", number=text, holder="…")
        return NumberState.DUPLICATE

    def _series(self, kind: NumberKind, number: Mapping[str, Any]) -> NumberSeries | None:
        named = number.get("series")
        if isinstance(named, NumberSeries):
            return named
        mark = (kind, str(named) if named else _family(kind, number["text"]))
        if mark not in self.series:
            self.series[mark] = (
                ensure_series(self.session, named, kind=kind)
                if named
                else series_of_number(self.session, kind, clean(number["text"]))
            )
        return self.series[mark]

    def finish(self) -> None:
        """Let every series go on after the highest number written."""
        for series in {series.id: series for series in self.series.values() if series is not None}.values():
            if texts := self.written.pop(series.id, None):
                note_number(self.session, series, texts)


def _family(kind: NumberKind, text: str) -> str:
    """What decides the series of an unnamed number: nothing for the register, its letters in a material's book."""
    if kind is NumberKind.CLASSIFICATION:
        return f"\0{leading(clean(text))}"
    return f"\0{clean(text)}" if kind is NumberKind.ENTRY else "\0"
