"""The board of all targets, one target's page, and the plan it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.charts import spark
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.links import figure_path
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.web import web_deed
from museum_tracker.targets import planning
from museum_tracker.targets.board import BoardRow, board, spark_label
from museum_tracker.targets.cards import card_of, need_card
from museum_tracker.targets.counters import COUNTERS
from museum_tracker.targets.differences import differences
from museum_tracker.targets.forms import EndForm
from museum_tracker.targets.queries import get_target, latest_plan, values_of, versions_of
from museum_tracker.targets.rules.bands import KIND_LABELS, TONES, VERDICT_LABELS, Verdict
from museum_tracker.targets.rules.plan_words import COMPUTED_LABELS, SCOPE_LABELS, Scope
from museum_tracker.targets.views import bp, road_parts, today
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, ngettext

STATES = {
    "can-chu-y": frozenset({Verdict.BEHIND, Verdict.FORECAST_SHORT, Verdict.SHORT}),
    "dung-tien-do": frozenset({Verdict.ON_PACE}),
    "dat": frozenset({Verdict.ACHIEVED}),
    "vuot": frozenset({Verdict.EXCEEDED}),
    "dang-thuc-hien": frozenset({Verdict.UNDER_WAY, Verdict.TOO_EARLY}),
    "chua-co-so-lieu": frozenset({Verdict.NO_VALUE}),
    "khong-ap-dung": frozenset({Verdict.NOT_APPLICABLE, Verdict.OVER}),
}
STATE_LABELS = {
    "can-chu-y": N_("Behind or short"),
    "dung-tien-do": N_("On pace"),
    "dat": N_("Achieved"),
    "vuot": N_("Exceeded"),
    "dang-thuc-hien": N_("Under way"),
    "chua-co-so-lieu": N_("No value yet"),
    "khong-ap-dung": N_("No longer applies, or period over"),
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """The targets of one section of a plan: what matters first, then those whose period is over."""

    name: str
    rows: list[tuple[BoardRow, Markup]]
    told: str
    open: bool


@bp.get("/chi-tieu")
@guard(Permission.VIEW)
def targets() -> str:
    """All targets by section, the museum's own first, with filters."""
    session, on = current_session(), today()
    rows = board(session, get_profile(session), on)
    chosen = {name: request.args.get(name, "") for name in FILTERS}
    shown = [row for row in rows if all(not value or FILTERS[name](row, value) for name, value in chosen.items())]
    return render_template(
        "targets/board.html",
        plan=latest_plan(session),
        on=on,
        groups=_grouped(shown, filtered=any(chosen.values())),
        total=len(rows),
        shown=len(shown),
        chosen=chosen,
        scopes=[(scope.value, _(label)) for scope, label in SCOPE_LABELS.items()],
        states=[(name, label, count) for name, (label, count) in _counted(rows).items()],
        sections=sorted({row.target.section for row in rows if row.target.section}),
        sources=[(source.value, _(label)) for source, label in COMPUTED_LABELS.items()],
        tones=TONES,
        verdicts=VERDICT_LABELS,
        figure_path=figure_path,
    )


# What each filter of the board's address asks of a row.
FILTERS: dict[str, Callable[[BoardRow, str], bool]] = {
    "pham-vi": lambda row, value: row.target.scope == value,
    "trang-thai": lambda row, value: row.verdict in STATES.get(value, ()),
    "muc": lambda row, value: row.target.section == value,
    "nguon": lambda row, value: row.target.computed == value,
}


@bp.get("/chi-tieu/<int:target_id>")
@guard(Permission.VIEW)
def target(target_id: int) -> str:
    """One target: how it stands, the values entered for it with their evidence, its history."""
    session, locale, on = current_session(), current_locale(), today()
    found = get_target(session, target_id)
    row = next((row for row in board(session, get_profile(session), on) if row.target.id == found.id), None)
    promise = row.promise if row else None
    values = values_of(session, found.code)
    versions = list(versions_of(session, found))
    return render_template(
        "targets/target.html",
        target=found,
        row=row,
        card=card_of(promise, locale) if promise else None,
        need=need_card(promise, locale) if promise else None,
        **road_parts(promise),
        values=[(value, entity_history_html(session, "indicator_value", value.id, limit=5)) for value in values],
        newest=versions[0] if versions else found,
        changes=[(new, differences(old, new, locale)) for new, old in pairwise(versions)],
        counter=COUNTERS.get(found.counter),
        counter_path=row.records if row else "",
        past=entity_history_html(session, "target", found.id, limit=10),
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


def _grouped(rows: list[BoardRow], *, filtered: bool) -> list[Group]:
    """Rows by institution, plan and section; the museum's own are open, others open when they were asked for."""
    groups = []
    for key in dict.fromkeys((row.target.plan_id, row.target.scope, row.target.section) for row in rows):
        mine = [row for row in rows if (row.target.plan_id, row.target.scope, row.target.section) == key]
        # A period that is over has nothing left to do: it stands below what still binds.
        mine.sort(key=lambda row: row.verdict in STATES["khong-ap-dung"])
        plan, scope, section = mine[0].target.plan, key[1], key[2]
        several = len({row.target.plan_id for row in rows}) > 1
        parts = [_(SCOPE_LABELS[scope]), section, plan.number if several else ""]
        groups.append(
            Group(
                name=" · ".join(part for part in parts if part),
                rows=[(row, _spark(row)) for row in mine],
                told=_told(mine),
                open=filtered or scope is Scope.MUSEUM,
            )
        )
    return groups


def _told(rows: list[BoardRow]) -> str:
    """How the targets of a section stand, in one line: "18 targets · 2 behind or short · 5 achieved"."""
    told = [f"{number(count, current_locale())} {label.lower()}" for label, count in _counted(rows).values() if count]
    return " · ".join([ngettext("%(num)s target", "%(num)s targets", len(rows)), *told])


def _counted(rows: list[BoardRow]) -> dict[str, tuple[str, int]]:
    """Each state with its label and how many targets stand so."""
    return {name: (_(label), sum(row.verdict in STATES[name] for row in rows)) for name, label in STATE_LABELS.items()}


def _spark(row: BoardRow) -> Markup:
    label = spark_label(row, current_locale())
    drawn = spark.draw(row.past, label=label, name=f"spark-{row.target.id}", hollow=row.reported)
    return Markup(drawn)  # noqa: S704 - own drawing
