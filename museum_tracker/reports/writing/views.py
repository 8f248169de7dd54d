"""The page of a report and the writing of its texts, with remarks to the drafter."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import LOCALES, N_
from museum_tracker.core.museum import get_profile
from museum_tracker.core.text import clean
from museum_tracker.history.web import web_deed
from museum_tracker.reports.arguments import period_args, today
from museum_tracker.reports.errors import TextConflict, TextTooLong
from museum_tracker.reports.models import Report
from museum_tracker.reports.rules.prose import tidy
from museum_tracker.reports.rules.sections import MOST_CHARACTERS, is_known
from museum_tracker.reports.rules.states import STATE_LABELS, STATE_TONES, ReportState
from museum_tracker.reports.views import bp
from museum_tracker.reports.writing import services
from museum_tracker.reports.writing.page import part_title, report_page
from museum_tracker.reports.writing.queries import find_text, get_report, period_of_report, writings
from museum_tracker.targets.scenarios import chosen_among, on_the_road
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

NAMES = {"vi": "Tiếng Việt", "en": "English"}


@bp.get("/bao-cao/ban/<int:report_id>")
@guard(Permission.VIEW)
def report(report_id: int) -> str:
    """A report: how far it is, its parts, what is missing, remarks, files."""
    found = report_page(current_session(), get_report(current_session(), report_id), today(), current_locale())
    return render_template(
        "reports/report.html", page=found, states=STATE_LABELS, tones=STATE_TONES, all_states=list(ReportState)
    )


@bp.route("/bao-cao/ban/<int:report_id>/viet/<key>", methods=["GET", "POST"])
@guard(Permission.WRITE_REPORTS)
def write(report_id: int, key: str) -> Any:
    """Write one text of a report; nothing typed is lost, nobody's words are overwritten."""
    session, found = current_session(), get_report(current_session(), report_id)
    if not is_known(key):
        raise NotFound(what=key)
    if request.method == "GET":
        services.require_open(found)
        return _form(found, key, _language())
    locale, typed = _language(), request.form.get("text", "")
    try:
        title = part_title(session, found, key, current_locale())
        deed = web_deed(N_("Wrote “%(part)s” of the report on %(period)s"), part=title, period=_name(found))
        version = whole(request.form.get("version"))
        services.write_text(session, found, key, locale, typed, version=version, deed=deed)
    except TextConflict as clash:
        session.rollback()
        return _conflict(get_report(session, report_id), key, locale, clash), 409
    except TextTooLong as refusal:
        session.rollback()
        return _form(get_report(session, report_id), key, locale, typed, word(refusal.message)), 422
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("reports.report", report_id=report_id, _anchor=f"p-{key}"), 303)


@bp.get("/bao-cao/ban/<int:report_id>/viet/<key>/lich-su")
@guard(Permission.WRITE_REPORTS)
def writing_history(report_id: int, key: str) -> str:
    """Who wrote what and when; any former text can be brought back."""
    session, found, locale = current_session(), get_report(current_session(), report_id), _language()
    text = find_text(session, found, key, locale)
    return render_template(
        "reports/history.html",
        report=found,
        period=period_of_report(session, found),
        key=key,
        language=locale,
        title=part_title(session, found, key, current_locale()),
        text=text,
        writings=writings(session, text) if text else [],
    )


@bp.post("/bao-cao/ban/<int:report_id>/viet/<key>/khoi-phuc")
@guard(Permission.WRITE_REPORTS)
def restore(report_id: int, key: str) -> Any:
    """Bring a former text back, as a new saving."""
    session, found, locale = current_session(), get_report(current_session(), report_id), _language()
    text = find_text(session, found, key, locale)
    known = {str(each.item.id): each for each in (writings(session, text) if text else [])}
    chosen = known.get(request.form.get("lan", ""))
    if text is None or chosen is None:
        raise NotFound(what=key)
    wanted = chosen.before if request.form.get("ben") == "truoc" else chosen.after
    title = part_title(session, found, key, current_locale())
    deed = web_deed(N_("Restored “%(part)s” of the report on %(period)s"), part=title, period=_name(found))
    services.write_text(session, found, key, locale, wanted, version=text.version, deed=deed)
    session.commit()
    flash(_("The former text was brought back."), "success")
    return redirect(url_for("reports.report", report_id=report_id, _anchor=f"p-{key}"), 303)


