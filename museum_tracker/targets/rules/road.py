"""The road to a goal as a chart: facts without a language, drawn in any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from museum_tracker.core.charts.road import Ahead, BandAhead, Road, Step
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.targets.rules.forecast import Forecast, Upper
from museum_tracker.targets.rules.whatif import Outcome
from museum_tracker.targets.rules.words import Percent

# Colours and dashes of scenarios: never those of another line of the same chart.
COLOURS = ("slate", "amber", "ink", "patina")
DASHES = ("8 3", "2 3", "10 3 2 3", "5 4")


@dataclass(frozen=True, kw_only=True)
class RoadFacts:
    """What the road shows: the shares of past days, the goal seen from today, the plan's upper bound.

    `scope` says which population and level are counted. `reported` are shares reported for years before the history
    begins. `scenarios` are what-ifs that were kept, by name, each led to the goal's day.
    """

    history: tuple[Step, ...]
    seen: Forecast
    scope: Message
    upper: Upper | None = None
    reported: tuple[Step, ...] = ()
    scenarios: tuple[tuple[str, Outcome], ...] = ()


def road_of(facts: RoadFacts, locale: str) -> Road | None:
    """The chart in a language; None while the population is empty or the goal's day has passed."""
    seen = facts.seen
    if seen.share is None or seen.years <= 0 or not facts.history:
        return None
    goal = Percent(seen.goal.share).value
    today = Percent(seen.share, seen.goal.share).value
    due = show_date(seen.goal.due, locale)
    ahead, band = _ahead(facts, locale), _band(facts, locale)
    told = [line.label for line in ahead] + ([band.label] if band else [])
    description = translate(
        N_("%(scope)s: %(share)s%% on %(today)s; goal %(goal)s%% on %(due)s. %(ahead)s"),
        locale,
        scope=facts.scope,
        share=today,
        today=seen.on,
        goal=goal,
        due=due,
        ahead="; ".join(told),
    )
    return Road(
        title=translate(N_("The road to %(year)s"), locale, year=str(seen.goal.due.year)),
        description=description,
        locale=locale,
        history=facts.history,
        goal=Step(seen.goal.due, float(seen.goal.share)),
        goal_label=translate(N_("%(share)s%% · goal"), locale, share=goal),
        today_label=translate(N_("%(share)s%% today"), locale, share=today),
        needed_label="" if seen.reached else _needed(seen, locale),
        ahead=ahead,
        band=band,
        headers=(translate(N_("Day"), locale), translate(N_("Share"), locale)),
        reported=facts.reported,
        reported_label=translate(N_("reported figure"), locale),
    )


def _needed(seen: Forecast, locale: str) -> str:
    if seen.need is None:
        return translate(N_("pace needed"), locale)
    return translate(N_("pace needed: %(n)s a year"), locale, n=number(seen.need.a_year, locale))


def _ahead(facts: RoadFacts, locale: str) -> tuple[Ahead, ...]:
    return (*_present(facts, locale), *scenarios_ahead(facts.scenarios, locale))


def _present(facts: RoadFacts, locale: str) -> tuple[Ahead, ...]:
    share = facts.seen.at_goal
    if share is None:
        return ()
    shown = Percent(share, facts.seen.goal.share).value
    label = translate(N_("%(share)s%% at the present pace"), locale, share=shown)
    return (Ahead(share=float(share), label=label),)


def scenarios_ahead(scenarios: Sequence[tuple[str, Outcome]], locale: str) -> tuple[Ahead, ...]:
    """The lines of scenarios towards the goal's day, each bent year by year."""
    return tuple(_scenario(place, name, result, locale) for place, (name, result) in enumerate(scenarios))


def _scenario(place: int, name: str, result: Outcome, locale: str) -> Ahead:
    share = result.seen.at_goal or Fraction(0)
    shown = Percent(share, result.seen.goal.share).value
    label = translate(N_("%(share)s%% · %(name)s"), locale, share=shown, name=name)
    through = tuple(Step(year.on, float(year.share)) for year in result.years[:-1] if year.share is not None)
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    return Ahead(share=float(share), label=label, colour=colour, dash=dash, through=through)


def by_year_ends(road: Road) -> Road:
    """The road with the last day of each year only: what a table on paper has room for."""
    last = {step.on.year: step for step in road.history}
    return replace(road, history=tuple(last.values()))


def _band(facts: RoadFacts, locale: str) -> BandAhead | None:
    upper = facts.upper
    if upper is None:
        return None
    most = Percent(upper.most, facts.seen.goal.share).value
    label = translate(N_("%(share)s%% at most by the yearly target"), locale, share=most)
    return BandAhead(least=float(upper.least), most=float(upper.most), label=label)
