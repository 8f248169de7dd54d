"""Long reports, made by the worker."""

from __future__ import annotations

import datetime as dt

from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_, Message
from museum_tracker.jobs.registry import JobContext, periodic, task
from museum_tracker.media.storage import local_storage
from museum_tracker.reports import services
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.word_templates.queries import bytes_in_use

SWEEP = "reports.sweep"


@task(services.TASK, label=N_("Make a long report"))
def make(
    job: JobContext, *, year: int, span: str, part: int, form: str, on: str, locale: str, internal: bool = False
) -> dict[str, str]:
    """Gather the period, set it in its form, and put the file where the page offers it."""
    with session_scope(job.engine) as session:
        period = services.period_of_job(session, {"year": year, "span": span, "part": part})
        job.progress(0, 2, Message(N_("Gathering %(period)s"), {"period": period.name}))
        choice = Choice(locale=locale, internal=internal)
        document = services.report_document(session, period, choice, on=dt.date.fromisoformat(on))
        job.progress(1, 2, Message(N_("Setting the pages")))
        template = bytes_in_use(session, local_storage(job.settings)) if form == "docx" else None
        made = services.render(document, form, template=template)
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
