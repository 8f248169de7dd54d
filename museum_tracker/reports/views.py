"""The yearly summary as a page and as files."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import LOCALES
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.jobs.models import JOB_STATUS_LABELS, Job, JobStatus
from museum_tracker.jobs.queries import get_job
from museum_tracker.reports import queries, services
from museum_tracker.reports.outputs import OUTPUTS
from museum_tracker.reports.page import charts_of, road_of_page
from museum_tracker.targets.rules.bands import TONES, VERDICT_LABELS
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import current_locale

bp = Blueprint("reports", __name__, template_folder="templates")


@bp.get("/bao-cao")
@guard(Permission.VIEW)
def years() -> str:
    """The years that can be reported, with their files."""
    session, on = current_session(), today()
    profile = get_profile(session)
    found = queries.list_years(session, profile, on)
    spans = [(year, *profile.year_span(year)) for year in found]
    return render_template("reports/years.html", years=spans, on=on, forms=list(OUTPUTS))


@bp.get("/bao-cao/<int:year>")
@guard(Permission.VIEW)
def year(year: int) -> str:
    """The summary of a year: every number opens to its objects."""
    session, locale = current_session(), current_locale()
    summary = queries.gather(session, year, on=today(), locale=locale)
    return render_template(
        "reports/year.html",
        summary=summary,
        charts=charts_of(summary, locale),
        road=road_of_page(summary, locale),
        figure_path=figure_path,
        tones=TONES,
        verdicts=VERDICT_LABELS,
        forms=list(OUTPUTS),
    )


@bp.get("/bao-cao/<int:year>.<form>")
@guard(Permission.EXPORT_REPORTS)
def export(year: int, form: str) -> Any:
    """The summary of a year as a file, in the language asked for."""
    output = services.get_output(form)
    wanted = request.args.get("ngon_ngu", "")
    locale = wanted if wanted in LOCALES else current_locale()
    document = services.year_document(current_session(), year, on=today(), locale=locale)
    if services.takes_long(document, form):
        return render_template("reports/large.html", year=year, form=form, language=locale)
    made = services.render(document, form, apart=True)
    name = f"{document.name}.{output.suffix}"
    return send_file(io.BytesIO(made), mimetype=output.mime, as_attachment=True, download_name=name)


@bp.post("/bao-cao/<int:year>/tep")
@guard(Permission.EXPORT_REPORTS)
def order(year: int) -> Any:
    """Leave a long report to the worker."""
    session, form = current_session(), request.form.get("form", "")
    services.get_output(form)
    wanted = request.form.get("ngon_ngu", "")
    locale = wanted if wanted in LOCALES else current_locale()
    job_id = services.order(session, year, form, on=today(), locale=locale)
    session.commit()
    return redirect(url_for("reports.ordered", job_id=job_id), 303)


@bp.get("/bao-cao/tep/<int:job_id>")
@guard(Permission.EXPORT_REPORTS)
def ordered(job_id: int) -> str:
    """How far a long report is, and its file once it is made."""
    job = _job(job_id)
    state = job.state(clock.now())
    return render_template("reports/ordered.html", job=job, state=state, states=JobStatus, labels=JOB_STATUS_LABELS)


@bp.get("/bao-cao/tep/<int:job_id>/tai-ve")
@guard(Permission.EXPORT_REPORTS)
def fetch(job_id: int) -> Any:
    """The file of a long report."""
    job = _job(job_id)
    form = str(job.args["form"])
    path = services.file_of(current_app.config["SETTINGS"], job_id, form)
    if not path.is_file():
        raise NotFound(what=path.name)
    name = f"bao-cao-{job.args['year']}.{form}"
    return send_file(path, mimetype=services.get_output(form).mime, as_attachment=True, download_name=name)


def _job(job_id: int) -> Job:
    job = get_job(current_session(), job_id)
    if job.kind != services.TASK:
        raise NotFound(what=str(job_id))
    return job


def today() -> dt.date:
    """Today in the museum's zone."""
    return clock.today(current_app.config["SETTINGS"].timezone)
