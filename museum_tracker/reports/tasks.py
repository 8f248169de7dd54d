"""Long reports, made by the worker."""

from __future__ import annotations

import datetime as dt

from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_, Message
from museum_tracker.jobs.registry import JobContext, periodic, task
from museum_tracker.reports import services

SWEEP = "reports.sweep"


@task(services.TASK, label=N_("Make a long report"))
def make(job: JobContext, *, year: int, form: str, on: str, locale: str) -> dict[str, str]:
    """Gather the year, set it in its form, and put the file where the page offers it."""
    job.progress(0, 2, Message(N_("Gathering the year %(year)s"), {"year": str(year)}))
    with session_scope(job.engine) as session:
        document = services.year_document(session, year, on=dt.date.fromisoformat(on), locale=locale)
    job.progress(1, 2, Message(N_("Setting the pages")))
    made = services.render(document, form)
    services.keep(job.settings, job.id, form, made)
    job.progress(2, 2, None)
    return {"form": form}


@task(SWEEP, label=N_("Clear away old reports"))
def sweep(job: JobContext) -> dict[str, int]:
    """Remove files that waited longer than a week."""
    return {"removed": services.sweep(job.settings, now=clock.now())}


def schedule() -> None:
    """Sweep once a day."""
    periodic(SWEEP, every=dt.timedelta(days=1))
