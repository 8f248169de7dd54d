"""Asking every object whether it belongs to a new version of a population, in chunks that a second run takes up."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import system_user
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.models import Population
from museum_tracker.figures.rules.populations import PopulationState
from museum_tracker.figures.standings import touch
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed

CHUNK = 4000


def next_objects(session: Session, after: int) -> list[int]:
    """The ids of the next few thousand objects."""
    query = sa.select(Artifact.id).where(Artifact.id > after).order_by(Artifact.id).limit(CHUNK)
    return list(session.scalars(query))


def recount_chunk(session: Session, population: Population | None, ids: Sequence[int], deed_id: int | None) -> int:
    """Recount some objects because a version came or went (None: for all); answers the deed of this work."""
    deed = session.get(ChangeSet, deed_id) if deed_id else None
    if deed is None:
        deed = _deed(session, population)
    touch(session, ids, deed=deed)
    return deed.id


def finish(session: Session, population: Population) -> None:
    """Say that every object was asked: the version counts from now on, or its place is free."""
    if population.state is PopulationState.FILLING:
        population.state = PopulationState.READY
    elif population.state is PopulationState.DROPPED:
        population.bit = None
    session.flush()


def _deed(session: Session, population: Population | None) -> ChangeSet:
    if population is None:
        action = N_("Asked every object about its populations")
        return begin_deed(session, by=system_user(session), action=action)
    action = N_("Asked every object about the population “%(name)s”, version %(version)s")
    name, version = Message(population.name), str(population.version)
    return begin_deed(session, by=system_user(session), action=action, name=name, version=version)
