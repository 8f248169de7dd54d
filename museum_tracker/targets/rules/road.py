"""The road to a goal as a chart: facts without a language, drawn in any."""

from __future__ import annotations

from dataclasses import dataclass

from museum_tracker.core.charts.road import Ahead, BandAhead, Road, Step
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message, translate
from museum_tracker.targets.rules.forecast import Forecast, Upper
from museum_tracker.targets.rules.words import Percent


@dataclass(frozen=True, kw_only=True)
class RoadFacts:
    """What the road shows: the shares of past days, the goal seen from today, the plan's upper bound.

    `scope` says which population and level are counted. `reported` are shares reported for years before the history
    begins.
    """

    history: tuple[Step, ...]
    seen: Forecast
    scope: Message
    upper: Upper | None = None
    reported: tuple[Step, ...] = ()


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
    share = facts.seen.at_goal
    if share is None:
        return ()
    shown = Percent(share, facts.seen.goal.share).value
    label = translate(N_("%(share)s%% at the present pace"), locale, share=shown)
    return (Ahead(share=float(share), label=label),)


def _band(facts: RoadFacts, locale: str) -> BandAhead | None:
    upper = facts.upper
    if upper is None:
        return None
    most = Percent(upper.most, facts.seen.goal.share).value
    label = translate(N_("%(share)s%% at most by the yearly target"), locale, share=most)
    return BandAhead(least=float(upper.least), most=float(upper.most), label=label)
