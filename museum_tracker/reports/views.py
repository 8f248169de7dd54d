"""Reports by period: the list, the figures of one, the files it leaves in."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import Forbidden, NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.history.web import web_deed
from museum_tracker.jobs.models import JOB_STATUS_LABELS, Job, JobStatus
from museum_tracker.jobs.queries import get_job
from museum_tracker.media.stores import storage_of
from museum_tracker.reports import queries, services
from museum_tracker.reports.arguments import asked_locale, asked_period, period_args, period_route, today
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.issuing.queries import issued_file
from museum_tracker.reports.outputs import OUTPUTS
from museum_tracker.reports.page import charts_of, index_of, opener, road_of_page
from museum_tracker.reports.rules.periods import ReportPeriod
from museum_tracker.reports.rules.states import STATE_LABELS, STATE_TONES
from museum_tracker.reports.word_templates.queries import bytes_in_use
from museum_tracker.reports.writing.queries import find_report, list_reports
from museum_tracker.reports.writing.services import begin_report
from museum_tracker.targets.rules.bands import TONES, VERDICT_LABELS
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

bp = Blueprint("reports", __name__, template_folder="templates")


@bp.get("/bao-cao")
@guard(Permission.VIEW)
def years() -> str:
    """The periods that can be reported: how far each report is."""
    session, on = current_session(), today()
    found = index_of(session, get_profile(session), on)
    return render_template("reports/years.html", years=found, on=on, states=STATE_LABELS, tones=STATE_TONES)


@period_route(bp, methods=["GET"])
@guard(Permission.VIEW)
def period(year: int, quarter: int | None = None, month: int | None = None) -> str:
    """The figures of a period: every number opens to its objects."""
    session, locale = current_session(), current_locale()
    wanted = asked_period(year, quarter, month)
    summary = queries.gather(session, wanted, on=today(), locale=locale)
    return render_template(
        "reports/period.html",
        summary=summary,
        args=period_args(wanted),
        report=find_report(session, wanted),
        earlier=list_reports(session, wanted)[1:],
        states=STATE_LABELS,
        state_tones=STATE_TONES,
        charts=charts_of(summary, locale),
        road=road_of_page(summary, locale),
        figure_path=opener(session, wanted),
        tones=TONES,
        verdicts=VERDICT_LABELS,
        outputs=OUTPUTS,
    )


@period_route(bp, "/soan", methods=["POST"])
@guard(Permission.WRITE_REPORTS)
def begin(year: int, quarter: int | None = None, month: int | None = None) -> Any:
    """Begin to write the report on a period, from the one before."""
    session, wanted = current_session(), asked_period(year, quarter, month)
    report = begin_report(session, wanted, deed=web_deed(N_("Began the report on %(period)s"), period=wanted.name))
    session.commit()
    flash(_("The report was begun."), "success")
    return redirect(url_for("reports.report", report_id=report.id), 303)


@period_route(bp, ".<form>", methods=["GET"])
@guard(Permission.EXPORT_REPORTS)
def export(year: int, form: str, quarter: int | None = None, month: int | None = None) -> Any:
    """The report on a period as a file, in the language asked for; `xem` shows the PDF in the browser.

    An issued report goes out as it was issued; `song` asks for the figures of today, without number and date.
    """
    services.get_output(form)
    wanted = asked_period(year, quarter, month)
    choice = Choice(locale=asked_locale(), appendices="phu_luc" not in request.args)
    kept = issued_file(current_session(), wanted, form, choice.locale)
    if kept is not None and "song" not in request.args:
        return redirect(url_for("reports.kept_file", report_id=kept.report_id, file_id=kept.id), 303)
    return _made(wanted, form, choice)


@period_route(bp, "/noi-bo", methods=["POST"])
@guard(Permission.EXPORT_INTERNAL_REPORTS)
def internal(year: int, quarter: int | None = None, month: int | None = None) -> Any:
    """The museum's own copy, with donors' names, places and the forecast; who took it and when is noted.

    That of an issued report goes out as it was frozen; `song` asks for the figures of today.
    """
    session, form = current_session(), request.form.get("form", "")
    services.get_output(form)
    wanted, choice = asked_period(year, quarter, month), Choice(locale=asked_locale(), internal=True)
    kept = issued_file(session, wanted, form, choice.locale, internal=True)
    if kept is not None and "song" not in request.form:
        # The browser sends the form once more to where the frozen copy is; that page notes who took it.
        return redirect(url_for("reports.kept_internal_file", report_id=kept.report_id, file_id=kept.id), 307)
    note_internal(wanted, form)
    session.commit()
    return _made(wanted, form, choice)


def note_internal(wanted: ReportPeriod, form: str) -> None:
    """Note who takes the museum's own copy of a report."""
    web_deed(N_("Took the internal copy (%(form)s) of the report on %(period)s"), form=form.upper(), period=wanted.name)


