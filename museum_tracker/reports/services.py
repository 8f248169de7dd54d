"""Making documents and files of a report: gather, add what was written, render."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.jobs.queue import enqueue
from museum_tracker.reports.apart import Order, TemplateTooLong, render_apart
from museum_tracker.reports.drafts import Choice, Draft
from museum_tracker.reports.errors import RenderingFailed
from museum_tracker.reports.kinds import report as report_kind
from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import OUTPUTS, Output, docx
from museum_tracker.reports.papers import Wanted, forms_of, paper_document
from museum_tracker.reports.queries import gather, get_period
from museum_tracker.reports.rules.periods import ReportPeriod, SpanKind, period_of
from museum_tracker.reports.rules.states import ReportState
from museum_tracker.reports.writing.queries import draft_of, find_report

TASK = "reports.render"
APPENDIX_TASK = "reports.appendix"
KEPT_DAYS = 7
# Lines of appendices that a form sets in about two seconds; longer reports are left to the worker.
AT_ONCE = {"pdf": 300, "docx": 1_000, "xlsx": 5_000, "csv": 20_000, "json": 20_000}


def get_output(form: str) -> Output:
    """A form by its name.

    Raises:
        NotFound: there is no such form.
    """
    if form not in OUTPUTS:
        raise NotFound(what=form)
    return OUTPUTS[form]


def report_document(session: Session, period: ReportPeriod, choice: Choice, *, on: dt.date) -> Document:
    """The report on a period as a document: figures as they stand, texts as they are written."""
    summary = gather(session, period, on=on, locale=choice.locale, internal=choice.internal)
    found = find_report(session, period)
    draft = draft_of(session, found, choice.locale) if found else Draft()
    if found is not None and found.state is ReportState.ISSUED:
        # Figures of today never go out under the number of the paper that was issued with others.
        draft = replace(draft, number="", dated_on=None)
    return report_kind.build(summary, draft, choice)


def year_document(session: Session, year: int, *, on: dt.date, locale: str) -> Document:
    """The report on a year as a document in a language.

    Raises:
        NotFound: the year lies ahead.
    """
    period = get_period(session, year, SpanKind.YEAR, 0, on=on)
    return report_document(session, period, Choice(locale=locale), on=on)


def paper(session: Session, wanted: Wanted, form: str, locale: str, *, apart: bool = True) -> bytes:
    """A figure's list as the report's appendix, a frozen list, or the minutes of a sample, in one of its forms.

    Raises:
        NotFound: there is no such paper, or not in that form.
    """
    require_form(wanted, form)
    return render(paper_document(session, wanted, locale), form, apart=apart)


def require_form(wanted: Wanted, form: str) -> None:
    """Refuse a form that a paper is not printed in.

    Raises:
        NotFound: it is none.
    """
    if form not in forms_of(wanted):
        raise NotFound(what=form)


def order_paper(session: Session, wanted: Wanted, form: str, locale: str) -> int:
    """Have the worker print a long paper; answers the job's id. The same paper waits only once."""
    key = f"appendix-{wanted.text()}-{form}-{locale}"
    return enqueue(session, APPENDIX_TASK, ask=wanted.text(), form=form, locale=locale, dedupe_key=key)


def takes_long(document: Document, form: str) -> bool:
    """Whether a form of the report takes longer than a person should wait for a page."""
    return sum(len(table.rows) for table in document.listed()) > AT_ONCE[form]


def order(session: Session, period: ReportPeriod, form: str, choice: Choice, *, on: dt.date) -> int:
    """Have the worker make a long report; answers the job's id. The same report waits only once."""
    key = f"report-{period.code}-{form}-{choice.locale}-{int(choice.internal)}"
    return enqueue(
        session,
        TASK,
        year=period.year,
        span=period.kind.value,
        part=period.part,
        form=form,
        on=on.isoformat(),
        locale=choice.locale,
        internal=choice.internal,
        dedupe_key=key,
    )


def period_of_job(session: Session, args: Mapping[str, Any]) -> ReportPeriod:
    """The period of the report that a job makes."""
    return period_of(get_profile(session), int(args["year"]), SpanKind(args["span"]), int(args["part"]))


def folder(settings: Settings) -> Path:
    """Where finished reports wait to be fetched."""
    return settings.instance / "reports"


def file_of(settings: Settings, job_id: int, form: str) -> Path:
    """The file that a job makes."""
    return folder(settings) / f"{job_id}.{get_output(form).suffix}"


def keep(settings: Settings, job_id: int, form: str, made: bytes) -> None:
    """Put a finished report where it can be fetched, whole or not at all."""
    target = file_of(settings, job_id, form)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_bytes(made)
    draft.replace(target)


def sweep(settings: Settings, *, now: dt.datetime) -> int:
    """Remove reports that waited longer than a week; answers how many."""
    old = now.timestamp() - KEPT_DAYS * 86_400
    gone = [path for path in folder(settings).glob("*") if path.stat().st_mtime < old]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def render(document: Document, form: str, *, apart: bool = False, template: bytes | None = None) -> bytes:
    """The document as a file; `apart` renders heavy forms in a process of its own, so that the caller stays lean.

    Raises:
        NotFound: there is no such form.
        RenderingFailed: the document cannot be set.
    """
    return render_all([Order(document, form, template)], apart=apart)[0]


def render_all(orders: Sequence[Order], *, apart: bool = False) -> list[bytes]:
    """Several documents as files, the heavy ones together in one process of their own.

    Raises:
        NotFound: there is no such form.
        RenderingFailed: a document cannot be set.
    """
    outputs = [get_output(order.form) for order in orders]
    heavy = [order for order, output in zip(orders, outputs, strict=True) if apart and output.heavy]
    try:
        made = iter(render_apart(heavy) if heavy else ())
        return [
            next(made) if apart and output.heavy else _here(order)
            for order, output in zip(orders, outputs, strict=True)
        ]
    except TemplateTooLong:
        raise RenderingFailed(format="docx", reason=Message(N_("its tags do not come to an end."))) from None
    except (ValueError, subprocess.SubprocessError) as error:
        forms = ", ".join(dict.fromkeys(order.form for order in orders))
        raise RenderingFailed(format=forms, reason=str(error)) from error


def _here(order: Order) -> bytes:
    if order.form == "docx":
        return docx.render(order.document, order.template)
    return OUTPUTS[order.form].render(order.document)
