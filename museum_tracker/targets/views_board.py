"""The board of all targets, one target's page, and the plan it comes from."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.charts import spark
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.web import web_deed
from museum_tracker.targets import planning
from museum_tracker.targets.board import BoardRow, board, spark_label
from museum_tracker.targets.cards import card_of, need_card
from museum_tracker.targets.forms import EndForm
from museum_tracker.targets.queries import get_target, latest_plan, values_of
from museum_tracker.targets.rules.bands import KIND_LABELS, MET, TONES, VERDICT_LABELS, Verdict
from museum_tracker.targets.rules.plan_words import COMPUTED_LABELS, SCOPE_LABELS, Scope
from museum_tracker.targets.views import bp, today
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

STATES = {
    "dat": MET,
    "dang-thuc-hien": frozenset({Verdict.ON_PACE, Verdict.UNDER_WAY, Verdict.TOO_EARLY}),
    "can-chu-y": frozenset({Verdict.BEHIND, Verdict.FORECAST_SHORT, Verdict.SHORT}),
    "chua-co-so-lieu": frozenset({Verdict.NO_VALUE}),
}
STATE_LABELS = {
    "dat": N_("Achieved"),
    "dang-thuc-hien": N_("Under way"),
    "can-chu-y": N_("Behind or short"),
    "chua-co-so-lieu": N_("No value yet"),
}


@bp.get("/chi-tieu")
@guard(Permission.VIEW)
def targets() -> str:
    """All targets by institution and section, with filters."""
    session, on = current_session(), today()
    rows = board(session, get_profile(session), on)
    scope, state = request.args.get("pham-vi", ""), request.args.get("trang-thai", "")
    shown = [
        row
        for row in rows
        if (not scope or row.target.scope == scope) and (not state or row.verdict in STATES.get(state, ()))
    ]
    return render_template(
        "targets/board.html",
        plan=latest_plan(session),
        on=on,
        groups=_grouped(shown),
        total=len(rows),
        shown=len(shown),
        scope=scope,
        state=state,
        scopes=[(word_.value, _(label)) for word_, label in SCOPE_LABELS.items()],
        states=[
            (name, _(label), sum(row.verdict in STATES[name] for row in rows)) for name, label in STATE_LABELS.items()
        ],
        tones=TONES,
        verdicts=VERDICT_LABELS,
        figure_path=figure_path,
    )


@bp.get("/chi-tieu/<int:target_id>")
@guard(Permission.VIEW)
def target(target_id: int) -> str:
    """One target: how it stands, the values entered for it with their evidence, its history."""
    session, locale, on = current_session(), current_locale(), today()
    found = get_target(session, target_id)
    row = next((row for row in board(session, get_profile(session), on) if row.target.id == found.id), None)
    promise = row.promise if row else None
    values = values_of(session, found.code)
    return render_template(
        "targets/target.html",
        target=found,
        row=row,
        card=card_of(promise, locale) if promise else None,
        need=need_card(promise, locale) if promise else None,
        values=[(value, entity_history_html(session, "indicator_value", value.id, limit=5)) for value in values],
        end_form=EndForm(),
        tones=TONES,
        verdicts=VERDICT_LABELS,
        kinds=KIND_LABELS,
        sources=COMPUTED_LABELS,
    )


@bp.post("/chi-tieu/<int:target_id>/ket-thuc")
@guard(Permission.EDIT_TARGETS)
def end_target(target_id: int) -> Any:
    """Say that a target no longer applies, or put it in force again."""
    session, form = current_session(), EndForm()
    found = get_target(session, target_id)
    again = request.form.get("again") == "1"
    if not again and not form.validate_on_submit():
        flash(_("Say why the target no longer applies."), "error")
        return redirect(url_for("targets.target", target_id=target_id), 303)
    if again:
        deed = web_deed(N_("Put target %(target)s in force again"), target=found.name(current_locale()))
    else:
        deed = web_deed(N_("Ended target %(target)s"), target=found.name(current_locale()))
    planning.end_target(session, found, reason="" if again else str(form.reason.data), on=today(), deed=deed)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("targets.target", target_id=target_id), 303)


def _grouped(rows: list[BoardRow]) -> list[tuple[str, list[tuple[BoardRow, Markup]]]]:
    """Rows under the name of their institutions, each with its sparkline."""
    groups = []
    for scope in Scope:
        mine = [row for row in rows if row.target.scope is scope]
        if mine:
            groups.append((_(SCOPE_LABELS[scope]), [(row, _spark(row)) for row in mine]))
    return groups


def _spark(row: BoardRow) -> Markup:
    drawn = spark.draw(row.past, label=spark_label(row, current_locale()), name=f"spark-{row.target.id}")
    return Markup(drawn)  # noqa: S704 - own drawing
