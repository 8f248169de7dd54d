"""Visits: the entries of a reporting year, entering, correcting, taking back, and a sheet of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Conflict, Refusal
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.web import web_deed
from museum_tracker.targets import visitors
from museum_tracker.targets.forms import VisitsForm, VisitsSheetForm
from museum_tracker.targets.models import VisitorCount
from museum_tracker.targets.queries import period_named, period_on
from museum_tracker.targets.rules.visits import Span, Visits, read_lines, read_span, read_visitors
from museum_tracker.targets.sheets import read_sheet
from museum_tracker.targets.views import bp, today
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

FIRST_YEAR, LAST_YEAR = 1950, 2100


@bp.get("/chi-tieu/khach-tham-quan")
@guard(Permission.VIEW)
def visits() -> str:
    """The visits of a reporting year, with their sum."""
    return _page(VisitsForm(), VisitsSheetForm())


@bp.post("/chi-tieu/khach-tham-quan")
@guard(Permission.ENTER_TARGET_VALUES)
def enter_visits() -> Any:
    """Enter the visits of a day, a month or some days."""
    session, form = current_session(), VisitsForm()
    if form.validate_on_submit():
        try:
            typed = _typed(form)
            deed = web_deed(N_("Entered the visits of %(span)s"), span=typed.span.message)
            visitors.enter_visits(session, get_profile(session), typed, deed=deed, today=today())
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("targets.visits", nam=get_profile(session).year_on(typed.span.first)), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(form, VisitsSheetForm()), 422


@bp.route("/chi-tieu/khach-tham-quan/<int:count_id>", methods=["GET", "POST"])
@guard(Permission.ENTER_TARGET_VALUES)
def correct_visits(count_id: int) -> Any:
    """Correct an entry; what stood before stays in its history."""
    session, count = current_session(), visitors.get_visits(current_session(), count_id)
    form, status = _filled(count), 200
    if form.validate_on_submit():
        try:
            typed = _typed(form)
            deed = web_deed(N_("Corrected the visits of %(span)s"), span=typed.span.message)
            version = request.form.get("version", type=int) or count.version
            profile = get_profile(session)
            visitors.correct_visits(session, profile, count, typed, version=version, deed=deed, today=today())
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("targets.visits", nam=profile.year_on(typed.span.first)), 303)
        except Refusal as refusal:
            session.rollback()
            status = 409 if isinstance(refusal, Conflict) else 422
            form.refuse(refusal)
    return _correction(count, form), 422 if form.errors and status == 200 else status


@bp.post("/chi-tieu/khach-tham-quan/<int:count_id>/rut-lai")
@guard(Permission.ENTER_TARGET_VALUES)
def void_visits(count_id: int) -> Any:
    """Take an entry back; it can be restored from the history."""
    session, count = current_session(), visitors.get_visits(current_session(), count_id)
    deed = web_deed(N_("Took back the visits of %(span)s"), span=Span(count.first, count.last).message)
    visitors.void_visits(session, count, deed=deed)
    session.commit()
    flash(_("The entry was taken back."), "success")
    return redirect(url_for("targets.visits", nam=get_profile(session).year_on(count.first)), 303)


@bp.post("/chi-tieu/khach-tham-quan/bang")
@guard(Permission.ENTER_TARGET_VALUES)
def visits_sheet() -> Any:
    """Try a sheet of visits, or take it in: new days, corrected days, and every line that cannot be read."""
    session, form = current_session(), VisitsSheetForm()
    trial = bool(request.form.get("trial"))
    if not form.validate_on_submit():
        return _page(VisitsForm(formdata=None), form), 422
    name = form.file.data.filename or ""
    try:
        lines = list(read_lines(_rows(form.file.data, name)))
        deed = web_deed(N_("Took in a sheet of visits: %(file)s"), file=name)
        profile = get_profile(session)
        taken = visitors.take_sheet(session, profile, lines, source=name[:500], deed=deed, today=today())
    except Refusal as refusal:
        session.rollback()
        form.refuse(refusal)
        return _page(VisitsForm(formdata=None), form), 422
    if trial or not (taken.created or taken.corrected):
        session.rollback()
    else:
        session.commit()
    return _page(VisitsForm(formdata=None), VisitsSheetForm(formdata=None), taken=taken, trial=trial)


def _rows(upload: Any, name: str) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        upload.save(path)
        return read_sheet(path, name)


def _typed(form: VisitsForm) -> Visits:
    """What was typed, read as people write it.

    Raises:
        SpanUnclear, VisitorsUnclear: at the field concerned.
    """
    return Visits(
        span=read_span(form.span.data or ""),
        visitors=read_visitors(form.visitors.data or ""),
        source=form.source.data or "",
        note=form.note.data or "",
    )


def _filled(count: VisitorCount) -> VisitsForm:
    span = Span(count.first, count.last)
    text = f"{count.first:%m/%Y}" if span.is_month else word(span.message)
    said = {"source": count.source, "note": count.note}
    return VisitsForm(data={"span": text, "visitors": number(count.visitors, current_locale()), **said})


def _correction(count: VisitorCount, form: VisitsForm) -> str:
    session = current_session()
    return render_template(
        "targets/visits_form.html",
        count=count,
        span=word(Span(count.first, count.last).message),
        form=form,
        past=entity_history_html(session, "visitor_count", count.id, limit=10),
    )


def _page(form: VisitsForm, sheet: VisitsSheetForm, taken: visitors.Taken | None = None, *, trial: bool = False) -> str:
    session, on = current_session(), today()
    profile = get_profile(session)
    now = period_on(profile, on).year
    year = request.args.get("nam", type=int) or now
    period = period_named(profile, min(max(year, FIRST_YEAR), LAST_YEAR))
    entries = visitors.list_visits(session, period.start, period.end)
    return render_template(
        "targets/visits.html",
        period=period,
        now=now,
        entries=[(one, word(Span(one.first, one.last).message)) for one in entries],
        total=visitors.sum_visitors(session, period.start, period.end),
        form=form,
        sheet=sheet,
        taken=taken,
        trial=trial,
    )
