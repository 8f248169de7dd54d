"""Background work of the figures: folding the differences that writers left, and counting anew."""

from __future__ import annotations

import datetime as dt

from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.figures.standings import rebuild
from museum_tracker.figures.tallies import fold
from museum_tracker.jobs.registry import JobContext, periodic, task

EVERY = dt.timedelta(minutes=1)


@task("figures.fold", label=N_("Add up the figures"))
def fold_sums(job: JobContext) -> dict[str, int]:
    """Add waiting differences to the sums, so that readers add up few rows."""
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        folded = fold(session)
        session.commit()
    return {"folded": folded}


@task("figures.rebuild", label=N_("Count every figure anew"))
def count_anew(job: JobContext) -> dict[str, int]:
    """Recount every object from its facts, after a rule of counting changed."""
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        counted = rebuild(session)
        fold(session)
        session.commit()
    return {"objects": counted}


def schedule() -> None:
    """Have the sums folded by themselves."""
    periodic("figures.fold", every=EVERY)
