"""Which objects a written number means: the one reading for search, scanner, movements, labels and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactNumber, NumberSeries
from museum_tracker.catalogue.rules import STANDING_NUMBERS, NumberKind
from museum_tracker.core.db import among
from museum_tracker.core.museum import get_profile
from museum_tracker.core.numbers import closed_up, number_key, number_search_key, without_label, without_piece
from museum_tracker.core.text import clean
from museum_tracker.history.remembered import until_next_deed

LONGEST = 400
MOST_LEADS = 200  # a museum that numbers with more letters than these finds the others when they are typed
PORTION = 2000
_FILE = re.compile(
    r"\.(?:jpe?g|png|tiff?|heic|webp|gif|bmp|jp2|dng|cr[23]|nef|arw|pdf|glb|gltf|obj|ply|stl|mp[34])$", re.IGNORECASE
)
_LEAD = re.compile(r"[^0-9]*")
_AFTER_DIGITS = ":"  # the character behind 9


class Rank(IntEnum):
    """How well an object's number answers the one that was written, the best first."""

    REGISTERED = 0
    REGISTERED_UNACCENTED = 1
    REGISTERED_WITH_LETTERS = 2
    OTHER = 3
    OTHER_UNACCENTED = 4
    OTHER_WITH_LETTERS = 5


_AS_WRITTEN = frozenset({Rank.REGISTERED, Rank.OTHER})
_UNACCENTED = frozenset({Rank.REGISTERED_UNACCENTED, Rank.OTHER_UNACCENTED})


@dataclass(frozen=True)
class Bearer:
    """An object that bears a number which was written."""

    artifact_id: int
    rank: Rank

    @property
    def as_written(self) -> bool:
        """Whether its number is the one that was written, accents included."""
        return self.rank in _AS_WRITTEN


def find_bearers(session: Session, text: str) -> list[Bearer]:
    """The objects that a text means by its number, the best first; a text without a digit means none.

    "BTBG-MH 0156-a" and "BTBGMH0156.jpg" mean BTBG-MH 156 where nothing bears the whole as its number.
    """
    for reading in readings(text):
        if found := bearers_of(session, [reading])[reading]:
            return found
    return []


def surest(found: Sequence[Bearer]) -> list[Bearer]:
    """Those that bear the number as written; else those that bear it but for accents; else with letters before it."""
    for ranks in (_AS_WRITTEN, _UNACCENTED):
        if best := [bearer for bearer in found if bearer.rank in ranks]:
            return best
    return list(found)


def readings(text: str) -> list[str]:
    """The numbers that a text may be, the most literal first."""
    whole = _FILE.sub("", without_label(clean(text)))
    return [one for one in dict.fromkeys((whole, without_piece(whole))) if any(char.isdigit() for char in one)]


def bearers_of(session: Session, numbers: Iterable[str]) -> dict[str, list[Bearer]]:
    """The objects that bear each of some numbers, the best first and then in the order of their numbers."""
    asked = {number: _Asked(number_key(number)[:LONGEST]) for number in numbers}
    figures = any(one.begins_with_figures for one in asked.values())
    own, used = (_own_letters(session), _letters_used(session)) if figures else ((), ())
    wanted: dict[str, list[tuple[str, bool]]] = {}
    for number, one in asked.items():
        if not any(char.isdigit() for char in one.key):
            continue
        wanted.setdefault(one.compact, []).append((number, True))
        for lead in {*own, *used} if one.begins_with_figures else ():
            wanted.setdefault(f"{lead}{one.compact}"[:LONGEST], []).append((number, False))
    found: dict[str, dict[int, Rank]] = {number: {} for number in asked}
    for row in _rows(session, list(wanted)):
        registered = row.kind is NumberKind.REGISTRATION and row.state in STANDING_NUMBERS
        for number, typed in wanted[row.compact]:
            rank = _rank(row.key, asked[number], typed=typed, registered=registered)
            if typed or registered or row.compact.removesuffix(asked[number].compact) in own:
                held = found[number].get(row.artifact_id, rank)
                found[number][row.artifact_id] = min(held, rank)
    return {
        number: sorted((Bearer(key, rank) for key, rank in held.items()), key=lambda bearer: bearer.rank)
        for number, held in found.items()
    }


@dataclass(frozen=True)
class _Asked:
    key: str

    @property
    def compact(self) -> str:
        return closed_up(self.key)[:LONGEST]

    @property
    def begins_with_figures(self) -> bool:
        return self.key[:1].isdigit()


def _rank(key: str, asked: _Asked, *, typed: bool, registered: bool) -> Rank:
    if not typed:
        return Rank.REGISTERED_WITH_LETTERS if registered else Rank.OTHER_WITH_LETTERS
    if key.replace("-", "") == asked.key.replace("-", ""):
        return Rank.REGISTERED if registered else Rank.OTHER
    return Rank.REGISTERED_UNACCENTED if registered else Rank.OTHER_UNACCENTED


def _rows(session: Session, compacts: Sequence[str]) -> Iterator[Any]:
    for start in range(0, len(compacts), PORTION):
        query = (
            sa.select(
                ArtifactNumber.artifact_id,
                ArtifactNumber.kind,
                ArtifactNumber.state,
                ArtifactNumber.key,
                ArtifactNumber.compact,
            )
            .join(Artifact, Artifact.id == ArtifactNumber.artifact_id)
            .where(among(session, ArtifactNumber.compact, compacts[start : start + PORTION]))
            .where(Artifact.voided_at.is_(None))
            .order_by(Artifact.number_sort, Artifact.id)
        )
        yield from session.execute(query)


def _own_letters(session: Session) -> tuple[str, ...]:
    """The letters that the museum's series write before their figures."""
    prefixes = session.scalars(sa.select(NumberSeries.prefix).where(NumberSeries.prefix != "").distinct())
    written = {*prefixes, get_profile(session).number_prefix} - {""}
    return tuple(sorted(number_search_key(prefix) for prefix in written))


def _letters_used(session: Session) -> tuple[str, ...]:
    """The letters that stand before the figures of any number: one look at the index for each."""
    return until_next_deed(session, "letters before numbers", lambda: _seek_letters(session))


def _seek_letters(session: Session) -> tuple[str, ...]:
    found: list[str] = []
    start = ""
    while len(found) < MOST_LEADS:
        query = sa.select(ArtifactNumber.compact).where(ArtifactNumber.compact >= start)
        compact = session.scalar(query.order_by(ArtifactNumber.compact).limit(1))
        if compact is None:
            break
        lead = _LEAD.match(compact)
        letters = lead[0] if lead else ""
        if letters:
            found.append(letters)
        start = letters + _AFTER_DIGITS
    return tuple(found)


def ids_by_rank(found: Sequence[Bearer]) -> Mapping[Rank, list[int]]:
    """The objects of each rank, the best first."""
    ranks: dict[Rank, list[int]] = {}
    for bearer in found:
        ranks.setdefault(bearer.rank, []).append(bearer.artifact_id)
    return ranks
