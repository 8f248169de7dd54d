"""Papers printed by themselves: any figure's list as the report's appendix, frozen lists, the minutes of a sample."""

from __future__ import annotations

import io
from typing import Any

from flask import redirect, render_template, request, send_file, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.figures.links import FILTER
from museum_tracker.jobs.models import Job
from museum_tracker.jobs.queries import get_job
from museum_tracker.reports import services
from museum_tracker.reports.arguments import asked_locale
from museum_tracker.reports.papers import MinutesAsk, Wanted, paper_document, path_of, read_wanted
from museum_tracker.reports.views import bp, made_file, ordered_page
from museum_tracker.web.database import current_session

LIST = Message(N_("List of the figure"))
SAMPLE = Message(N_("Sample of the register"))


@bp.get("/bao-cao/phu-luc.<form>")
@guard(Permission.EXPORT_REPORTS)
def appendix(form: str) -> Any:
    """The objects behind any figure, printed as the report's appendix; frozen lists and minutes alike."""
    wanted, locale = _asked(request.args.get(FILTER, ""), form), asked_locale()
    document = paper_document(current_session(), wanted, locale)
    if services.takes_long(document, form):
        shown = {"back": (_named(wanted), path_of(wanted)), "form": form, "language": locale}
        return render_template("reports/large_appendix.html", ask=wanted, **shown)
    output = services.get_output(form)
    made = services.render(document, form, apart=True)
    name = f"{document.name}.{output.suffix}"
    return send_file(io.BytesIO(made), mimetype=output.mime, as_attachment=True, download_name=name)


@bp.post("/bao-cao/phu-luc")
@guard(Permission.EXPORT_REPORTS)
def order_appendix() -> Any:
    """Leave a long list to the worker."""
    session, form = current_session(), request.form.get("form", "")
    wanted = _asked(request.form.get(FILTER, ""), form)
    paper_document(session, wanted, asked_locale())
    job_id = services.order_paper(session, wanted, form, asked_locale())
    session.commit()
    return redirect(url_for("reports.ordered_appendix", job_id=job_id), 303)


@bp.get("/bao-cao/phu-luc/<int:job_id>")
@guard(Permission.EXPORT_REPORTS)
def ordered_appendix(job_id: int) -> str:
    """How far a long list is, and its file once it is made."""
    job = _job(job_id)
    wanted = read_wanted(job.args["ask"])
    args = {FILTER: wanted.text(), "ngon_ngu": job.args["locale"]}
    return ordered_page(
        job,
        back=(_named(wanted), path_of(wanted)),
        here=url_for("reports.ordered_appendix", job_id=job_id),
        file=url_for("reports.fetch_appendix", job_id=job_id),
        again=url_for("reports.appendix", form=job.args["form"], **args),
    )


@bp.get("/bao-cao/phu-luc/<int:job_id>/tai-ve")
@guard(Permission.EXPORT_REPORTS)
def fetch_appendix(job_id: int) -> Any:
    """The file of a long list."""
    job = _job(job_id)
    name = paper_document(current_session(), read_wanted(job.args["ask"]), job.args["locale"]).name
    return made_file(job_id, str(job.args["form"]), name)


def _asked(text: str, form: str) -> Wanted:
    try:
        wanted = read_wanted(text)
    except ValueError:
        raise NotFound(what=text) from None
    services.require_form(wanted, form)
    return wanted


def _named(wanted: Wanted) -> Message:
    return SAMPLE if isinstance(wanted, MinutesAsk) else LIST


def _job(job_id: int) -> Job:
    job = get_job(current_session(), job_id)
    if job.kind != services.APPENDIX_TASK:
        raise NotFound(what=str(job_id))
    return job
