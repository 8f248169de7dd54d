"""Entering, correcting and taking back what was reached for a target, with its evidence file."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.dates import read_date
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.measures import read_number
from museum_tracker.core.museum import get_profile
from museum_tracker.history.entities import find_entity, part
from museum_tracker.history.web import web_deed
from museum_tracker.media.keeping import keep
from museum_tracker.media.services import clean_name, ensure_storage
from museum_tracker.media.stores import storage_of
from museum_tracker.media.views.giving import kept_path
from museum_tracker.targets import services
from museum_tracker.targets.evidence import EVIDENCE
from museum_tracker.targets.forms import ValueForm
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.queries import get_target, get_target_of, get_value, period_on
from museum_tracker.targets.refusals import DayUnclear, NumberUnclear
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.services import Entered, Evidence, ValueChanged
from museum_tracker.targets.trends import first_counted_year
from museum_tracker.targets.views import bp, today
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

CHUNK = 1024 * 1024
YEARS_BACK = 30


@bp.route("/chi-tieu/<int:target_id>/so-lieu", methods=["GET", "POST"])
@guard(Permission.ENTER_TARGET_VALUES)
def enter_value(target_id: int) -> Any:
    """Enter what was reached for a target."""
    session, found = current_session(), get_target(current_session(), target_id)
    form = _form(found)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Entered a value for target %(target)s"), target=found.name(current_locale()))
            entered, evidence = _entered(form, found), _evidence(form)
            services.enter_value(session, found, entered, deed=deed, today=today(), evidence=evidence)
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("targets.target", target_id=target_id), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(found, form)


@bp.route("/chi-tieu/so-lieu/<int:value_id>", methods=["GET", "POST"])
@guard(Permission.ENTER_TARGET_VALUES)
def correct_value(value_id: int) -> Any:
    """Correct a value; what stood before stays in the history."""
    session, value = current_session(), get_value(current_session(), value_id)
    found = get_target_of(session, value.target_code)
    form = _form(found, value)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Corrected a value of target %(target)s"), target=found.name(current_locale()))
            entered, evidence = _entered(form, found), _evidence(form)
            version = request.form.get("version", type=int) or value.version
            services.correct_value(
                session, value, found, entered, deed=deed, today=today(), version=version, evidence=evidence
            )
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("targets.target", target_id=found.id), 303)
        except ValueChanged as conflict:
            session.rollback()
            return _conflict(found, get_value(session, value_id), form, conflict)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(found, form, value)


def _conflict(target: Target, value: IndicatorValue, form: ValueForm, conflict: ValueChanged) -> Any:
    """Two corrections at once: what stood before, what the other person saved, what was typed here."""
    handler, session, locale = find_entity("indicator_value"), current_session(), current_locale()
    rows = [
        {
            "label": part(handler, "field_label")(name, locale),
            "clash": conflict.theirs[name] != conflict.mine[name],
            **{
                side: part(handler, "show_value")(session, name, state.get(name), locale)
                for side, state in (("before", conflict.before), ("theirs", conflict.theirs), ("mine", conflict.mine))
            },
        }
        for name in services.TYPED
        if len({str(state.get(name)) for state in (conflict.before, conflict.theirs, conflict.mine)}) > 1
    ]
    page = render_template(
        "targets/value_conflict.html",
        target=target,
        value=value,
        rows=rows,
        typed=[(one.name, one.data) for one in form if one.type not in {"FileField", "CSRFTokenField"}],
        version=conflict.version,
        file_chosen=bool(form.evidence.data),
    )
    return page, 409


@bp.route("/chi-tieu/<int:target_id>/da-bao-cao", methods=["GET", "POST"])
@guard(Permission.ENTER_TARGET_VALUES)
def enter_reported(target_id: int) -> Any:
    """Enter what was reported for a year before the museum counted here, with the report itself."""
    session, found = current_session(), get_target(current_session(), target_id)
    if not found.is_computed:
        return redirect(url_for("targets.enter_value", target_id=target_id), 303)
    first = first_counted_year(session, get_profile(session), found)
    form = _form(found, before=first or period_on(get_profile(session), today()).year)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Entered a reported figure for target %(target)s"), target=found.name(current_locale()))
            entered, evidence = _entered(form, found), _evidence(form)
            services.enter_reported(
                session, found, entered, deed=deed, today=today(), first_counted=first, evidence=evidence
            )
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("targets.target", target_id=target_id), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(found, form, reported=True)


@bp.post("/chi-tieu/so-lieu/<int:value_id>/rut-lai")
@guard(Permission.ENTER_TARGET_VALUES)
def void_value(value_id: int) -> Any:
    """Take a value back; it can be restored from the history."""
    session, value = current_session(), get_value(current_session(), value_id)
    found = get_target_of(session, value.target_code)
    deed = web_deed(N_("Took back a value of target %(target)s"), target=found.name(current_locale()))
    services.void_value(session, value, deed=deed)
    session.commit()
    flash(_("The value was taken back."), "success")
    return redirect(url_for("targets.target", target_id=found.id), 303)


@bp.get("/chi-tieu/minh-chung/<int:value_id>")
@guard(Permission.VIEW)
def evidence(value_id: int) -> Any:
    """The file that proves a value, always as a download."""
    value = get_value(current_session(), value_id)
    if not value.evidence_sha256:
        raise NotFound(what=Message(N_("the evidence file")))
    return send_file(
        kept_path(EVIDENCE, value.evidence_sha256, value.evidence_name),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=value.evidence_name,
        etag=value.evidence_sha256,
    )


def _form(target: Target, value: IndicatorValue | None = None, *, before: int | None = None) -> ValueForm:
    """The form with the reporting years to choose from, or those `before` one, and an existing value filled in."""
    locale = current_locale()
    filled: dict[str, Any] = {"on": show_date(value.on if value else today(), locale)}
    if value is not None:
        filled |= {"year": value.year, "source": value.source, "note": value.note}
        filled |= {"value": "" if value.value is None else number(value.value, locale)}
        filled |= {"done": "yes" if value.done else "no"}
    this = period_on(get_profile(current_session()), today()).year
    form = ValueForm(data={"year": this if before is None else before - 1, **filled})
    years = range(this, min(target.plan.issued.year, this) - 1, -1)
    if before is not None:
        years = range(before - 1, before - 1 - YEARS_BACK, -1)
    elif value is not None and value.reported:
        years = range(max(value.year, this), min(value.year, this) - YEARS_BACK, -1)
    form.year.choices = [SelectChoice(year, str(year)) for year in years]
    if target.kind is TargetKind.MILESTONE:
        del form.value
    else:
        del form.done
    return form


def _entered(form: ValueForm, target: Target) -> Entered:
    """What was typed, read as people write it.

    Raises:
        DayUnclear, NumberUnclear: at the field concerned.
    """
    day = read_date(form.on.data)
    if day.earliest is None or day.earliest != day.latest:
        raise DayUnclear(field="on", text=form.on.data)
    common = {
        "year": form.year.data,
        "on": day.earliest,
        "source": form.source.data or "",
        "note": form.note.data or "",
    }
    if target.kind is TargetKind.MILESTONE:
        return Entered(done=form.done.data == "yes", **common)
    if not (form.value.data or "").strip():
        return Entered(**common)
    typed = read_number(form.value.data.strip().removesuffix("%"))
    if typed.value is None:
        raise NumberUnclear(field="value", text=form.value.data)
    return Entered(value=float(typed.value), **common)


def _evidence(form: ValueForm) -> Evidence | None:
    """Keep the file under its hash before the row that names it is written."""
    upload = form.evidence.data
    if not upload or not upload.filename:
        return None
    settings = current_app.config["SETTINGS"]
    storage = storage_of(settings)
    ensure_storage(current_session(), storage)
    limit = settings.max_form_mb * CHUNK
    staged = storage.stage(iter(lambda: upload.stream.read(CHUNK), b""), limit=limit)
    keep(current_session(), storage, EVIDENCE, staged.path, staged.sha256, by=signed_in())
    return Evidence(sha256=staged.sha256, name=clean_name(upload.filename), size=staged.size)


def _page(target: Target, form: ValueForm, value: IndicatorValue | None = None, *, reported: bool = False) -> Any:
    reported = reported or bool(value and value.reported)
    page = render_template("targets/value_form.html", target=target, form=form, value=value, reported=reported)
    return page, 422 if form.errors else 200