def _made(wanted: ReportPeriod, form: str, choice: Choice) -> Any:
    session, output = current_session(), services.get_output(form)
    document = services.report_document(session, wanted, choice, on=today())
    if services.takes_long(document, form):
        return render_template("reports/large.html", period=wanted, args=period_args(wanted), form=form, choice=choice)
    storage = storage_of(current_app.config["SETTINGS"])
    template = bytes_in_use(session, storage) if form == "docx" else None
    made = services.render(document, form, apart=True, template=template)
    shown = form == "pdf" and "xem" in request.args
    name = f"{document.name}.{output.suffix}"
    return send_file(io.BytesIO(made), mimetype=output.mime, as_attachment=not shown, download_name=name)


@period_route(bp, "/tep", methods=["POST"])
@guard(Permission.EXPORT_REPORTS)
def order(year: int, quarter: int | None = None, month: int | None = None) -> Any:
    """Leave a long report to the worker."""
    session, form = current_session(), request.form.get("form", "")
    services.get_output(form)
    choice = Choice(locale=asked_locale(), internal=bool(request.form.get("noi_bo")))
    if choice.internal and not signed_in().can(Permission.EXPORT_INTERNAL_REPORTS):
        raise Forbidden
    wanted = asked_period(year, quarter, month)
    if choice.internal:
        note_internal(wanted, form)
    job_id = services.order(session, wanted, form, choice, on=today())
    session.commit()
    return redirect(url_for("reports.ordered", job_id=job_id), 303)


@bp.get("/bao-cao/tep/<int:job_id>")
@guard(Permission.EXPORT_REPORTS)
def ordered(job_id: int) -> str:
    """How far a long report is, and its file once it is made."""
    job = _job(job_id)
    wanted = services.period_of_job(current_session(), job.args)
    return ordered_page(
        job,
        back=(wanted.title, wanted.path),
        here=url_for("reports.ordered", job_id=job_id),
        file=url_for("reports.fetch", job_id=job_id),
        again=f"{wanted.path}.{job.args['form']}?ngon_ngu={job.args['locale']}",
    )


def ordered_page(job: Job, *, back: tuple[Message, str], here: str, file: str, again: str) -> str:
    """The page of a file that the worker makes: `back` leads to what it is made of, `again` asks for it once more."""
    return render_template(
        "reports/ordered.html",
        job=job,
        back=back,
        here=here,
        file=file,
        again=again,
        state=job.state(clock.now()),
        states=JobStatus,
        labels=JOB_STATUS_LABELS,
    )


@bp.get("/bao-cao/tep/<int:job_id>/tai-ve")
@guard(Permission.EXPORT_REPORTS)
def fetch(job_id: int) -> Any:
    """The file of a long report."""
    job = _job(job_id)
    form = str(job.args["form"])
    return made_file(job_id, form, f"bao-cao-{services.period_of_job(current_session(), job.args).code}")


def made_file(job_id: int, form: str, name: str) -> Any:
    """The file that a job made, under a name for the reader.

    Raises:
        NotFound: it is not made yet, or cleared away again.
    """
    output = services.get_output(form)
    path = services.file_of(current_app.config["SETTINGS"], job_id, form)
    if not path.is_file():
        raise NotFound(what=path.name)
    return send_file(path, mimetype=output.mime, as_attachment=True, download_name=f"{name}.{output.suffix}")


def _job(job_id: int) -> Job:
    job = get_job(current_session(), job_id)
    if job.kind != services.TASK:
        raise NotFound(what=str(job_id))
    if job.args.get("internal") and not signed_in().can(Permission.EXPORT_INTERNAL_REPORTS):
        raise Forbidden
    return job
