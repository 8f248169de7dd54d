"""The what-if page: play with the pace, keep a scenario, lay two to four side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Refusal
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import MuseumProfile, get_profile
from museum_tracker.figures.queries import list_populations
from museum_tracker.figures.rules.measures import MEASURE_LABELS, Measure
from museum_tracker.history.web import web_deed
from museum_tracker.targets import scenarios
from museum_tracker.targets.cards import RoadCard, card_of_road
from museum_tracker.targets.forms import ScenarioForm
from museum_tracker.targets.models import Scenario
from museum_tracker.targets.pace import flow_of
from museum_tracker.targets.rules.whatif import LEVELS, Outcome, WhatIf, outcome, read_base, read_what, scale_for
from museum_tracker.targets.rules.words import Percent, scenario_sentence
from museum_tracker.targets.scopes import population_of, way_of
from museum_tracker.targets.views import bp, today
from museum_tracker.targets.whatif import (
    MOST_COMPARED,
    Base,
    answer,
    base_of,
    blank,
    due_days,
    road_for,
    texts_of,
    typed_base,
    usual,
    what_of,
)
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

PARTS = ("pham-vi", "muc", "so-hoa", "suu-tam", "ty-le", "den-nam")
TYPED = ("tong-so", "da-dat")


@bp.get("/phuong-an")
@guard(Permission.VIEW)
def whatif() -> Any:
    """Play: so many digitized and collected a year, a level, a population; the chart answers at once."""
    return _page(ScenarioForm())


@bp.get("/phuong-an/ket-qua")
@guard(Permission.VIEW)
def whatif_answer() -> str:
    """The answer alone, put into the page while the sliders move."""
    return render_template("targets/_whatif_answer.html", **_answered()[0])


@bp.post("/phuong-an/luu")
@guard(Permission.SAVE_SCENARIOS)
def save_scenario() -> Any:
    """Keep what is on the screen under a name."""
    session, form = current_session(), ScenarioForm()
    if form.validate_on_submit():
        what, problems = _asked(request.form)
        try:
            if problems:
                raise _Unread(field="", problem=next(iter(problems.values())))
            base = _based(base_of(session, what, today()), request.form, problems)
            if problems:
                raise _Unread(field="", problem=next(iter(problems.values())))
            name = str(form.name.data)
            deed = web_deed(N_("Kept the scenario “%(name)s”"), name=name)
            stood = (base.on, base.population, base.done)
            kept = scenarios.save_scenario(session, name, what, base=stood, deed=deed, note=form.note.data or "")
            session.commit()
            flash(_("The scenario is kept."), "success")
            return redirect(f"{url_for('targets.whatif')}?phuong-an={kept.id}", 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(form, request.form), 422


class _Unread(Refusal):
    """A scenario that cannot be kept because a part of it cannot be read."""

    msgid = N_("%(problem)s")


@bp.post("/phuong-an/<int:scenario_id>/xoa")
@guard(Permission.SAVE_SCENARIOS)
def void_scenario(scenario_id: int) -> Any:
    """Take a scenario away; the history can bring it back."""
    session, scenario = current_session(), scenarios.get_scenario(current_session(), scenario_id)
    deed = web_deed(N_("Took away the scenario “%(name)s”"), name=scenario.name)
    scenarios.void_scenario(session, scenario, deed=deed)
    session.commit()
    flash(_("The scenario was taken away; the history can bring it back."), "success")
    return redirect(url_for("targets.whatif"), 303)


@bp.get("/phuong-an/so-sanh")
@guard(Permission.VIEW)
def compare_scenarios() -> Any:
    """Two to four scenarios side by side, with one chart for those towards the same goal."""
    session, on = current_session(), today()
    ids = list(dict.fromkeys(one for one in request.args.getlist("chon", type=int) if one > 0))
    if not 2 <= len(ids) <= MOST_COMPARED:
        flash(_("Choose two to four scenarios to compare."), "error")
        return redirect(url_for("targets.whatif"), 303)
    chosen = [scenarios.get_scenario(session, one) for one in ids]
    profile = get_profile(session)
    bases = {(one.population, one.measure): base_of(session, what_of(one), on) for one in chosen}
    results = [_result(one, bases[one.population, one.measure], profile) for one in chosen]
    return render_template(
        "targets/compare.html",
        on=on,
        columns=[_column(one, result, on) for one, result in zip(chosen, results, strict=True)],
        charts=_charts(list(zip(chosen, results, strict=True)), bases, on),
    )


def _result(scenario: Scenario, base: Base, profile: MuseumProfile) -> Outcome:
    return outcome(what_of(scenario), base.population, base.done, on=base.on, working_days=profile.working_days)


def _column(scenario: Scenario, result: Outcome, on: dt.date) -> dict[str, Any]:
    """A scenario as a column of the table that compares them."""
    session, locale, seen = current_session(), current_locale(), result.seen
    at_goal = None if seen.at_goal is None else f"{number(Percent(seen.at_goal, seen.goal.share).value, locale)}%"
    return {
        "scenario": scenario,
        "population": word(population_of(session, scenario.population, on)),
        "level": word(way_of(session, result.what.measure, on)),
        "goal": f"{number(Percent(seen.goal.share).value, locale)}%",
        "at_goal": at_goal,
        "reached": bool(seen.will_reach),
        "crossing": seen.crossing,
        "need": seen.need,
        "sentence": word(scenario_sentence(seen)),
    }


def _charts(
    pairs: list[tuple[Scenario, Outcome]], bases: Mapping[tuple[str, str], Base], on: dt.date
) -> list[RoadCard]:
    """One chart for all scenarios of the same population, level and goal."""

    def goal(pair: tuple[Scenario, Outcome]) -> tuple[str, str, str, float]:
        one = pair[0]
        return one.population, one.measure, one.due.isoformat(), one.share

    drawn, locale, session = [], current_locale(), current_session()
    for place, (key, group) in enumerate(groupby(sorted(pairs, key=goal), key=goal)):
        members = list(group)
        what, base = members[0][1].what, bases[key[0], key[1]]
        parts = {"population": population_of(session, what.population, on), "way": way_of(session, what.measure, on)}
        scope = word(Message(N_("%(population)s, %(way)s"), parts))
        road = road_for([(one.name, result) for one, result in members], base, scope, locale)
        if road is not None:
            drawn.append(card_of_road(road, name=f"so-sanh-{place}"))
    return drawn


def _page(form: ScenarioForm, typed: Mapping[str, str] | None = None) -> str:
    session, locale, on = current_session(), current_locale(), today()
    shown, what = _answered(typed)
    need = shown["shown"].result.seen.need
    flow = flow_of(session, LEVELS[what.measure], Measure.REGISTERED, what.population, on=on)
    return render_template(
        "targets/whatif.html",
        form=form,
        populations=[(one.code, one.label(locale)) for one in list_populations(session, on) if one.ready],
        levels=[(level.value, _(MEASURE_LABELS[level])) for level in LEVELS],
        pace_most=scale_for(what.pace, flow.done, need.a_year if need else 0),
        growth_least=min(0, what.growth, flow.growth),
        growth_most=scale_for(what.growth, flow.growth),
        flow=flow,
        scenarios=scenarios.list_scenarios(session),
        most_compared=MOST_COMPARED,
        **shown,
    )


def _answered(typed: Mapping[str, str] | None = None) -> tuple[dict[str, Any], WhatIf]:
    """What the page and its changing part both show."""
    session, on = current_session(), today()
    profile, locale = get_profile(session), current_locale()
    what, problems = _asked(typed if typed is not None else request.args)
    given = typed if typed is not None else request.args
    base = _based(base_of(session, what, on), given, problems)
    texts = {**texts_of(what, profile, locale), **{name: given.get(name, "") for name in (*problems, *TYPED)}}
    shown = answer(session, what, base, profile, locale)
    parts = {"on": on, "what": what, "base": base, "shown": shown, "texts": texts}
    return {**parts, "problems": {name: word(text) for name, text in problems.items()}}, what


def _based(base: Base, typed: Mapping[str, str], problems: dict[str, Message]) -> Base:
    """Where the population stands: as counted, or with the numbers that were typed."""
    counted, texts = (base.population, base.done), {name: typed.get(name, "") for name in TYPED}
    return typed_base(base, read_base(texts, counted, problems))


def _asked(typed: Mapping[str, str]) -> tuple[WhatIf, dict[str, Message]]:
    """The question in the address or form: a scenario that was kept, or parts typed over the usual one."""
    session, on = current_session(), today()
    profile = get_profile(session)
    texts, dues = {name: typed.get(name, "") for name in PARTS}, due_days(profile, on)
    populations = frozenset(one.code for one in list_populations(session, on) if one.ready)
    kept = typed.get("phuong-an", "")
    if kept.isascii() and kept.isdigit() and len(kept) < 10:
        return read_what(texts, what_of(scenarios.get_scenario(session, int(kept))), populations, dues)
    if all(texts.values()):
        # A moving slider sends every part: the usual ones need not be counted for it.
        what, problems = read_what(texts, blank(dues), populations, dues)
        if not problems:
            return what, {}
    paced = not (texts["so-hoa"] and texts["suu-tam"])
    return read_what(texts, usual(session, profile, on, paced=paced), populations, dues)
