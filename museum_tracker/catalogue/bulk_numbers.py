"""The numbers of a bulk deed: which are taken, which repeat, how far each series has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import NumberTaken
from museum_tracker.catalogue.models import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbering import number_keys
from museum_tracker.catalogue.rules import NumberKind, NumberState
from museum_tracker.catalogue.series import ensure_series, leading, note_number, series_of_number
from museum_tracker.core.db import among
from museum_tracker.core.text import clean

_UNIQUE = (NumberState.CURRENT, NumberState.PROPOSED)
_UNIQUE_WORDS = frozenset(state.value for state in _UNIQUE)
_KINDS = {kind.value: kind for kind in NumberKind}
_KIND_WORDS = {kind.value: kind.value for kind in NumberKind}
_CLASSIFICATION, _ENTRY = NumberKind.CLASSIFICATION.value, NumberKind.ENTRY.value
_BY_LETTERS = frozenset({_CLASSIFICATION, NumberKind.REGISTRATION.value})
_STATES = {state.value: state.value for state in NumberState}
_ASKED_AT_ONCE = 5000


class TakenNumber(NamedTuple):
    """A number as it will be written: words as plain text, its series by id and code (0 and "" without one)."""

    kind: str
    text: str
    state: str
    series_id: int
    series: str
    key: str
    compact: str
    sort: str

    @property
    def plain(self) -> dict[str, str]:
        """The number as history keeps it."""
        return {"kind": self.kind, "text": self.text, "state": self.state, "series": self.series}


class NumberBook:
    """Gives each number of a bulk deed its series, keys and state; a repeat becomes a duplicate or is refused."""

    def __init__(self, session: Session, *, keep_repeats: bool) -> None:
        self.session = session
        self.keep_repeats = keep_repeats
        self.series: dict[tuple[str, str], NumberSeries | None] = {}
        self.places: dict[tuple[str, str], tuple[int, str, bool]] = {}
        self.taken: set[tuple[int, str]] = set()
        self.written: dict[int, list[str]] = {}

    def take(self, listed: Iterable[Sequence[Mapping[str, Any]]]) -> list[list[TakenNumber]]:
        """The numbers of many records, complete, each only once in a record.

        Raises:
            NumberTaken: a number repeats in a strict series and repeats are not kept.
        """
        read = [self._read(numbers) if numbers else [] for numbers in listed]
        wanted: dict[int, set[str]] = {}
        for numbers in read:
            for number in numbers:
                if number.series_id:
                    wanted.setdefault(number.series_id, set()).add(number.key)
        for series_id, keys in wanted.items():
            every = sorted(keys)
            for start in range(0, len(every), _ASKED_AT_ONCE):
                self._ask(series_id, every[start : start + _ASKED_AT_ONCE])
        return [[self._claim(number) for number in numbers] for numbers in read]

    def _ask(self, series_id: int, keys: list[str]) -> None:
        held = sa.select(ArtifactNumber.key).where(
            ArtifactNumber.series_id == series_id,
            among(self.session, ArtifactNumber.key, keys),
            ArtifactNumber.state.in_(_UNIQUE),
            ArtifactNumber.shelved.is_(False),
        )
        self.taken.update((series_id, key) for key in self.session.scalars(held))

    def _read(self, numbers: Sequence[Mapping[str, Any]]) -> list[TakenNumber]:
        found: dict[tuple[str, str], TakenNumber] = {}
        for number in numbers:
            kind, text = _KIND_WORDS[number["kind"]], clean(number["text"])[:200]
            keys = number_keys(text)
            key = keys["key"]
            if not key or (kind, key) in found:
                continue
            series_id, code, _ = self._place(kind, number)
            state = _STATES[number.get("state", "current")]
            found[kind, key] = TakenNumber(kind, text, state, series_id, code, key, keys["compact"], keys["sort"])
        return [*found.values()]

    def _claim(self, number: TakenNumber) -> TakenNumber:
        if not number.series_id or number.state not in _UNIQUE_WORDS:
            return number
        self.written.setdefault(number.series_id, []).append(number.text)
        mark = (number.series_id, number.key)
        if mark not in self.taken:
            self.taken.add(mark)
            return number
        if not self.keep_repeats and self._is_strict(number.series_id):
            raise NumberTaken(field="number", number=number.text, holder="…")
        return number._replace(state=NumberState.DUPLICATE.value)

    def _is_strict(self, series_id: int) -> bool:
        return any(found.strict for found in self.series.values() if found is not None and found.id == series_id)

    def _place(self, kind: str, number: Mapping[str, Any]) -> tuple[int, str, bool]:
        """The series of a number: its id, its code and whether it is strict; zero, nothing and no without one."""
        named = number.get("series")
        if isinstance(named, NumberSeries):
            self.series.setdefault((kind, named.code), named)
            return named.id, named.code, named.strict
        mark = (kind, str(named) if named else _family(kind, number["text"]))
        if mark not in self.places:
            text, of_kind = clean(number["text"]), _KINDS[kind]
            made = (
                ensure_series(self.session, named, kind=of_kind)
                if named
                else series_of_number(self.session, of_kind, text)
            )
            self.series[mark] = made
            self.places[mark] = (made.id, made.code, made.strict) if made is not None else (0, "", False)
        return self.places[mark]

    def finish(self) -> None:
        """Let every series go on after the highest number written."""
        for series in {series.id: series for series in self.series.values() if series is not None}.values():
            if texts := self.written.pop(series.id, None):
                note_number(self.session, series, texts)


def _family(kind: str, text: str) -> str:
    """What decides the series of an unnamed number: its letters, in a register as in a material's book."""
    if kind in _BY_LETTERS:
        return f"\0{leading(clean(text))}"
    return f"\0{clean(text)}" if kind == _ENTRY else "\0"
