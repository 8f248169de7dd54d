"""Background work of the figures: folding the differences that writers left, and counting anew."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from museum_tracker.catalogue.models import Artifact
from museum_tracker.core.db import session_scope, snapshot_scope
from museum_tracker.core.i18n import N_
from museum_tracker.figures.checking import begin_check, end_check, find_differences, is_settling
from museum_tracker.figures.filling import finish, next_objects, recount_chunk
from museum_tracker.figures.models import Population
from museum_tracker.figures.revising import ASK_AGAIN, DROP, FILL
from museum_tracker.figures.rules.populations import PopulationState
from museum_tracker.figures.standings import rebuild
from museum_tracker.figures.tallies import fold
from museum_tracker.jobs.queue import enqueue
from museum_tracker.jobs.registry import JobContext, periodic, task

EVERY = dt.timedelta(minutes=1)
DAILY = dt.timedelta(days=1)
RECOUNT = "figures.check"
LATER = dt.timedelta(minutes=10)


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


@task(FILL, label=N_("Count a population"))
def fill_population(job: JobContext, *, population_id: int) -> dict[str, int] | None:
    """Ask every object whether it belongs to a new version of a population, in committed chunks."""
    return _ask_all(job, population_id, PopulationState.FILLING)


@task(DROP, label=N_("Free the place of a population"))
def drop_population(job: JobContext, *, population_id: int) -> dict[str, int] | None:
    """Take a dropped version out of every standing and sum; only then may another take its place."""
    return _ask_all(job, population_id, PopulationState.DROPPED)


@task(ASK_AGAIN, label=N_("Ask every object about its populations"))
def ask_again(job: JobContext) -> dict[str, int]:
    """Recount every object, after a word that populations ask for was put elsewhere in its tree."""
    last = asked = 0
    deed_id: int | None = None
    while True:
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            ids = next_objects(session, last)
            if not ids:
                return {"objects": asked}
            deed_id = recount_chunk(session, None, ids, deed_id)
            session.commit()
        last, asked = ids[-1], asked + len(ids)
        job.progress(asked, asked + len(ids))


def _ask_all(job: JobContext, population_id: int, state: PopulationState) -> dict[str, int] | None:
    last = asked = total = 0
    deed_id: int | None = None
    while True:
        with session_scope(job.engine, write=True) as session:
            job.hold(session)
            population = session.get(Population, population_id)
            if population is None or population.state is not state:
                return None
            total = total or session.scalar(sa.select(sa.func.count()).select_from(Artifact)) or 0
            ids = next_objects(session, last)
            deed_id = recount_chunk(session, population, ids, deed_id)
            if not ids:
                finish(session, population)
                session.commit()
                return {"objects": asked}
            session.commit()
        last, asked = ids[-1], asked + len(ids)
        job.progress(asked, total)


@task(RECOUNT, label=N_("Recount every figure and compare"))
def check_figures(job: JobContext) -> dict[str, int] | None:
    """Recount everything kept ready and note each difference for the page of the checker; writers do not wait."""
    with snapshot_scope(job.engine) as session:
        if is_settling(session):
            run = None
        else:
            run = begin_check(session)
            found = find_differences(session)
    with session_scope(job.engine, write=True) as session:
        job.hold(session)
        if run is None:
            enqueue(session, RECOUNT, delay=LATER)
            session.commit()
            return None
        end_check(session, run, found)
        session.commit()
        return {"objects": run.objects, "differences": run.count}


def schedule() -> None:
    """Have the sums folded by themselves, and everything recounted once a day."""
    periodic("figures.fold", every=EVERY)
    periodic(RECOUNT, every=DAILY)
