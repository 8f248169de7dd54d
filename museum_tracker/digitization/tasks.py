"""Background work of the ladder: counting what a draft would change, and putting a definition in force."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.queries import system_user
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope, table_of
from museum_tracker.core.i18n import N_
from museum_tracker.digitization.models import DefinitionEffect, DefinitionState, DigitizationDefinition
from museum_tracker.digitization.services.definitions import APPLY, BATCH, PREVIEW, finish_preview, preview_chunk
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.figures.rules.facts import Cause
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.registry import JobContext, periodic, task

EVERY = dt.timedelta(minutes=10)


@task(PREVIEW, label=N_("Count what a draft of the definition would change"))
def preview_definition(job: JobContext, *, definition_id: int) -> dict[str, int] | None:
    """Work out for every object whether a draft would lift or lower it, in chunks."""
    found: Counter[str] = Counter()
    effect = table_of(DefinitionEffect)
    with session_scope(job.engine, write=True) as session:
        session.execute(sa.delete(effect).where(effect.c.definition_id == definition_id))
        session.commit()
    last, total = 0, None
    while True:
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            draft = session.get(DigitizationDefinition, definition_id)
            if draft is None or draft.state is not DefinitionState.DRAFT:
                return None
            total = total or session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0
            ids = _next(session, last)
            if not ids:
                finish_preview(session, draft, found)
                session.commit()
                return dict(found)
            preview_chunk(session, draft, ids, found)
            session.commit()
        last = ids[-1]
        job.progress(found["objects"], total)


@task(APPLY, label=N_("Put a definition of digitization in force"))
def apply_definition(job: JobContext) -> dict[str, int]:
    """Work out every level by the definition whose day has come, in committed chunks that a second run takes up."""
    changed = 0
    while True:
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            definition = _due(session)
            if definition is None:
                return {"changed": changed}
            deed = _deed(session, definition)
            ids = _next(session, definition.applied_to)
            changed += len(recompute(session, ids, deed=deed, cause=Cause.WITHDRAWN))
            if ids:
                definition.applied_to = ids[-1]
            else:
                definition.state = DefinitionState.IN_FORCE
            total = session.scalar(sa.select(sa.func.max(Artifact.id))) or 0
            done = definition.applied_to
            session.commit()
        job.progress(done, total)


def schedule() -> None:
    """Look now and then whether the day of a decided definition has come."""
    periodic(APPLY, every=EVERY)


def _due(session: Session) -> DigitizationDefinition | None:
    due = sa.select(DigitizationDefinition).where(
        sa.or_(
            DigitizationDefinition.state == DefinitionState.APPLYING,
            sa.and_(
                DigitizationDefinition.state == DefinitionState.DECIDED,
                DigitizationDefinition.valid_from <= clock.today(),
            ),
        )
    )
    return session.scalars(due.order_by(DigitizationDefinition.version).limit(1)).first()


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


def _next(session: Session, after: int) -> list[int]:
    query = sa.select(Artifact.id).where(Artifact.id > after)
    return list(session.scalars(query.order_by(Artifact.id).limit(BATCH)))
