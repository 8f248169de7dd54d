"""Making a report: gather a year and render it in a form and a language."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys

from sqlalchemy.orm import Session

from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.reports.kinds import year as year_kind
from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import OUTPUTS, Output
from museum_tracker.reports.queries import gather

CHILD_SECONDS = 300


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
