"""Background work before a close: the recount of a large museum."""

from __future__ import annotations

from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.figures.checker import check
from museum_tracker.jobs.registry import JobContext, task
from museum_tracker.years.services.recount import keep_recount

RECOUNT = "years.recount"


@task(RECOUNT, label=N_("Recount the figures before a year is closed"))
def recount_figures(job: JobContext) -> dict[str, int]:
    """Recount every figure from its facts without holding up anybody's writing, then keep what was found."""
    began = clock.now()
    with session_scope(job.engine) as session:
        found = check(session)
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        kept = keep_recount(session, found, at=began)
        session.commit()
    return {"objects": kept.objects, "differences": kept.differences}
