"""Which object a file belongs to: looked up by every number its name can mean, never guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.numbers.bearers import Rank, bearers_of
from museum_tracker.core.i18n import N_
from museum_tracker.core.numbers import number_key
from museum_tracker.media.names import Name, list_key, read_name

BATCH = 500


class Match(StrEnum):
    """How surely a file's object is known."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


MATCH_LABELS = {
    Match.MATCHED: N_("object found"),
    Match.AMBIGUOUS: N_("several objects possible"),
    Match.UNKNOWN: N_("no object found"),
}


@dataclass(frozen=True)
class Candidate:
    """An object that a name can mean."""

    id: int
    label: str


@dataclass(frozen=True)
class Matched:
    """One file's object, or the several it can mean, and what else its name says."""

    path: str
    match: Match
    candidates: tuple[Candidate, ...] = ()
    view: str = ""
    page: int | None = None
    tried: tuple[str, ...] = field(default=())

    @property
    def artifact(self) -> Candidate | None:
        """The object, when there is exactly one."""
        return self.candidates[0] if self.match is Match.MATCHED else None


def match_files(session: Session, paths: Sequence[str], listed: Mapping[str, str] | None = None) -> list[Matched]:
    """Find each file's object by its name, its folders, or the list that names it."""
    names = [read_name(path) for path in paths]
    given = [_listed_number(path, listed or {}) for path in paths]
    keys = {key for name in names for key in (*name.keys, *name.folders, name.figures) if key}
    holders = _Holders(session, keys | {number_key(one) for one in given if one})
    return [_match(path, name, number, holders) for path, name, number in zip(paths, names, given, strict=True)]


def _match(path: str, name: Name, listed: str, holders: _Holders) -> Matched:
    """By the list if it names the file; else by its own name; else by the nearest folder; else by its figures."""
    groups = [(number_key(listed),)] if listed else [name.keys, *((folder,) for folder in name.folders)]
    figures = number_key(listed) if listed else name.figures
    tried = tuple(key for group in groups for key in group)
    for group in (*groups, None):
        bearing = holders.lettered(figures) if group is None else [one for key in group for one in holders.written(key)]
        if found := {one.id: one for one in bearing}:
            match = Match.MATCHED if len(found) == 1 else Match.AMBIGUOUS
            return Matched(path, match, tuple(found.values()), name.view, name.page, tried)
    return Matched(path, Match.UNKNOWN, (), name.view, name.page, tried)


def _listed_number(path: str, listed: Mapping[str, str]) -> str:
    key = list_key(path)
    return listed.get(key) or listed.get(key.rsplit("/", 1)[-1], "")


class _Holders:
    """Objects by the keys of any of their numbers, of any kind and state.

    A file without accents is not taken for an object with them: that would be guessing.
    """

    def __init__(self, session: Session, keys: Collection[str]) -> None:
        self._found = bearers_of(session, sorted(keys))
        self._labels = _labels(session, {one.artifact_id for held in self._found.values() for one in held})

    def written(self, key: str) -> list[Candidate]:
        """Those that bear the number as it is written."""
        return [self._labels[one.artifact_id] for one in self._found.get(key, ()) if one.as_written]

    def lettered(self, key: str) -> list[Candidate]:
        """Those registered under the figures with letters before them."""
        held = self._found.get(key, ())
        return [self._labels[one.artifact_id] for one in held if one.rank is Rank.REGISTERED_WITH_LETTERS]


def _labels(session: Session, ids: Collection[int]) -> dict[int, Candidate]:
    labels: dict[int, Candidate] = {}
    wanted = sorted(ids)
    for begin in range(0, len(wanted), BATCH):
        query = sa.select(Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en)
        for row in session.execute(query.where(Artifact.id.in_(wanted[begin : begin + BATCH]))):
            label = " · ".join(part for part in (row.number, row.name_vi or row.name_en) if part) or f"#{row.id}"
            labels[row.id] = Candidate(row.id, label)
    return labels
