"""The what-if page's facts: where the museum stands today, what a question leads to, how scenarios compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup
from sqlalchemy.orm import Session

from museum_tracker.core.charts import road as road_chart
from museum_tracker.core.charts.canvas import Drawing
from museum_tracker.core.charts.road import Road, Step
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.queries import get_population, list_populations
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.targets.history_line import counted_line
from museum_tracker.targets.models import Scenario
from museum_tracker.targets.pace import flow_of
from museum_tracker.targets.queries import due_day, list_computed
from museum_tracker.targets.rules.bands import YEARLY
from museum_tracker.targets.rules.road import scenarios_ahead
from museum_tracker.targets.rules.whatif import LEVELS, Outcome, WhatIf, outcome
from museum_tracker.targets.rules.words import Percent, remarks_of, scenario_sentence
from museum_tracker.targets.scopes import population_of, way_of

YEARS_AHEAD = 30
MOST_COMPARED = 4


@dataclass(frozen=True, kw_only=True)
class Base:
    """Where a population stands on a day: its objects, those at the level, the line of its share so far."""

    on: dt.date
    population: int
    done: int
    line: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A what-if in a language: its sentence, its remarks, the chart with its table, the way year by year.

    `way` holds for today and each year its day, the population, what is done and the share of it.
    """

    result: Outcome
    sentence: str
    remarks: tuple[str, ...]
    scope: str
    wide: Markup
    narrow: Markup
    table: Drawing | None
    way: tuple[tuple[dt.date, int, int, float | None], ...]


def usual(session: Session, profile: MuseumProfile, on: dt.date, *, paced: bool = True) -> WhatIf:
    """The question the page opens with: the museum's own goal at the pace of the last 12 months.

    Without `paced` both paces are left at nothing: an address that names them need not have them counted.
    """
    year = profile.year_on(on)
    goals = [one for one in list_computed(session, on, year) if one.kind not in YEARLY and one.measure in LEVELS]
    for target in goals:
        if get_population(session, target.population, on).ready:
            level, share = Measure(target.measure), Fraction(target.least or 0).limit_denominator(10_000) / 100
            moved = flow_of(session, LEVELS[level], Measure.REGISTERED, target.population, on=on) if paced else None
            return WhatIf(
                population=target.population,
                measure=level,
                share=share,
                due=due_day(profile, target.due),
                pace=moved.done if moved else 0,
                growth=moved.growth if moved else 0,
            )
    due = due_day(profile, year + 4)
    population = list_populations(session, on)[0].code
    return WhatIf(population=population, measure=Measure.LEVEL_1, share=Fraction(7, 10), due=due, pace=0, growth=0)


def blank(dues: Mapping[int, dt.date]) -> WhatIf:
    """A question of which every part is still to be filled in."""
    due = dues[min(dues)]
    return WhatIf(population="", measure=Measure.LEVEL_1, share=Fraction(1), due=due, pace=0, growth=0)


def due_days(profile: MuseumProfile, on: dt.date) -> dict[int, dt.date]:
    """The last day of each reporting year that a goal may be set for."""
    first = profile.year_on(on)
    return {year: due_day(profile, year) for year in range(first, first + YEARS_AHEAD + 1)}


def base_of(session: Session, what: WhatIf, on: dt.date) -> Base:
    """Where the question's population stands today.

    Raises:
        PopulationNotReady: it is still being counted for the first time.
    """
    line, held, done = counted_line(session, what.measure, Measure.REGISTERED, what.population, on=on)
    return Base(on=on, population=held, done=done, line=line)


def typed_base(base: Base, typed: tuple[int, int] | None) -> Base:
    """Where a population stands with the numbers that were typed in place of the museum's own; its line so far goes."""
    if typed is None:
        return base
    population, done = typed
    line = (Step(base.on, done / population),) if population else ()
    return Base(on=base.on, population=population, done=done, line=line)


def answer(session: Session, what: WhatIf, base: Base, profile: MuseumProfile, locale: str) -> Shown:
    """Where a question leads, in a language."""
    result = outcome(what, base.population, base.done, on=base.on, working_days=profile.working_days)
    seen = result.seen
    scope = Message(
        N_("%(population)s, %(way)s"),
        {"population": population_of(session, what.population, base.on), "way": way_of(session, what.measure, base.on)},
    ).text(locale)
    lines = [(translate(N_("this scenario"), locale), result)]
    road = road_for(lines, base, scope, locale)
    wide = road_chart.draw(road, name="phuong-an", linked=True) if road else None
    narrow = road_chart.draw(road, name="phuong-an-hep", sheet=road_chart.Format.NARROW, linked=True) if road else None
    return Shown(
        result=result,
        sentence=scenario_sentence(seen).text(locale),
        remarks=tuple(remark.text(locale) for remark in remarks_of(seen)),
        scope=scope,
        wide=Markup(wide.svg if wide else ""),  # noqa: S704 - own drawing, its texts escaped
        narrow=Markup(narrow.svg if narrow else ""),  # noqa: S704 - likewise
        table=wide,
        way=(
            (base.on, base.population, base.done, None if seen.share is None else float(seen.share)),
            *((y.on, y.population, y.done, None if y.share is None else float(y.share)) for y in result.years),
        ),
    )


def road_for(lines: Sequence[tuple[str, Outcome]], base: Base, scope: str, locale: str) -> Road | None:
    """One chart of one or several scenarios towards the same goal; None without objects or days ahead."""
    seen = lines[0][1].seen
    if seen.share is None or seen.years <= 0 or not base.line:
        return None
    goal = Percent(seen.goal.share).value
    ahead = scenarios_ahead(lines, locale)
    today = Percent(seen.share, seen.goal.share).value
    needed = len(lines) == 1 and not seen.reached and seen.need is not None
    return Road(
        title=translate(N_("The road to %(year)s"), locale, year=str(seen.goal.due.year)),
        description=translate(
            N_("%(scope)s: %(share)s%% on %(today)s; goal %(goal)s%% on %(due)s. %(ahead)s"),
            locale,
            scope=scope,
            share=today,
            today=seen.on,
            goal=goal,
            due=show_date(seen.goal.due, locale),
            ahead="; ".join(line.label for line in ahead),
        ),
        locale=locale,
        history=base.line,
        goal=Step(seen.goal.due, float(seen.goal.share)),
        goal_label=translate(N_("%(share)s%% · goal"), locale, share=goal),
        today_label=translate(N_("%(share)s%% today"), locale, share=today),
        needed_label=translate(N_("pace needed: %(n)s a year"), locale, n=number(seen.need.a_year, locale))
        if needed and seen.need
        else "",
        ahead=ahead,
        headers=(translate(N_("Day"), locale), translate(N_("Share"), locale)),
    )


def what_of(scenario: Scenario) -> WhatIf:
    """The question that a scenario keeps."""
    return WhatIf(
        population=scenario.population,
        measure=Measure(scenario.measure),
        share=Fraction(scenario.share).limit_denominator(100_000),
        due=scenario.due,
        pace=scenario.pace,
        growth=scenario.growth,
    )


def texts_of(what: WhatIf, profile: MuseumProfile, locale: str) -> Mapping[str, str]:
    """A question as an address and its form write it."""
    return {
        "pham-vi": what.population,
        "muc": what.measure.value,
        "so-hoa": str(what.pace),
        "suu-tam": str(what.growth),
        "ty-le": number(float(what.share * 100), locale),
        "den-nam": str(profile.year_on(what.due)),
    }