@bp.route("/bao-cao/ban/<int:report_id>/thong-tin", methods=["GET", "POST"])
@guard(Permission.WRITE_REPORTS)
def details(report_id: int) -> Any:
    """Who signs, to whom the report goes, whether the forecast is part of it."""
    session, found = current_session(), get_report(current_session(), report_id)
    if request.method == "GET":
        services.require_open(found)
        period = period_of_report(session, found)
        return render_template(
            "reports/details.html",
            report=found,
            period=period,
            args=period_args(period),
            scenarios=on_the_road(session, get_profile(session), today()),
        )
    form = request.form
    values = {
        "signer": clean(form.get("signer", ""))[:200],
        "acting": bool(form.get("acting")),
        "with_forecast": bool(form.get("with_forecast")),
        "scenario_ids": _scenarios(form.getlist("scenario", type=int)),
        "addressees": tidy(form.get("addressees", ""))[:5_000],
        "recipients": tidy(form.get("recipients", ""))[:5_000],
    }
    deed = web_deed(N_("Set signer and addressees of the report on %(period)s"), period=_name(found))
    services.set_details(session, found, values, deed=deed)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("reports.report", report_id=report_id), 303)


def _scenarios(ids: list[int]) -> list[int]:
    offered = on_the_road(current_session(), get_profile(current_session()), today())
    return [one.id for one in chosen_among(offered, ids)]


@bp.post("/bao-cao/ban/<int:report_id>/bo")
@guard(Permission.WRITE_REPORTS)
def discard(report_id: int) -> Any:
    """Take back a draft that was begun by mistake; the history can bring its texts back."""
    session, found = current_session(), get_report(current_session(), report_id)
    period = period_of_report(session, found)
    services.discard(session, found, deed=web_deed(N_("Took back the report on %(period)s"), period=period.name))
    session.commit()
    flash(_("The draft was taken back."), "success")
    return redirect(url_for("reports.period", **period_args(period)), 303)


@bp.post("/bao-cao/ban/<int:report_id>/gop-y")
@guard(Permission.WRITE_REPORTS)
def comment(report_id: int) -> Any:
    """Leave a remark to the drafter on a part."""
    session, found = current_session(), get_report(current_session(), report_id)
    key, text = request.form.get("part", ""), request.form.get("text", "").strip()
    if text:
        deed = web_deed(N_("Remarked on the report on %(period)s"), period=_name(found))
        services.add_comment(session, found, key, text, deed=deed)
        session.commit()
        flash(_("The remark was left."), "success")
    return redirect(url_for("reports.report", report_id=report_id, _anchor="remarks"), 303)


@bp.post("/bao-cao/ban/<int:report_id>/gop-y/<int:comment_id>/xong")
@guard(Permission.WRITE_REPORTS)
def resolve(report_id: int, comment_id: int) -> Any:
    """Say that a remark is settled."""
    session, found = current_session(), get_report(current_session(), report_id)
    remark = services.get_comment(session, found, comment_id)
    deed = web_deed(N_("Settled a remark on the report on %(period)s"), period=_name(found))
    services.resolve_comment(session, remark, deed=deed)
    session.commit()
    return redirect(url_for("reports.report", report_id=report_id, _anchor="remarks"), 303)


def _language() -> str:
    wanted = request.values.get("ngon_ngu", "vi")
    return wanted if wanted in LOCALES else "vi"


def _name(found: Report) -> Any:
    return period_of_report(current_session(), found).name


def _form(found: Report, key: str, locale: str, typed: str | None = None, error: str = "") -> str:
    session = current_session()
    text = find_text(session, found, key, locale)
    return render_template(
        "reports/write.html",
        report=found,
        period=period_of_report(session, found),
        key=key,
        language=locale,
        names=NAMES,
        title=part_title(session, found, key, current_locale()),
        text=text,
        value=typed if typed is not None else (text.text if text else ""),
        version=text.version if text else 0,
        most=MOST_CHARACTERS,
        error=error,
    )


def _conflict(found: Report, key: str, locale: str, clash: TextConflict) -> str:
    session = current_session()
    return render_template(
        "reports/conflict.html",
        report=found,
        period=period_of_report(session, found),
        key=key,
        language=locale,
        title=part_title(session, found, key, current_locale()),
        clash=clash,
    )
