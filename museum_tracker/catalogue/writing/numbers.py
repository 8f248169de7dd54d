"""The numbers of objects as they are written: their series and keys, one holder in each series, what an edit asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.errors import NumberEmpty, NumberTaken
from museum_tracker.catalogue.models import Artifact, ArtifactNumber, NumberSeries
from museum_tracker.catalogue.numbering import UNIQUE, number_keys
from museum_tracker.catalogue.rules import Holding, NumberKind, NumberState
from museum_tracker.catalogue.series import (
    REGISTER,
    REGISTERS,
    closed_registers,
    ensure_series,
    leading,
    note_number,
    series_of_number,
)
from museum_tracker.core.db import among
from museum_tracker.core.text import clean

_UNIQUE = frozenset(state.value for state in UNIQUE)
_KINDS = {kind.value: kind for kind in NumberKind}
_KIND_WORDS = {kind.value: kind.value for kind in NumberKind}
_STATES = {state.value: state.value for state in NumberState}
_ENTRY = NumberKind.ENTRY.value
_CLASSIFICATION, _REGISTRATION = NumberKind.CLASSIFICATION.value, NumberKind.REGISTRATION.value
_FORMER, _DUPLICATE = NumberState.FORMER.value, NumberState.DUPLICATE.value
_ASKED_AT_ONCE = 5000
_LAST = 2**62
Asked = Mapping[str, Any]


class Number(NamedTuple):
    """A number of an object: words as plain text, its series by id and code (0 and "" without one).

    `id` is 0 until it is written; a `shelved` number was freed with its voided object.
    """

    kind: str
    text: str
    state: str
    series_id: int
    series: str
    key: str
    compact: str
    sort: str
    id: int = 0
    shelved: bool = False

    @property
    def plain(self) -> dict[str, str]:
        """The number as history keeps it."""
        return {"kind": self.kind, "text": self.text, "state": self.state, "series": self.series}

    @property
    def claims(self) -> bool:
        """Whether nobody else may bear it in its series."""
        return bool(self.series_id) and self.state in _UNIQUE and not self.shelved


class NumberBook:
    """Gives each number of a deed its series, keys and state; a repeat becomes a duplicate or is refused."""

    def __init__(self, session: Session, *, keep_repeats: bool) -> None:
        self._session = session
        self._keep_repeats = keep_repeats
        self._series: dict[int, NumberSeries] = {}
        self._places: dict[tuple[str, str], tuple[int, str]] = {}
        self._holders: dict[tuple[int, str], int] = {}
        self._written: dict[int, list[str]] = {}
        self._register = REGISTER.code
        self._holding = Holding.UNDECIDED

    def of_holding(self, holding: str | None) -> NumberBook:
        """Go on with numbers of what is kept under a title: each holding's register is a series of its own."""
        self._holding = Holding(holding or Holding.UNDECIDED)
        self._register = REGISTERS[self._holding].code
        return self

    def read(self, asked: Iterable[Asked]) -> list[Number]:
        """Numbers as somebody asks for them, complete, each once; blanks are nothing.

        Raises:
            NumberEmpty: a number without letters or figures.
        """
        found: dict[tuple[str, str], Number] = {}
        for number in asked:
            kind, text = _KIND_WORDS[number["kind"]], clean(number["text"])[:200]
            if not text:
                continue
            keys = number_keys(text)
            key = keys["key"]
            if not key:
                raise NumberEmpty(field="number")
            if (kind, key) not in found:
                state = _STATES[number.get("state", "current")]
                place = self._place(kind, text, number.get("series"))
                found[kind, key] = Number(kind, text, state, *place, key, keys["compact"], keys["sort"])
        return [*found.values()]

    def look_up(self, listed: Iterable[Sequence[Number]]) -> None:
        """Find out who bears the numbers that are about to be claimed."""
        wanted: dict[int, set[str]] = {}
        for numbers in listed:
            for number in numbers:
                if number.series_id and number.claims:
                    wanted.setdefault(number.series_id, set()).add(number.key)
        for series_id, keys in wanted.items():
            every = sorted(keys)
            for start in range(0, len(every), _ASKED_AT_ONCE):
                held = sa.select(ArtifactNumber.key, ArtifactNumber.artifact_id).where(
                    ArtifactNumber.series_id == series_id,
                    among(self._session, ArtifactNumber.key, every[start : start + _ASKED_AT_ONCE]),
                    ArtifactNumber.state.in_(UNIQUE),
                    ArtifactNumber.shelved.is_(False),
                )
                self._holders.update(((series_id, key), holder) for key, holder in self._session.execute(held))

    def take(self, rows: Iterable[Mapping[str, Any]]) -> list[list[Number]]:
        """The numbers of many new records, given by their values.

        Raises:
            NumberTaken: a number repeats in a strict series and repeats are not kept.
            NumberEmpty: a number without letters or figures.
        """
        read = [self.of_holding(row.get("holding")).read(row["numbers"]) if row.get("numbers") else [] for row in rows]
        self.look_up(read)
        return [self.claim(numbers) if numbers else numbers for numbers in read]

    def claim(self, wanted: Sequence[Number], borne: Sequence[Number] = (), owner: int = 0) -> list[Number]:
        """The numbers that an object will bear instead of those it bears, repeats marked; `look_up` was asked before.

        Raises:
            NumberTaken: another object bears one, and it may not be kept as a repeat.
        """
        if not borne:
            return [self._claimed(number, owner) for number in wanted]
        kept = {number.id for number in wanted if number.claims}
        freed = {(number.series_id, number.key) for number in borne if number.claims and number.id not in kept}
        for mark in freed:
            self._holders.pop(mark, None)
        standing = {number.id for number in borne if number.claims}
        return [number if number.id in standing else self._claimed(number, owner) for number in wanted]

    def _claimed(self, number: Number, owner: int) -> Number:
        if not number.series_id:
            return number
        if not number.id:
            self._written.setdefault(number.series_id, []).append(number.text)
        if not number.claims:
            return number
        mark = (number.series_id, number.key)
        if mark not in self._holders:
            self._holders[mark] = owner
            return number
        if number.id or (not self._keep_repeats and self._series[number.series_id].strict):
            raise NumberTaken(field="number", number=number.text, holder=self._label(self._holders[mark]))
        return number._replace(state=_DUPLICATE)

    def _label(self, holder: int) -> str:
        """How people call who bears a number; nobody yet calls a record of the same batch."""
        found = self._session.get(Artifact, holder) if holder else None
        return found.label if found else "…"

    def _place(self, kind: str, text: str, named: NumberSeries | str | None) -> tuple[int, str]:
        """The series of a number, by id and code; zero and nothing without one."""
        if isinstance(named, NumberSeries):
            self._series[named.id] = named
            return named.id, named.code
        mark = (kind, named or f"{self._register}{self._family(kind, text)}")
        if mark not in self._places:
            of_kind = _KINDS[kind]
            found = (
                ensure_series(self._session, named, kind=of_kind)
                if named
                else series_of_number(self._session, of_kind, text, self._holding)
            )
            if found is not None:
                self._series[found.id] = found
            self._places[mark] = (found.id, found.code) if found is not None else (0, "")
        return self._places[mark]

    def _family(self, kind: str, text: str) -> str:
        """What decides the series of an unnamed number: its letters in a class book, in registers if one closed."""
        if kind == _CLASSIFICATION or (kind == _REGISTRATION and self._is_any_register_closed):
            return f"\0{leading(text)}"
        return f"\0{text}" if kind == _ENTRY else "\0"

    @cached_property
    def _is_any_register_closed(self) -> bool:
        return bool(closed_registers(self._session))

    def finish(self) -> None:
        """Let every series go on after the highest number written."""
        for series_id, texts in self._written.items():
            note_number(self._session, self._series[series_id], texts)
        self._written.clear()


