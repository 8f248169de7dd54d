"""Background work of the catalogue: finding objects again by words that were renamed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactMaterial
from museum_tracker.catalogue.search.index import TERMS, reindex
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import JobContext, task
from museum_tracker.vocabularies.models import Term

REINDEX = "catalogue.reindex_term"
CHUNK = 2000
NAMES = ("name_vi", "name_en")


@task(REINDEX, label=N_("Find objects by a renamed word"))
def reindex_term(job: JobContext, *, term_id: int) -> dict[str, int]:
    """Write the search words of all objects that bear a word of the vocabularies anew, in committed chunks."""
    last = done = 0
    while True:
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            ids = list(session.scalars(_bearing(term_id).where(Artifact.id > last)))
            if not ids:
                return {"objects": done}
            reindex(session, ids)
            session.commit()
        last, done = ids[-1], done + len(ids)
        job.progress(done, done + CHUNK)


def follow_names(session: Session, *, term: Term, before: Mapping[str, Any], deed: ChangeSet) -> None:
    """Have the objects of a renamed word found by its new name."""
    del deed
    if any(before[name] != getattr(term, name) for name in NAMES):
        enqueue(session, REINDEX, term_id=term.id, dedupe_key=f"{REINDEX}:{term.id}")


def _bearing(term_id: int) -> sa.Select[int]:
    materials = sa.select(ArtifactMaterial.artifact_id).where(ArtifactMaterial.term_id == term_id)
    named = sa.or_(*(Artifact.__table__.c[name] == term_id for name in TERMS), Artifact.id.in_(materials))
    return sa.select(Artifact.id).where(named).order_by(Artifact.id).limit(CHUNK)
