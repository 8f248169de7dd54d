"""Checking, sending back and issuing a report; its files and the scan of the signed paper."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath
from typing import Any

from flask import current_app, flash, redirect, render_template, request, send_file, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.dates import read_date
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Forbidden, Refusal
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import second_person_said, web_deed
from museum_tracker.media.services import clean_name, ensure_storage
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of
from museum_tracker.media.views.giving import kept_path
from museum_tracker.reports.arguments import period_args, today
from museum_tracker.reports.issuing import services
from museum_tracker.reports.issuing.queries import REPORTS, get_file
from museum_tracker.reports.models import Report, ReportFile
from museum_tracker.reports.queries import gather
from museum_tracker.reports.rules.prose import tidy
from museum_tracker.reports.views import bp, note_internal
from museum_tracker.reports.word_templates.queries import bytes_in_use
from museum_tracker.reports.writing.queries import get_report, period_of_report
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
NUMBER = re.compile(r"[0-9A-Za-zĐđ./-]{0,20}")
# What a scan begins with, and what its name ends in, whatever it was called where it came from.
SCANS = {b"%PDF": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"II*\0": ".tif", b"MM\0*": ".tif"}


class DayUnclear(Refusal):
    """The date typed is not one day."""

    msgid = N_("“%(text)s” is not a day; write it as day/month/year.")


class NumberUnclear(Refusal):
    """The number typed cannot be a report's."""

    msgid = N_("The number of a report has at most 20 letters and digits, such as 05 or 125.")


class NoScan(Refusal):
    """The file is no scan of a paper."""

    msgid = N_("Choose the scan of the signed paper: a PDF, JPEG, PNG or TIFF file.")


@bp.post("/bao-cao/ban/<int:report_id>/kiem-tra")
@guard(Permission.CHECK_REPORTS)
def check(report_id: int) -> Any:
    """Say that the report was checked by another person than those who wrote it."""
    session, report = current_session(), get_report(current_session(), report_id)
    period = period_of_report(session, report)
    summary = gather(session, period, on=today(), locale=current_locale())
    deed = web_deed(N_("Checked the report on %(period)s"), period=period.name)
    services.check(session, report, summary, deed=deed, **second_person_said())
    session.commit()
    flash(_("The report is checked; it can be issued."), "success")
    return _back(report_id)


@bp.post("/bao-cao/ban/<int:report_id>/tra-lai")
@guard(Permission.CHECK_REPORTS)
def send_back(report_id: int) -> Any:
    """Give a checked report back to its drafter."""
    session, report = current_session(), get_report(current_session(), report_id)
    reason = tidy(request.form.get("reason", ""))[:2_000]
    period = period_of_report(session, report)
    deed = web_deed(N_("Sent back the report on %(period)s"), reason=reason.strip(), period=period.name)
    services.send_back(session, report, reason, deed=deed)
    session.commit()
    flash(_("The report went back to its drafter."), "success")
    return _back(report_id)


@bp.route("/bao-cao/ban/<int:report_id>/ban-hanh", methods=["GET", "POST"])
@guard(Permission.ISSUE_REPORTS, write=False)
def issue(report_id: int) -> Any:
    """Issue a checked report: number and date; its files are made before anything is locked."""
    session, report = current_session(), get_report(current_session(), report_id)
    if request.method == "GET":
        return _issue_form(report)
    number, day = request.form.get("number", "").strip(), request.form.get("dated_on", "")
    try:
        done = _issue(report, _number(number), _day(day))
    except Refusal as refusal:
        session.rollback()
        return _issue_form(get_report(session, report_id), number, day, refusal), refusal.status
    if done:
        flash(_("The report is issued; its files are kept."), "success")
    else:
        flash(_("The lists are long: the files are made in the background, then the report is issued."), "info")
    return _back(report_id)


def _issue(report: Report, number: str, dated_on: dt.date) -> bool:
    """Issue the report at once, or leave a long one to the worker; answers whether it is issued now."""
    session, storage, on = current_session(), _storage(), today()
    if services.takes_long(session, report, on=on):
        begin_write(session)
        report = get_report(session, report.id)
        services.order_issue(session, report, number=number, dated_on=dated_on, on=on, by=signed_in())
        session.commit()
        return False
    report_id, version, template = report.id, report.version, bytes_in_use(session, storage)
    files = services.make_files(session, report, number=number, dated_on=dated_on, on=on, template=template)
    begin_write(session)
    report = get_report(session, report_id)
    period = period_of_report(session, report)
    deed = web_deed(N_("Issued the report on %(period)s"), period=period.name)
    ensure_storage(session, storage)
    said: dict[str, Any] = {"number": number, "dated_on": dated_on, "on": on, "version": version}
    services.issue(session, report, files, storage=storage, deed=deed, **said)
    session.commit()
    return True


