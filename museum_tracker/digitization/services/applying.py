"""Putting a decided definition in force: every level worked out anew, some objects at a time."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import system_user
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_
from museum_tracker.digitization.models import DefinitionState, DigitizationDefinition
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed

BATCH = 2000


class Applied(NamedTuple):
    """How far a definition has come: the last object measured by it, and how many changed just now."""

    last: int
    changed: int


def apply_some(session: Session, *, limit: int = BATCH) -> Applied | None:
    """Measure the next objects by the definition whose day has come; None when there is nothing to do.

    The caller commits: a killed run goes on behind the last object.
    """
    definition = _due(session, clock.today())
    if definition is None:
        return None
    deed = _deed(session, definition)
    ids = next_objects(session, definition.applied_to, limit)
    changed = recompute(session, ids, deed=deed)
    if ids:
        definition.applied_to = ids[-1]
    else:
        definition.state = DefinitionState.IN_FORCE
    session.flush()
    return Applied(definition.applied_to, len(changed))


def next_objects(session: Session, after: int, limit: int = BATCH) -> list[int]:
    """The ids of the next objects behind one."""
    query = sa.select(Artifact.id).where(Artifact.id > after).order_by(Artifact.id).limit(limit)
    return list(session.scalars(query))


def _due(session: Session, today: dt.date) -> DigitizationDefinition | None:
    decided = sa.and_(
        DigitizationDefinition.state == DefinitionState.DECIDED, DigitizationDefinition.valid_from <= today
    )
    due = sa.or_(DigitizationDefinition.state == DefinitionState.APPLYING, decided)
    query = sa.select(DigitizationDefinition).where(due).order_by(DigitizationDefinition.version).limit(1)
    return session.scalars(query).first()


def _deed(session: Session, definition: DigitizationDefinition) -> ChangeSet:
    """The deed that the facts belong to: one for each day on which levels were worked out."""
    last = session.get(ChangeSet, definition.change_set_id) if definition.change_set_id else None
    if last is not None and clock.local(last.at).date() == clock.today():
        return last
    action = N_("Worked out all levels by definition %(version)s of digitization")
    deed = begin_deed(session, by=system_user(session), action=action, version=str(definition.version))
    definition.change_set_id, definition.state = deed.id, DefinitionState.APPLYING
    session.flush()
    return deed
