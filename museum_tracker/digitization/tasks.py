"""Background work of the ladder: counting what a draft would change, and putting a definition in force."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import sqlalchemy as sa

from museum_tracker.accounts.queries import system_user
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import session_scope, table_of
from museum_tracker.core.i18n import N_
from museum_tracker.digitization.models import DefinitionEffect, DefinitionState, DigitizationDefinition
from museum_tracker.digitization.services.applying import apply_some, next_objects
from museum_tracker.digitization.services.definitions import (
    APPLY,
    MEASURE_AGAIN,
    PREVIEW,
    finish_preview,
    preview_chunk,
)
from museum_tracker.digitization.services.levels import recompute
from museum_tracker.figures.rules.facts import Cause
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
            ids = next_objects(session, last)
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
            applied = apply_some(session)
            total = session.scalar(sa.select(sa.func.max(Artifact.id))) or 0
            session.commit()
        if applied is None:
            return {"changed": changed}
        changed += applied.changed
        job.progress(applied.last, total)


@task(MEASURE_AGAIN, label=N_("Measure levels again"))
def measure_again(job: JobContext) -> dict[str, int]:
    """Climb the ladder anew for every object, after a type with demands of its own got others below it."""
    last = changed = 0
    while True:
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            ids = next_objects(session, last)
            if not ids:
                return {"changed": changed}
            action = N_("Worked out levels anew: a type of objects was put elsewhere")
            deed = begin_deed(session, by=system_user(session), action=action)
            changed += len(recompute(session, ids, deed=deed, cause=Cause.RECORD))
            session.commit()
        last = ids[-1]
        job.progress(last, last + len(ids))


def schedule() -> None:
    """Look now and then whether the day of a decided definition has come."""
    periodic(APPLY, every=EVERY)