@bp.get("/bao-cao/ban/<int:report_id>/tep/<int:file_id>")
@guard(Permission.EXPORT_REPORTS)
def kept_file(report_id: int, file_id: int) -> Any:
    """A file of an issued report, as it was issued; an internal copy is asked for by a deed that is noted."""
    kept = get_file(current_session(), get_report(current_session(), report_id), file_id)
    if kept.internal:
        raise Forbidden
    return _sent(kept)


@bp.post("/bao-cao/ban/<int:report_id>/noi-bo/<int:file_id>")
@guard(Permission.EXPORT_INTERNAL_REPORTS)
def kept_internal_file(report_id: int, file_id: int) -> Any:
    """The museum's own copy of an issued report, as it was frozen; who took it and when is noted."""
    session, report = current_session(), get_report(current_session(), report_id)
    kept = get_file(session, report, file_id)
    if not kept.internal:
        return redirect(url_for("reports.kept_file", report_id=report_id, file_id=file_id), 303)
    note_internal(period_of_report(session, report), kept.form)
    session.commit()
    return _sent(get_file(session, report, file_id))


def _sent(kept: ReportFile) -> Any:
    mime = MIMES.get(kept.form, "application/octet-stream")
    path = kept_path(REPORTS, kept.sha256, kept.name)
    return send_file(path, mimetype=mime, as_attachment=True, download_name=kept.name, etag=kept.sha256)


@bp.post("/bao-cao/ban/<int:report_id>/ban-ky")
@guard(Permission.ISSUE_REPORTS)
def attach_signed(report_id: int) -> Any:
    """Put the scan of the signed paper beside the issued report."""
    session, report = current_session(), get_report(current_session(), report_id)
    upload = request.files.get("file")
    content = upload.stream.read() if upload else b""
    suffix = next((suffix for start, suffix in SCANS.items() if content.startswith(start)), "")
    if upload is None or not suffix:
        raise NoScan
    storage = _storage()
    ensure_storage(session, storage)
    made = services.Made(services.SIGNED, "vi", _scan_name(upload.filename or "", suffix), content)
    deed = web_deed(N_("Attached the signed scan of the report on %(period)s"), period=_name(report))
    services.attach_signed(session, report, made, storage=storage, deed=deed)
    session.commit()
    flash(_("The scan was attached."), "success")
    return _back(report_id)


def _scan_name(name: str, suffix: str) -> str:
    """The name under which a scan is handed out: its last part says what the file is, not what it was called."""
    stem = PurePath(clean_name(name)).stem
    return clean_name(f"{stem}{suffix}")


@bp.post("/bao-cao/ban/<int:report_id>/so")
@guard(Permission.ISSUE_REPORTS)
def give_number(report_id: int) -> Any:
    """Note the number that the clerk gave to the report."""
    session, report = current_session(), get_report(current_session(), report_id)
    number = _number(request.form.get("number", "").strip())
    if not number:
        raise NumberUnclear(field="number")
    deed = web_deed(N_("Gave number %(number)s to the report on %(period)s"), number=number, period=_name(report))
    services.give_number(session, report, number, deed=deed)
    session.commit()
    flash(_("The number was noted."), "success")
    return _back(report_id)


def _issue_form(report: Report, number: str = "", day: str = "", refusal: Refusal | None = None) -> str:
    session = current_session()
    period = period_of_report(session, report)
    return render_template(
        "reports/issue.html",
        report=report,
        period=period,
        args=period_args(period),
        number=number or report.number,
        day=day or show_date(today(), current_locale()),
        error=word(refusal.message) if refusal else "",
        field=refusal.field if refusal else "",
    )


def _number(text: str) -> str:
    if not NUMBER.fullmatch(text):
        raise NumberUnclear(field="number")
    return text.lstrip("0") if text.isdecimal() else text


def _day(text: str) -> dt.date:
    read = read_date(text)
    if read.earliest is None or read.earliest != read.latest:
        raise DayUnclear(field="dated_on", text=text)
    return read.earliest


def _storage() -> Storage:
    return storage_of(current_app.config["SETTINGS"])


def _name(report: Report) -> Any:
    return period_of_report(current_session(), report).name


def _back(report_id: int) -> Any:
    return redirect(url_for("reports.report", report_id=report_id), 303)