NumberEdit = Callable[[NumberBook, Sequence[Number]], list[Number]]


def adding(asked: Sequence[Asked]) -> NumberEdit:
    """Give an object those of these numbers that it does not bear yet; none is taken away."""

    def edit(book: NumberBook, borne: Sequence[Number]) -> list[Number]:
        have = {(number.kind, number.key) for number in borne if number.state != _FORMER}
        return [*borne, *(number for number in book.read(asked) if (number.kind, number.key) not in have)]

    return edit


def replacing(text: str, *, kind: NumberKind, series: NumberSeries | None, state: NumberState) -> NumberEdit:
    """Give an object its one number of a kind: what it bore before becomes a former number; no text: only that."""

    def edit(book: NumberBook, borne: Sequence[Number]) -> list[Number]:
        asked = {"kind": kind.value, "text": text, "series": series, "state": state.value}
        wanted = book.read([asked]) if number_keys(clean(text)[:200])["key"] else []
        numbers: list[Number] = []
        for number in borne:
            if number.kind != kind or number.state == _FORMER:
                numbers.append(number)
            elif wanted and number.key == wanted[0].key and (series is None or number.series_id == series.id):
                # It stays the same number, perhaps written otherwise; a repeat stays a repeat.
                stands = state.value if number.state in _UNIQUE else number.state
                kept = wanted.pop()
                numbers.append(kept._replace(**{**_place_of(number), "id": number.id, "state": stands}))
            else:
                numbers.append(number._replace(state=_FORMER))
        return [*numbers, *wanted]

    return edit


def _place_of(number: Number) -> dict[str, Any]:
    return {"series_id": number.series_id, "series": number.series}


def striking(number_id: int) -> NumberEdit:
    """Strike a number out: it stays as a former number and is no longer the object's."""

    def edit(book: NumberBook, borne: Sequence[Number]) -> list[Number]:
        del book
        return [number._replace(state=_FORMER) if number.id == number_id else number for number in borne]

    return edit


def exactly(kept: Sequence[Mapping[str, str]]) -> NumberEdit:
    """Give an object exactly these numbers again, as history kept them."""

    def edit(book: NumberBook, borne: Sequence[Number]) -> list[Number]:
        have: dict[tuple[str, str, str], list[Number]] = defaultdict(list)
        for number in borne:
            have[number.kind, number.text, number.series].append(number)
        numbers: list[Number] = []
        for said in kept:
            known = have[said["kind"], said["text"], said.get("series", "")]
            numbers += [known.pop(0)._replace(state=said["state"])] if known else book.read([said])
        return sorted(numbers, key=lambda number: number.id or _LAST)

    return edit
