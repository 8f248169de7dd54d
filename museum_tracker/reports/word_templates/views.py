"""The museum's own Word template: received, tried, put into use, put away."""

from __future__ import annotations

import io
from typing import Any

from flask import current_app, flash, redirect, render_template, request, send_file, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.history.web import web_deed
from museum_tracker.media.services import clean_name, ensure_storage
from museum_tracker.media.storage import Storage
from museum_tracker.media.stores import storage_of
from museum_tracker.reports import services as reports
from museum_tracker.reports.arguments import asked_locale, today
from museum_tracker.reports.drafts import Choice
from museum_tracker.reports.errors import TemplateRefused
from museum_tracker.reports.model import Document
from museum_tracker.reports.outputs import docx
from museum_tracker.reports.queries import get_period
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.rules.word_fields import FIELDS
from museum_tracker.reports.views import bp
from museum_tracker.reports.word_templates import services
from museum_tracker.reports.word_templates.queries import content_of, get_template, list_templates
from museum_tracker.targets.queries import period_on
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word


@bp.get("/bao-cao/mau-van-ban")
@guard(Permission.MANAGE_REPORT_TEMPLATES)
def templates() -> str:
    """The templates received, and what a template may ask for."""
    return _page()


@bp.post("/bao-cao/mau-van-ban")
@guard(Permission.MANAGE_REPORT_TEMPLATES, write=False)
def receive_template() -> Any:
    """Receive a template: it is looked through and filled once before it is kept."""
    session, upload = current_session(), request.files.get("file")
    try:
        content = upload.stream.read(services.MOST_MIB * 1024 * 1024 + 1) if upload else b""
        if upload is None or not content:
            raise TemplateRefused(field="file", problem=Message(N_("no file was chosen.")))
        if len(content) > services.MOST_MIB * 1024 * 1024:
            raise TemplateRefused(field="file", problem=Message(N_("it is too large when unpacked.")))
        services.try_template(content, _sample())
    except Refusal as refusal:
        session.rollback()
        return _page(word(refusal.message)), refusal.status
    name = clean_name(upload.filename or "")
    begin_write(session)
    storage = _storage()
    ensure_storage(session, storage)
    deed = web_deed(N_("Received the Word template %(name)s"), name=name)
    services.receive(session, name, content, storage=storage, deed=deed)
    session.commit()
    flash(_("The template is sound. Look at the trial, then put it into use."), "success")
    return redirect(url_for("reports.templates"), 303)


@bp.get("/bao-cao/mau-van-ban/<int:template_id>/xem-thu")
@guard(Permission.MANAGE_REPORT_TEMPLATES)
def try_template(template_id: int) -> Any:
    """This year's report through a template, as a Word file to look at."""
    template = get_template(current_session(), template_id)
    made = services.try_template(content_of(template, _storage()), _sample())
    return _word(made, f"xem-thu-{template.id}.docx")


@bp.get("/bao-cao/mau-van-ban/chuan.docx")
@guard(Permission.MANAGE_REPORT_TEMPLATES)
def standard_template() -> Any:
    """The standard template, to be changed in Word."""
    return _word(docx.TEMPLATE.read_bytes(), "mau-bao-cao-chuan.docx")


@bp.get("/bao-cao/mau-van-ban/<int:template_id>/tep")
@guard(Permission.MANAGE_REPORT_TEMPLATES)
def template_file(template_id: int) -> Any:
    """A template as it was received."""
    template = get_template(current_session(), template_id)
    return _word(content_of(template, _storage()), template.name)


@bp.post("/bao-cao/mau-van-ban/<int:template_id>/dung")
@guard(Permission.MANAGE_REPORT_TEMPLATES)
def use_template(template_id: int) -> Any:
    """Put a template into use."""
    session, template = current_session(), get_template(current_session(), template_id)
    services.use(session, template, deed=web_deed(N_("Put the Word template %(name)s into use"), name=template.name))
    session.commit()
    flash(_("The template is in use."), "success")
    return redirect(url_for("reports.templates"), 303)


@bp.post("/bao-cao/mau-van-ban/chuan")
@guard(Permission.MANAGE_REPORT_TEMPLATES)
def use_standard() -> Any:
    """Go back to the standard template."""
    session = current_session()
    services.use(session, None, deed=web_deed(N_("Went back to the standard Word template")))
    session.commit()
    flash(_("The standard template is in use."), "success")
    return redirect(url_for("reports.templates"), 303)


def _sample() -> Document:
    """This year's report without its lists."""
    session, on = current_session(), today()
    year = period_on(get_profile(session), on).year
    period = get_period(session, year, SpanKind.YEAR, 0, on=on)
    return reports.report_document(session, period, Choice(locale=asked_locale(), appendices=False), on=on)


def _page(error: str = "") -> str:
    found = list_templates(current_session())
    return render_template("reports/templates.html", templates=found, fields=FIELDS, error=error)


def _word(content: bytes, name: str) -> Any:
    return send_file(io.BytesIO(content), mimetype=docx.MIME, as_attachment=True, download_name=name)


def _storage() -> Storage:
    return storage_of(current_app.config["SETTINGS"])
