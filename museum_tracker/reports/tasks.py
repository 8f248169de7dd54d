"""Long reports, made by the worker."""

from __future__ import annotations

import datetime as dt
from typing import Any

from museum_tracker.accounts.models import User
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.registry import JobContext, Permanent, periodic, task
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.stores import storage_of
from museum_tracker.reports import services
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.issuing import services as issuing
from museum_tracker.reports.papers import read_wanted
from museum_tracker.reports.rules.states import ReportState
from museum_tracker.reports.word_templates.queries import bytes_in_use
from museum_tracker.reports.writing.queries import get_report, period_of_report

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
        template = bytes_in_use(session, storage_of(job.settings)) if form == "docx" else None
        made = services.render(document, form, template=template)
    services.keep(job.settings, job.id, form, made)
    job.progress(2, 2, None)
    return {"form": form}


@task(services.APPENDIX_TASK, label=N_("Print a long list"))
def make_appendix(job: JobContext, *, ask: str, form: str, locale: str) -> dict[str, str]:
    """Read a long list, set it in its form, and put the file where the page offers it."""
    with session_scope(job.engine) as session:
        job.progress(0, 2, Message(N_("Setting the pages")))
        made = services.paper(session, read_wanted(ask), form, locale, apart=False)
    services.keep(job.settings, job.id, form, made)
    job.progress(2, 2, None)
    return {"form": form}


@task(issuing.TASK, label=N_("Issue a report"))
def issue(job: JobContext, *, report_id: int, number: str, dated_on: str, on: str, user_id: int) -> dict[str, int]:
    """Make the files of a long report and issue it; a report that is issued already stays as it is."""
    storage, day, today = storage_of(job.settings), dt.date.fromisoformat(dated_on), dt.date.fromisoformat(on)
    with session_scope(job.engine) as session:
        report = get_report(session, report_id)
        version = report.version
        if report.state is ReportState.ISSUED:
            return {"report": report_id}
        job.progress(0, 2, Message(N_("Setting the pages")))
        template = bytes_in_use(session, storage)
        try:
            files = issuing.make_files(
                session, report, number=number, dated_on=day, on=today, template=template, apart=False
            )
        except Refusal as refusal:
            raise Permanent(refusal.message) from None
    with session_scope(job.engine, write=True) as session:
        report = get_report(session, report_id)
        period = period_of_report(session, report)
        person = session.get_one(User, user_id)
        deed = begin_deed(session, by=person, action=N_("Issued the report on %(period)s"), period=period.name)
        try:
            ensure_storage(session, storage)
            said: dict[str, Any] = {"number": number, "dated_on": day, "on": today, "version": version}
            issuing.issue(session, report, files, storage=storage, deed=deed, **said)
        except Refusal as refusal:
            raise Permanent(refusal.message) from None
        session.commit()
    job.progress(2, 2, None)
    return {"report": report_id}


@task(SWEEP, label=N_("Clear away old reports"))
def sweep(job: JobContext) -> dict[str, int]:
    """Remove files that waited longer than a week."""
    return {"removed": services.sweep(job.settings, now=clock.now())}


def schedule() -> None:
    """Sweep once a day."""
    periodic(SWEEP, every=dt.timedelta(days=1))
