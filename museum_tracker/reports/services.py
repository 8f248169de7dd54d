"""Making a report: gather a year and render it in a form and a language."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.jobs.queue import enqueue
from museum_tracker.reports.kinds import year as year_kind
from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import OUTPUTS, Output
from museum_tracker.reports.queries import gather

TASK = "reports.render"
CHILD_SECONDS = 300
KEPT_DAYS = 7
# Lines of appendices that a form sets in about two seconds; longer reports are left to the worker.
AT_ONCE = {"pdf": 300, "docx": 300, "xlsx": 3_000, "csv": 20_000}


class RenderingFailed(Refusal):
    """A report could not be set in the form asked for."""

    msgid = N_("The report could not be made as %(format)s: %(reason)s")
    status = 500


def get_output(form: str) -> Output:
    """A form by its name.

    Raises:
        NotFound: there is no such form.
    """
    if form not in OUTPUTS:
        raise NotFound(what=form)
    return OUTPUTS[form]


def year_document(session: Session, year: int, *, on: dt.date, locale: str) -> Document:
    """The summary of a year as a document in a language.

    Raises:
        NotFound: the year lies ahead.
    """
    return year_kind.build(gather(session, year, on=on, locale=locale), locale)


def takes_long(document: Document, form: str) -> bool:
    """Whether a form of the report takes longer than a person should wait for a page."""
    return sum(len(appendix.table.rows) for appendix in document.appendices) > AT_ONCE[form]


def order(session: Session, year: int, form: str, *, on: dt.date, locale: str) -> int:
    """Have the worker make a long report; answers the job's id. The same report waits only once."""
    key = f"report-{year}-{form}-{locale}"
    return enqueue(session, TASK, year=year, form=form, on=on.isoformat(), locale=locale, dedupe_key=key)


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


def render(document: Document, form: str, *, apart: bool = False) -> bytes:
    """The document as a file; `apart` renders in a process of its own, so that the caller stays lean.

    Raises:
        NotFound: there is no such form.
        RenderingFailed: the document cannot be set.
    """
    output = get_output(form)
    try:
        return _apart(document, form) if apart and output.heavy else output.render(document)
    except (ValueError, subprocess.SubprocessError) as error:
        raise RenderingFailed(format=form, reason=str(error)) from error


def _apart(document: Document, form: str) -> bytes:
    command = [sys.executable, "-m", "museum_tracker.reports.child", form]
    done = subprocess.run(  # noqa: S603 - our own module and one of our own words
        command, input=pickle.dumps(document), capture_output=True, timeout=CHILD_SECONDS, check=False
    )
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1])
    return done.stdout
