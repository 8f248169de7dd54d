"""Pages of the series of numbers: how each writes, which number comes next, and which are closed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.models import NumberSeries
from museum_tracker.catalogue.numbers import editing, queries
from museum_tracker.catalogue.numbers.patterns import PatternWrong, check_pattern, digits_of, with_digits, write
from museum_tracker.catalogue.rules import NumberKind, label
from museum_tracker.catalogue.series import REGISTER, registration_series, shown_number
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.catalogue.views.series_forms import MOST, SeriesForm
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.web import web_deed
from museum_tracker.web.arguments import whole
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

Answer = Response | str | tuple[str, int]


@bp.get("/day-so")
@guard(Permission.VIEW)
def number_series() -> str:
    """All series with the next number of each."""
    session = current_session()
    return render_template(
        "catalogue/series.html",
        rows=queries.list_series(session),
        unopened="" if queries.register_is_open(session) else shown_number(session, REGISTER),
        kind_label=lambda kind: label(kind, current_locale()),
    )


@bp.route("/day-so/moi", methods=["GET", "POST"])
@guard(Permission.EDIT_NUMBER_SERIES)
def add_series() -> Answer:
    """Open a series."""
    session = current_session()
    kind = _asked_kind()
    form = _form(SeriesForm(kind=kind.value, pattern="{prefix} {seq}", digits=1, next=1, strict=True), None, kind)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Opened the number series %(name)s"), name=form.name.data or "")
            editing.add_series(session, kind, form.values(shown_next=1), deed=deed)
            session.commit()
            flash(_("The series is open."), "success")
            return redirect(url_for("catalogue.number_series"), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(form, None), 422 if form.is_submitted() else 200


@bp.post("/day-so/so-dang-ky")
@guard(Permission.EDIT_NUMBER_SERIES)
def open_register() -> Response:
    """Open the museum's own register before its first number, to say how it writes."""
    series = registration_series(current_session())
    current_session().commit()
    return redirect(url_for("catalogue.edit_series", series_id=series.id), 303)


@bp.route("/day-so/<int:series_id>", methods=["GET", "POST"])
@guard(Permission.EDIT_NUMBER_SERIES)
def edit_series(series_id: int) -> Answer:
    """Change how a series writes, which number comes next, or close it."""
    session = current_session()
    series = editing.find_series_by_id(session, series_id)
    shown = series.last + 1
    form = _form(SeriesForm(data=_typed(series)), series, series.kind)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Changed the number series %(name)s"), name=series.label)
            version = whole(form.version.data)
            editing.edit_series(session, series, form.values(shown_next=shown), deed=deed, version=version)
            session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("catalogue.number_series"), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(form, editing.find_series_by_id(session, series_id)), 422 if form.is_submitted() else 200


@bp.get("/day-so/xem-so")
@guard(Permission.EDIT_NUMBER_SERIES)
def preview_numbers() -> str:
    """The next numbers as a pattern just being typed would write them."""
    prefix, pattern = request.args.get("prefix", "").strip()[:40], request.args.get("pattern", "").strip()[:100]
    if not prefix and request.args.get("kind") == NumberKind.REGISTRATION:
        prefix = get_profile(current_session()).number_prefix
    digits, first = (request.args.get(name, 1, type=int) for name in ("digits", "next"))
    return render_template("catalogue/_series_preview.html", **_preview(pattern, prefix, digits, first))


def _preview(pattern: str, prefix: str, digits: int, first: int) -> dict[str, str]:
    """The next three numbers, or why there are none."""
    try:
        check_pattern(pattern, prefix)
    except PatternWrong as refusal:
        return {"found": "", "wrong": word(refusal.message)}
    pattern, first = with_digits(pattern, min(max(digits, 1), 9)), min(max(first, 1), MOST)
    return {"found": " · ".join(write(pattern, prefix, seq) for seq in (first, first + 1, first + 2)), "wrong": ""}


def _asked_kind() -> NumberKind:
    asked = request.form.get("kind", NumberKind.REGISTRATION)
    return NumberKind(asked) if asked in editing.OPENED_BY_HAND else NumberKind.REGISTRATION


def _typed(series: NumberSeries) -> dict[str, object]:
    digits = {"digits": digits_of(series.pattern), "next": series.last + 1, "version": series.version}
    return {**editing.values_of(series), **digits, "pattern": with_digits(series.pattern, 1)}


def _form(form: SeriesForm, series: NumberSeries | None, kind: NumberKind) -> SeriesForm:
    """Offer the kinds and the series that may follow."""
    locale = current_locale()
    kinds = (kind,) if series else editing.OPENED_BY_HAND
    form.kind.choices = [SelectChoice(each.value, label(each, locale)) for each in kinds]
    others = queries.may_follow(current_session(), series, kind)
    form.successor_id.choices = [SelectChoice("", _("– none –")), *(SelectChoice(one.id, one.label) for one in others)]
    return form


def _page(form: SeriesForm, series: NumberSeries | None) -> str:
    session = current_session()
    own = get_profile(session).number_prefix
    kind = series.kind if series else _asked_kind()
    prefix = form.prefix.data or (own if kind is NumberKind.REGISTRATION else "")
    return render_template(
        "catalogue/series_edit.html",
        form=form,
        series=series,
        museum_prefix=own,
        register=kind is NumberKind.REGISTRATION,
        preview=_preview(form.pattern.data or "", prefix, form.digits.data or 1, form.next.data or 1),
        history=entity_history_html(session, editing.ENTITY, series.id) if series else "",
    )
