"""Which object a file belongs to: looked up by every number its name can mean, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactNumber
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
    keys = {key for name in names for key in (*name.keys, *name.folders)} | {number_key(one) for one in given if one}
    holders = _holders(session, keys)
    return [_match(path, name, number, holders) for path, name, number in zip(paths, names, given, strict=True)]


def _match(path: str, name: Name, listed: str, holders: Mapping[str, tuple[Candidate, ...]]) -> Matched:
    """By the list if it names the file; else the file's own name; only if that says nothing, the nearest folder."""
    groups = [(number_key(listed),)] if listed else [name.keys, *((folder,) for folder in name.folders)]
    tried = tuple(key for group in groups for key in group)
    for group in groups:
        found = {one.id: one for key in group for one in holders.get(key, ())}
        if found:
            match = Match.MATCHED if len(found) == 1 else Match.AMBIGUOUS
            return Matched(path, match, tuple(found.values()), name.view, name.page, tried)
    return Matched(path, Match.UNKNOWN, (), name.view, name.page, tried)


def _listed_number(path: str, listed: Mapping[str, str]) -> str:
    key = list_key(path)
    return listed.get(key) or listed.get(key.rsplit("/", 1)[-1], "")


def _holders(session: Session, keys: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
    """Objects by the keys of any of their numbers, of any kind and state."""
    wanted = sorted(keys)
    found: dict[str, dict[int, Candidate]] = {}
    for begin in range(0, len(wanted), BATCH):
        query = (
            sa.select(ArtifactNumber.key, Artifact.id, Artifact.number, Artifact.name_vi, Artifact.name_en)
            .join(Artifact, Artifact.id == ArtifactNumber.artifact_id)
            .where(ArtifactNumber.key.in_(wanted[begin : begin + BATCH]), Artifact.voided_at.is_(None))
            .order_by(Artifact.number_sort, Artifact.id)
        )
        for key, artifact_id, number, name_vi, name_en in session.execute(query):
            label = " · ".join(part for part in (number, name_vi or name_en) if part) or f"#{artifact_id}"
            found.setdefault(key, {})[artifact_id] = Candidate(artifact_id, label)
    return {key: tuple(holders.values()) for key, holders in found.items()}
